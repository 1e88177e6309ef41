//! Misspelt words: read as the word of the table that is nearest, where only one is near.

use super::ordinary;
use super::table;
use super::text::{Token, number};

/// Letters from which a word may be one slip away from the word meant, and two.
const ONE_SLIP: usize = 5;
/// Letters from which two neighbouring letters may be turned.
const TURNED: usize = 4;
const TWO_SLIPS: usize = 9;

/// Ordinary words that are near a word of the table and mean themselves.
const ORDINARY: [&str; 68] = [
    "about",
    "again",
    "agree",
    "alone",
    "along",
    "aloud",
    "build",
    "cases",
    "chain",
    "check",
    "close",
    "could",
    "costs",
    "doing",
    "every",
    "fraud",
    "given",
    "goods",
    "guide",
    "hours",
    "large",
    "later",
    "layer",
    "leave",
    "legal",
    "likes",
    "likely",
    "loans",
    "lower",
    "match",
    "might",
    "money",
    "needs",
    "offer",
    "older",
    "order",
    "other",
    "parts",
    "peace",
    "place",
    "plain",
    "price",
    "prices",
    "quick",
    "reads",
    "right",
    "river",
    "sales",
    "sends",
    "shift",
    "sites",
    "steps",
    "store",
    "table",
    "their",
    "there",
    "these",
    "terms",
    "trust",
    "would",
    "residents",
    "resident",
    "clone",
    "clones",
    "tenants",
    "tenant",
    "interview",
    "centre",
];

/// Short forms that are as good as the word.
const SHORT: [(&str, &str); 14] = [
    ("doc", "document"),
    ("docs", "documents"),
    ("verif", "verification"),
    ("auth", "authentication"),
    ("recog", "recognition"),
    ("pic", "picture"),
    ("pics", "pictures"),
    ("tel", "phone"),
    ("cell", "mobile"),
    ("cellphone", "mobile"),
    ("vs", "with"),
    ("versus", "with"),
    ("pls", "please"),
    ("plz", "please"),
];

/// Writes short forms out, then corrects the words; answers each misspelt word with what it was read as.
pub(super) fn correct(sentences: &mut [Vec<Token>]) -> Vec<(String, String)> {
    let mut corrected = Vec::new();
    for token in sentences.iter_mut().flatten().filter(|token| !token.mark) {
        if let Some((_, long)) = SHORT.iter().find(|(short, _)| *short == token.text) {
            (*long).clone_into(&mut token.text);
        }
        let Some(meant) = meant(&token.text) else {
            continue;
        };
        corrected.push((token.text.clone(), meant.to_owned()));
        meant.clone_into(&mut token.text);
    }
    corrected.dedup();
    corrected
}

fn meant(word: &str) -> Option<&'static str> {
    let letters = word.chars().count();
    let plain = word.chars().all(char::is_alphabetic);
    if letters < TURNED
        || !plain
        || ORDINARY.contains(&word)
        || ordinary::is_ordinary(word)
        || number(word).is_some()
        || table::knows(word)
    {
        return None;
    }
    let slips = if letters >= TWO_SLIPS { 2 } else { 1 };
    let mut near: Vec<(usize, &str)> = table::words()
        .filter(|known| {
            known.len() + 1 >= ONE_SLIP
                && (letters >= ONE_SLIP || is_turned(word, known))
                && known.starts_with(&word[..word.chars().next().map_or(0, char::len_utf8)])
        })
        .map(|known| (strsim::osa_distance(word, known), known))
        .filter(|(distance, _)| *distance <= slips)
        .collect();
    near.sort_unstable();
    near.dedup();
    match near.as_slice() {
        [(_, only)] => Some(only),
        [(first, one), (second, _), ..] if first < second => Some(one),
        _ => None,
    }
}

/// Whether both have the same letters.
fn is_turned(word: &str, known: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(word) == sorted(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_mended_and_ordinary_words_left_alone() {
        for (word, read) in [
            ("livness", Some("liveness")),
            ("emial", Some("email")),
            ("pasport", Some("passport")),
            ("recogniton", Some("recognition")),
            ("livelyness", Some("liveness")),
            ("scann", Some("scan")),
            ("scna", Some("scan")),
            ("form", None),
            ("transfer", None),
            ("scanning", None),
            ("users", None),
            ("three", None),
            ("mail", None),
            ("würde", None),
        ] {
            assert_eq!(meant(word), read, "{word}");
        }
    }
}
