//! What a string of the text says: its characters, decoded only when compared or printed.

use core::fmt::{self, Write as _};

/// A string as it stands between its quotes, checked, with escapes still in place.
#[derive(Clone, Copy, Debug)]
pub struct JsonStr<'a> {
    raw: &'a str,
    escaped: bool,
}

impl<'a> JsonStr<'a> {
    #[inline]
    pub(super) const fn new(raw: &'a str, escaped: bool) -> Self {
        Self { raw, escaped }
    }

    /// A string without escapes.
    pub const fn plain(raw: &'a str) -> Self {
        Self::new(raw, false)
    }

    /// The string itself where it holds no escapes.
    pub fn as_plain(self) -> Option<&'a str> {
        (!self.escaped).then_some(self.raw)
    }

    /// The string without the ASCII that `noise` names at its begin and end; an escape is no noise.
    pub(crate) fn trimmed(self, noise: fn(u8) -> bool) -> Self {
        let telling = |byte: &u8| !noise(*byte);
        let bytes = self.raw.as_bytes();
        let start = bytes.iter().position(telling).unwrap_or(bytes.len());
        let last = bytes.iter().rposition(telling).unwrap_or(start);
        Self {
            raw: self.raw.get(start..=last).unwrap_or_default(),
            escaped: self.escaped,
        }
    }

    /// Whether the string is empty.
    pub fn is_empty(self) -> bool {
        self.raw.is_empty()
    }

    /// Whether nothing but blanks stands in it.
    pub(crate) fn is_blank(self) -> bool {
        // Most strings begin with a letter.
        let letter = self
            .raw
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_alphabetic);
        !letter && self.chars().all(is_blank)
    }

    /// The characters, escapes decoded.
    pub fn chars(self) -> Chars<'a> {
        Chars {
            rest: self.raw.chars(),
            escaped: self.escaped,
        }
    }
}

impl PartialEq for JsonStr<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        if self.escaped || other.escaped {
            return self.chars().eq(other.chars());
        }
        self.raw == other.raw
    }
}

impl Eq for JsonStr<'_> {}

/// What [`char::is_whitespace`] says, without the table behind it, which takes more flash than these ranges.
pub(crate) const fn is_blank(char: char) -> bool {
    matches!(
        char,
        '\t'..='\r'
            | ' '
            | '\u{85}'
            | '\u{A0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200A}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202F}'
            | '\u{205F}'
            | '\u{3000}'
    )
}

impl PartialEq<str> for JsonStr<'_> {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        *self == JsonStr::plain(other)
    }
}

impl fmt::Display for JsonStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(plain) = self.as_plain() {
            return f.write_str(plain);
        }
        self.chars().try_for_each(|char| f.write_char(char))
    }
}

/// The decoded characters of a [`JsonStr`].
#[derive(Clone, Debug)]
pub struct Chars<'a> {
    rest: core::str::Chars<'a>,
    escaped: bool,
}

impl Chars<'_> {
    /// Bytes of the raw string that are left.
    pub(crate) fn left(&self) -> usize {
        self.rest.as_str().len()
    }

    /// Takes up to eight ASCII letters that come next: most of a text, and none of them is part of an escape.
    #[inline]
    pub(crate) fn letters(&mut self) -> Letters {
        let rest = self.rest.as_str();
        let letters = Letters::before(rest.as_bytes());
        let behind = rest.get(letters.count as usize..).unwrap_or_default();
        self.rest = behind.chars();
        letters
    }

    /// Takes the blank that comes next; whether there is one.
    #[inline]
    pub(crate) fn blank(&mut self) -> bool {
        let behind = self.rest.as_str().strip_prefix(' ');
        if let Some(behind) = behind {
            self.rest = behind.chars();
        }
        behind.is_some()
    }

    fn unit(&mut self) -> u32 {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.rest.next().and_then(|char| char.to_digit(16));
            unit = (unit << 4) | digit.unwrap_or(0);
        }
        unit
    }
}

impl Iterator for Chars<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let char = self.rest.next()?;
        if char != '\\' || !self.escaped {
            return Some(char);
        }
        Some(match self.rest.next()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let high = self.unit();
                if (0xD800..0xDC00).contains(&high) {
                    self.rest.next();
                    self.rest.next();
                    let low = self.unit();
                    let code = 0x1_0000 + ((high & 0x3FF) << 10) + (low & 0x3FF);
                    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
                } else {
                    char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER)
                }
            }
            other => other,
        })
    }
}

/// Up to eight ASCII letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letters {
    /// The letters as bytes, the first one highest; zeros behind the last one.
    pub(crate) bytes: u64,
    /// How many there are.
    pub(crate) count: u32,
}

impl Letters {
    /// The letters with which a text begins.
    #[inline]
    fn before(text: &[u8]) -> Self {
        const EACH: u64 = 0x0101_0101_0101_0101;
        let word = match text.first_chunk::<8>() {
            Some(eight) => u64::from_be_bytes(*eight),
            None => text
                .iter()
                .zip((0..8).rev())
                .fold(0, |word, (&byte, place)| {
                    word | (u64::from(byte) << (8 * place))
                }),
        };
        // The high bit of every byte that is no letter. Bytes are compared without their own high bit, so that no sum is
        // carried into the next one; those that have it are no letters.
        let lower = (word & (EACH * 0x7F)) | (EACH * 0x20);
        let from_a = lower.wrapping_add(EACH * (0x80 - u64::from(b'a')));
        let behind_z = lower.wrapping_add(EACH * (0x7F - u64::from(b'z')));
        let others = (!from_a | behind_z | word) & (EACH * 0x80);
        let count = others.leading_zeros() / 8;
        let kept = u64::MAX.checked_shl(64 - 8 * count).unwrap_or(0);
        Self {
            bytes: word & kept,
            count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_those_of_unicode() {
        for char in '\0'..=char::MAX {
            assert_eq!(is_blank(char), char.is_whitespace(), "{char:?}");
        }
    }

    #[test]
    fn letters_are_taken_up_to_the_first_other_byte() {
        for byte in 0..=u8::MAX {
            for place in 0..10 {
                let mut text = *b"aZbYcXdWeV";
                text[place] = byte;
                for end in 0..=text.len() {
                    let text = &text[..end];
                    let other = text.iter().position(|byte| !byte.is_ascii_alphabetic());
                    let count = other.unwrap_or(end).min(8);
                    let letters = Letters::before(text);
                    assert_eq!(letters.count as usize, count, "{text:?}");
                    let bytes = letters.bytes.to_be_bytes();
                    assert_eq!(bytes[..count], text[..count]);
                    assert!(bytes[count..].iter().all(|&byte| byte == 0));
                }
            }
        }
    }
}
