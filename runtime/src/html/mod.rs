//! Text inside HTML, and the one document of all pages that only say something.

const CARD: &str = include_str!("card.html");

/// A page of one card in the look of the studio, without script.
///
/// `body` is HTML; what comes from outside is written with [`escape`] first.
pub(crate) fn card(title: &str, body: &str) -> String {
    CARD.replace("{{title}}", &escape(title))
        .replace("{{body}}", body)
}

/// A message of ours as a sentence of a page: escaped, what stands in backticks as code.
pub(crate) fn sentence(message: &str) -> String {
    let mut characters = message.chars();
    let first = characters.next().map(char::to_uppercase);
    let text: String = first.into_iter().flatten().chain(characters).collect();
    let mut sentence = String::new();
    for (position, part) in escape(&text).split('`').enumerate() {
        if position > 0 {
            sentence.push_str(if position % 2 == 1 {
                "<code>"
            } else {
                "</code>"
            });
        }
        sentence.push_str(part);
    }
    if text.matches('`').count() % 2 == 1 {
        sentence.push_str("</code>");
    }
    if !text.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_becomes_a_sentence_with_its_code_marked() {
        assert_eq!(
            sentence("keys start with `sk_test_`, not <b>"),
            "Keys start with <code>sk_test_</code>, not &lt;b&gt;."
        );
        assert_eq!(sentence("is it `so?"), "Is it <code>so?</code>");
        assert_eq!(sentence(""), ".");
    }
}
