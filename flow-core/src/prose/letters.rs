//! Characters of a prompt: which are letters, of which script, and what separates words, clauses and sentences.
//!
//! Scripts are told apart by Unicode blocks, not by character properties: the property tables take more room than all
//! rules together. A block counts as letters as a whole, so a rare sign inside one is taken for a letter.

use crate::json::Letters;

/// What a character does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter or digit of a word in Latin script, as its five-bit code.
    Latin(u64),
    /// A letter of an alphabet other than the Latin one.
    Foreign,
    /// A sign of a script that is written without blanks: Chinese, Japanese, Korean.
    Ideograph,
    /// Something between two words.
    Gap(Gap),
}

/// What stands between two words, from weak to strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// A blank, or a sign that joins.
    Blank,
    /// The end of a part of a sentence.
    Clause,
    /// The end of a sentence, or of a line.
    Sentence,
    /// The end of a sentence that asks.
    Question,
}

const APOSTROPHE: u64 = 27;
const ACCENTED: u64 = 28;
const DIGIT: u64 = 29;

/// Letters of a word that are told apart; what follows is not looked at.
const LETTERS: u32 = 12;

/// A word in lower case: its first twelve letters, five bits each, with the first one in the highest place.
///
/// Letters with an accent share one code and digits another one, so that a word is compared in one step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Word(u64);

impl Word {
    pub(super) const NONE: Self = Self(0);

    /// A number that scatters words over a table of up to 2^16 places.
    pub(super) const fn hash(self) -> usize {
        // The multiplier is 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming, 6.4).
        (self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize
    }

    /// `==`, where that cannot be written: when the crate is compiled.
    pub(super) const fn is(self, other: Self) -> bool {
        self.0 == other.0
    }

    /// The word with one more letter.
    #[must_use]
    pub(super) const fn with(self, code: u64, letters: u32) -> Self {
        if letters >= LETTERS {
            return self;
        }
        // `letters` is below twelve, so the shift is at most 55.
        Self(self.0 | (code << (5 * (LETTERS - 1 - letters))))
    }

    /// The word of so many letters with more ASCII letters behind them.
    #[must_use]
    #[inline]
    pub(super) const fn with_all(self, more: Letters, letters: u32) -> Self {
        // The lower five bits of a letter are its place in the alphabet, in either case; the gaps between them are closed
        // for two letters at a time, then for four, then for eight.
        let five = more.bytes & 0x1F1F_1F1F_1F1F_1F1F;
        let ten = ((five & 0x1F00_1F00_1F00_1F00) >> 3) | (five & 0x001F_001F_001F_001F);
        let twenty = ((ten & 0x03FF_0000_03FF_0000) >> 6) | (ten & 0x0000_03FF_0000_03FF);
        let forty = ((twenty & 0x000F_FFFF_0000_0000) >> 12) | (twenty & 0x0000_0000_000F_FFFF);
        let aligned = forty << (5 * (LETTERS - 8));
        // Those that find no place behind the letters before fall out below.
        match aligned.checked_shr(5 * letters) {
            Some(behind) => Self(self.0 | behind),
            None => self,
        }
    }

    /// The word that is written in ASCII letters, accented letters and apostrophes.
    pub(super) const fn of(text: &str) -> Self {
        let mut word = Self::NONE;
        let mut letters = 0;
        let mut rest = text.as_bytes();
        while let [byte, tail @ ..] = rest {
            rest = tail;
            let code = match *byte {
                byte @ b'a'..=b'z' => (byte - b'a') as u64 + 1,
                b'\'' => APOSTROPHE,
                // The first byte of a character stands for it; the others begin with the bits 10.
                0xC0..=0xFF => ACCENTED,
                _ => continue,
            };
            word = word.with(code, letters);
            letters += 1;
        }
        word
    }

    /// Whether it is a single letter or digit, as in front of the items of a list.
    pub(super) const fn is_single(self) -> bool {
        self.0 != 0 && self.0.trailing_zeros() >= 5 * (LETTERS - 1)
    }

    /// Whether it is a single digit.
    pub(super) const fn is_digit(self) -> bool {
        self.0 == DIGIT << (5 * (LETTERS - 1))
    }
}

/// What a character does to the text around it.
pub(super) fn class(char: char) -> Class {
    use Class::{Foreign, Gap as Between, Ideograph, Latin};
    // By far the most frequent sign between words.
    if char == ' ' {
        return Between(Gap::Blank);
    }
    match char {
        'a'..='z' | 'A'..='Z' => Latin(u64::from(u32::from(char) & 0x1F)),
        '0'..='9' => Latin(DIGIT),
        '\'' | '\u{2019}' => Latin(APOSTROPHE),
        '?' | '\u{FF1F}' | '\u{61F}' => Between(Gap::Question),
        '.' | '!' | ';' | '\n' | '\u{2026}' | '\u{3002}' | '\u{FF01}' | '\u{964}' => {
            Between(Gap::Sentence)
        }
        ',' | ':' | '(' | ')' | '"' | '\u{2013}'..='\u{2014}' | '\u{201C}'..='\u{201E}' => {
            Between(Gap::Clause)
        }
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Latin(ACCENTED),
        // Greek to Georgian, and the scripts of South and South-East Asia and of Ethiopia.
        '\u{370}'..='\u{1DFF}' | '\u{1F00}'..='\u{1FFF}' => Foreign,
        '\u{2E80}'..='\u{2FFF}'
        | '\u{3040}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FFDC}'
        | '\u{20000}'..='\u{3FFFF}' => Ideograph,
        _ => Between(Gap::Blank),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::JsonStr;

    #[test]
    fn words_are_told_apart_by_their_first_twelve_letters() {
        assert_eq!(Word::of("unresponsive"), Word::of("unresponsively"));
        assert_ne!(Word::of("otherwise"), Word::of("other"));
        assert!(Word::of("a").is_single() && !Word::of("ab").is_single());
        assert!(!Word::NONE.is_single());
        assert_eq!(Word::of("für"), Word::of("fér"));
    }

    #[test]
    fn letters_taken_at_once_make_the_word_they_make_one_by_one() {
        for text in [
            "a",
            "whether",
            "anything",
            "otherwise",
            "unresponsive",
            "internationally",
        ] {
            for split in 0..=text.len() {
                let (first, rest) = text.split_at(split);
                let mut word = Word::NONE;
                let mut letters = 0;
                for byte in first.bytes() {
                    word = word.with(u64::from(byte & 0x1F), letters);
                    letters += 1;
                }
                let rest = rest.to_ascii_uppercase();
                let mut chars = JsonStr::plain(&rest).chars();
                while letters < 12 && chars.left() > 0 {
                    let more = chars.letters();
                    word = word.with_all(more, letters);
                    letters += more.count;
                }
                assert_eq!(word, Word::of(text), "{first}{rest}");
            }
        }
    }

    #[test]
    fn characters_have_their_classes() {
        assert_eq!(class('B'), class('b'));
        assert_eq!(class('é'), Class::Latin(ACCENTED));
        assert_eq!(class('ж'), Class::Foreign);
        assert_eq!(class('語'), Class::Ideograph);
        assert_eq!(class('한'), Class::Ideograph);
        assert_eq!(class('？'), Class::Gap(Gap::Question));
        assert_eq!(class('😀'), Class::Gap(Gap::Blank));
    }
}
