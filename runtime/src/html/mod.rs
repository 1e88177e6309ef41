//! Text inside HTML, and the one document of all pages that only say something.

const CARD: &str = include_str!("card.html");

/// A page of one card in the look of the studio, without script.
///
/// `body` is HTML; what comes from outside is written with [`escape`] first.
pub(crate) fn card(title: &str, body: &str) -> String {
    CARD.replace("{{title}}", &escape(title))
        .replace("{{body}}", body)
}

/// Writes text so that a browser shows it as it is, inside elements and inside quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
