//! Patterns of words: `scan|read ~ passport [photo]`.
//!
//! A word stands for itself and its inflections; `a|b` for either; `[a]` may be missing; `#` is a number; `@` an address;
//! `~` stands for up to three words.

use super::text::{Token, number};

/// Words that `~` may stand for at most.
const GAP: usize = 3;
/// Words that part clauses, which `~` never reaches over.
const PARTS: [&str; 8] = [
    "and", "or", "then", "but", "before", "after", "if", "instead",
];

/// Words that are steps of their own, which `~` never stands for.
const KERNELS: [&str; 7] = [
    "sms", "email", "mail", "code", "otp", "passcode", "liveness",
];

/// One pattern, ready to match.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    slots: Vec<Slot>,
}

#[derive(Clone, Debug)]
enum Slot {
    One(Vec<&'static str>),
    Maybe(Vec<&'static str>),
    Number,
    Address,
    Gap,
}

impl Pattern {
    pub(super) fn new(source: &'static str) -> Self {
        let slots = source.split(' ').map(|slot| match slot {
            "~" => Slot::Gap,
            "#" => Slot::Number,
            "@" => Slot::Address,
            _ => match slot
                .strip_prefix('[')
                .and_then(|slot| slot.strip_suffix(']'))
            {
                Some(inner) => Slot::Maybe(inner.split('|').collect()),
                None => Slot::One(slot.split('|').collect()),
            },
        });
        Self {
            slots: slots.collect(),
        }
    }

    /// All words that stand in the pattern.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.slots
            .iter()
            .flat_map(|slot| match slot {
                Slot::One(words) | Slot::Maybe(words) => words.as_slice(),
                Slot::Number | Slot::Address | Slot::Gap => &[],
            })
            .copied()
    }

    /// How many tokens it covers at the beginning of these, at most; 0 where it does not match.
    pub(super) fn covers(&self, tokens: &[Token]) -> usize {
        longest(&self.slots, tokens).unwrap_or(0)
    }
}

fn longest(slots: &[Slot], tokens: &[Token]) -> Option<usize> {
    let Some((slot, later)) = slots.split_first() else {
        return Some(0);
    };
    let one = |fits: bool| {
        let rest = tokens.get(1..)?;
        fits.then(|| longest(later, rest).map(|count| count + 1))
            .flatten()
    };
    let word = tokens.first().filter(|token| !token.mark);
    let is =
        |words: &[&str]| word.is_some_and(|token| words.iter().any(|word| same(&token.text, word)));
    match slot {
        Slot::One(words) => one(is(words)),
        Slot::Maybe(words) => one(is(words)).max(longest(later, tokens)),
        Slot::Number => one(word.is_some_and(|token| number(&token.text).is_some())),
        Slot::Address => one(word.is_some_and(|token| token.text.starts_with("http"))),
        Slot::Gap => {
            let free = tokens
                .iter()
                .take(GAP)
                .take_while(|token| {
                    let word = token.text.as_str();
                    !token.mark && !PARTS.contains(&word) && !KERNELS.contains(&word)
                })
                .count();
            (0..=free)
                .filter_map(|skipped| {
                    longest(later, &tokens[skipped..]).map(|count| count + skipped)
                })
                .max()
        }
    }
}

/// Whether `word` is `base` or one of its regular inflections.
pub(super) fn same(word: &str, base: &str) -> bool {
    if word == base {
        return true;
    }
    if base.len() < 3 || !word.starts_with(&base[..base.len() - 1]) {
        return false;
    }
    let ends = |stem: &str, endings: &[&str]| {
        word.strip_prefix(stem)
            .is_some_and(|rest| endings.contains(&rest))
    };
    let last = &base[base.len() - 1..];
    ends(base, &["s", "es", "ed", "ing", "d"])
        || word
            .strip_prefix(base)
            .and_then(|rest| rest.strip_prefix(last))
            .is_some_and(|rest| matches!(rest, "ing" | "ed"))
        || (last == "e" && ends(&base[..base.len() - 1], &["ing"]))
        || (last == "y" && ends(&base[..base.len() - 1], &["ies", "ied"]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::author::grammar::text::sentences;

    #[track_caller]
    fn check(pattern: &'static str, text: &str, covered: usize) {
        let tokens = sentences(text).concat();
        assert_eq!(
            Pattern::new(pattern).covers(&tokens),
            covered,
            "{pattern} on {text}"
        );
    }

    #[test]
    fn patterns_cover_as_much_as_they_can() {
        check("scan ~ passport", "scanning the user's passport now", 4);
        check("scan ~ passport", "scan and then passport", 0);
        check("code [by] email|mail", "codes by mail", 3);
        check("sms ~ code", "sms with an email code", 0);
        check("up to # attempt|try", "up to three tries", 4);
        check("face", "a face", 0);
    }

    #[test]
    fn inflections_are_regular_ones() {
        for (word, base) in [
            ("scanned", "scan"),
            ("verifies", "verify"),
            ("capturing", "capture"),
            ("codes", "code"),
        ] {
            assert!(same(word, base), "{word}");
        }
        for (word, base) in [
            ("scanner", "scan"),
            ("id", "identity"),
            ("ids", "idea"),
            ("faced", "fact"),
        ] {
            assert!(!same(word, base), "{word}");
        }
    }
}
