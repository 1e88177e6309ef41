//! What a prompt or condition says, as far as words tell: one pass, no memory, no grammar.
//!
//! [`Prose::of`] reads the decoded characters once and gathers what all rules about prompts ask for: language, words,
//! questions, demands, conditional words, silence. It knows about 500 words (`vocabulary.rs`), looks at the few words
//! around each of them, and at nothing else. How often that is right is measured with natural prompts under
//! `tests/corpus/prompts`; `docs/rules/README.md` records it.
//!
//! Limits: the lists are English apart from the function words that tell languages apart; sentences end at any of `.`,
//! `!`, `?`, `;` and line breaks; words longer than twelve letters are compared by their first twelve; scripts are told
//! by Unicode blocks.

mod letters;
mod scan;
mod vocabulary;

use crate::json::{Chars, JsonStr, position};
use letters::Gap;
use scan::Scan;

/// Where evidence stands in the raw string: offsets of its first byte and of the byte behind it.
pub(crate) type Place = Option<(u32, u32)>;

/// What a text demands aloud from the person: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked(u8);

impl Asked {
    /// Nothing.
    pub(crate) const NOTHING: Self = Self(0);
    /// An email address.
    pub(crate) const EMAIL: Self = Self(1);
    /// A phone number.
    pub(crate) const PHONE: Self = Self(2);
    /// A one-time code.
    pub(crate) const CODE: Self = Self(4);

    /// Whether the sets share something.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn insert(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// What is known about a text after reading it.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of a text: each may hold without the others"
)]
pub(crate) struct Prose {
    /// It is a wording (`Say: …`), not a description.
    pub(crate) verbatim: bool,
    /// Twice the number of words; a sign of a script without blanks counts one.
    pub(crate) half_words: u16,
    /// A word of another language, where the text is not in English.
    pub(crate) foreign: Place,
    /// A word of another language, where one sentence is in English and another one is not.
    pub(crate) mixed: Place,
    /// A word by which the text branches.
    pub(crate) logic: Place,
    /// What it demands that a node may collect as well.
    pub(crate) asked: Asked,
    /// The first word of those.
    pub(crate) asked_place: Place,
    /// A demanded secret.
    pub(crate) secret: Place,
    /// Questions that want an answer, or items of a list.
    pub(crate) requests: u8,
    /// A sentence ends with a question mark.
    pub(crate) asks: bool,
    /// A sentence demands something.
    pub(crate) demands: bool,
    /// As a condition: it is about silence, refusal, or too many attempts.
    pub(crate) silence: bool,
}

impl Prose {
    /// Reads a text, in time linear in its length.
    pub(crate) fn of(text: JsonStr<'_>) -> Self {
        let whole = text.chars().left();
        let spoken = verbatim(text);
        let mut scan = Scan::new(spoken.is_some());
        let mut chars = spoken.unwrap_or_else(|| text.chars());
        loop {
            let at = offset(whole, chars.left());
            scan.take_letters(&mut chars, at);
            let at = offset(whole, chars.left());
            if chars.blank() {
                scan.separate(' ', Gap::Blank, at);
                continue;
            }
            match chars.next() {
                Some(char) => scan.take(char, at),
                None => return scan.finish(at),
            }
        }
    }
}

/// What follows `Say:` in a prompt that gives the exact words; `None` where a prompt describes them.
pub(crate) fn verbatim(prompt: JsonStr<'_>) -> Option<Chars<'_>> {
    let mut chars = prompt.chars();
    let exact = "say:".chars().all(|expected| {
        chars
            .next()
            .is_some_and(|char| char.eq_ignore_ascii_case(&expected))
    });
    exact.then_some(chars)
}

/// Bytes before a place, of which so many are left. A text that was read is short enough for 32 bits.
#[inline]
const fn offset(whole: usize, left: usize) -> u32 {
    position(whole.wrapping_sub(left))
}
