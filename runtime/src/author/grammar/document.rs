//! The documents that a description names, as values of `allowedDocumentTypes`.

use super::pattern::same;
use super::text::Token;

/// Names with their value (`FaceSign` type definitions, list of document types). A bare "ID" is any document.
const NAMES: [(&str, &[&str]); 14] = [
    ("passport", &["passport"]),
    ("dl", &["drivers", "license"]),
    ("dl", &["drivers", "licence"]),
    ("dl", &["driver", "license"]),
    ("dl", &["driver", "licence"]),
    ("dl", &["driving", "license"]),
    ("dl", &["driving", "licence"]),
    ("id", &["id", "card"]),
    ("id", &["identity", "card"]),
    ("id", &["national", "id"]),
    ("residence-permit", &["residence", "permit"]),
    ("work-permit", &["work", "permit"]),
    ("voter-id", &["voter", "id"]),
    ("visa", &["visa"]),
];

/// The documents named from one word to another; "ID" is one of them in a list, such as "passport or ID".
pub(super) fn documents(tokens: &[Token], from: usize, to: usize) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    for at in from..to {
        let named = name(tokens.get(at..).unwrap_or_default());
        let listed = tokens[at].text == "id" && is_listed(tokens, at);
        let value = named.or(listed.then_some("id"));
        found.extend(value.filter(|value| !found.contains(value)));
    }
    found
}

fn name(tokens: &[Token]) -> Option<&'static str> {
    let fits = |words: &[&str]| {
        let mut pairs = words.iter().zip(tokens);
        tokens.len() >= words.len() && pairs.all(|(word, token)| same(&token.text, word))
    };
    let known = NAMES.iter().find(|(_, words)| fits(words));
    known.map(|(value, _)| *value)
}

/// Whether "or", "and" or a comma stands between this word and another document.
fn is_listed(tokens: &[Token], at: usize) -> bool {
    let joins = |token: &&Token| matches!(token.text.as_str(), "or" | "and" | ",");
    let article = |token: &&Token| matches!(token.text.as_str(), "a" | "an" | "the" | "their");
    let mut behind = tokens[at + 1..].iter().peekable();
    let or = behind.next_if(|token| joins(token)).is_some();
    behind.next_if(|token| article(token));
    let rest = tokens.len() - behind.len();
    if or && name(&tokens[rest..]).is_some() {
        return true;
    }
    let mut before = tokens[..at].iter().rev().peekable();
    before.next_if(|token| article(token));
    let or = before.next_if(|token| joins(token)).is_some();
    let rest = before.len();
    or && (1..=2).any(|words| {
        let start = rest.checked_sub(words);
        start.is_some_and(|start| name(&tokens[start..rest]).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::author::grammar::text::sentences;

    #[test]
    fn an_id_is_any_document_but_for_a_list() {
        for (text, expected) in [
            ("their ID", &[][..]),
            ("the ID and a selfie", &[]),
            ("a passport or ID", &["passport", "id"]),
            ("ID/driving licence", &["id", "dl"]),
            ("drivers licences", &["dl"]),
            ("ID (US driver's license)", &["dl"]),
            ("a gun licence", &[]),
            ("a national ID card", &["id"]),
        ] {
            let tokens = sentences(text).concat();
            assert_eq!(documents(&tokens, 0, tokens.len()), expected, "{text}");
        }
    }
}
