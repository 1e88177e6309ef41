//! Strings of the text, kept as their places: found, compared and hashed without a copy.

use super::reader::position;
use super::{Chars, Error, ErrorKind, JsonStr, Reader, scan};
use crate::span::Span;

const ESCAPED: u32 = 0x8000_0000;

/// Place of a string in the text, and whether it holds escapes: 8 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StrRef {
    offset: u32,
    len_and_flag: u32,
}

impl StrRef {
    /// The string that takes no room at the start of the text; its span touches no quote.
    pub const NONE: Self = Self {
        offset: 0,
        len_and_flag: 0,
    };

    fn new(inner: Span, escaped: bool) -> Self {
        Self {
            offset: inner.offset,
            len_and_flag: inner.len | if escaped { ESCAPED } else { 0 },
        }
    }

    /// A number in the room of a string; as a string it is none.
    pub(crate) const fn number(number: u16) -> Self {
        Self {
            offset: 0,
            len_and_flag: number as u32 + 1,
        }
    }

    /// What was given to [`number`](Self::number), where this is no string.
    pub(crate) fn as_number(self) -> Option<u16> {
        let number = self.len_and_flag.checked_sub(1)?;
        u16::try_from(number).ok().filter(|_| self.is_none())
    }

    /// The run from `start` up to `end`, which holds no escapes.
    #[inline]
    pub(super) const fn plain_between(start: u32, end: u32) -> Self {
        Self {
            offset: start,
            len_and_flag: end.wrapping_sub(start),
        }
    }

    /// The parts before and behind the first `separator`.
    pub(crate) fn split_once(self, text: &str, separator: char) -> Option<(Self, Self)> {
        let whole = self.inner();
        let escaped = self.len_and_flag & ESCAPED != 0;
        let mut chars = self.view(text).chars();
        let left = |chars: &Chars<'_>| position(chars.left());
        loop {
            let before = whole.len.saturating_sub(left(&chars));
            if chars.next()? == separator {
                let first = Span {
                    len: before,
                    ..whole
                };
                let behind = Span::between(whole.end().saturating_sub(left(&chars)), whole.end());
                return Some((Self::new(first, escaped), Self::new(behind, escaped)));
            }
        }
    }

    /// The part between two offsets of the raw string; it stands between characters and cuts no escape.
    pub(crate) fn part(self, start: u32, end: u32) -> Self {
        let inner = self.inner();
        let (start, end) = (start.min(inner.len), end.min(inner.len));
        let part = Span {
            offset: inner.offset.saturating_add(start),
            len: end.saturating_sub(start),
        };
        Self::new(part, self.len_and_flag & ESCAPED != 0)
    }

    /// Whether this is [`NONE`](Self::NONE): a real string has a quote before it.
    pub fn is_none(self) -> bool {
        self.offset == 0
    }

    /// The run between the quotes.
    pub fn inner(self) -> Span {
        Span {
            offset: self.offset,
            len: self.len_and_flag & !ESCAPED,
        }
    }

    /// The run with its quotes.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub fn span(self) -> Span {
        Span {
            offset: self.offset.saturating_sub(1),
            len: self.inner().len.saturating_add(2),
        }
    }

    /// The string itself.
    #[inline]
    pub fn view(self, text: &str) -> JsonStr<'_> {
        JsonStr::new(self.inner().text(text), self.len_and_flag & ESCAPED != 0)
    }

    /// The bytes between the quotes, escapes still in place; `None` where there are any.
    #[inline]
    pub(crate) fn plain(self, text: &str) -> Option<&[u8]> {
        if self.len_and_flag & ESCAPED != 0 {
            return None;
        }
        let start = self.offset as usize;
        let end = start.wrapping_add(self.len_and_flag as usize);
        text.as_bytes().get(start..end)
    }

    /// Whether one of these ASCII characters stands between the quotes, escapes still in place.
    #[inline]
    pub(crate) fn holds_any(self, text: &str, wanted: &[u8]) -> bool {
        let inner = self.inner();
        let raw = text
            .as_bytes()
            .get(inner.offset as usize..inner.end() as usize);
        scan::holds_any(raw.unwrap_or_default(), wanted)
    }

    /// Whether the string is `name`; the bytes of a literal are compared at once.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(
        not(target_pointer_width = "32"),
        expect(
            clippy::inline_always,
            reason = "a call costs more than comparing a few bytes"
        ),
        inline(always)
    )]
    pub(crate) fn is(self, text: &str, name: &str) -> bool {
        match self.plain(text) {
            Some(plain) => plain == name.as_bytes(),
            None => self.view(text) == *name,
        }
    }

    /// The line with this name in a table, and its position. Plain strings, as nearly all are, are compared as bytes.
    #[cfg_attr(
        not(target_pointer_width = "32"),
        expect(
            clippy::inline_always,
            reason = "a call costs as much as comparing a name"
        ),
        inline(always)
    )]
    pub(crate) fn find<'t, T>(
        self,
        text: &str,
        table: &'t [T],
        name: impl Fn(&T) -> &str,
    ) -> Option<(usize, &'t T)> {
        if cfg!(target_pointer_width = "32") {
            let mut lines = table.iter().enumerate();
            return lines.find(|(_, line)| self.is(text, name(line)));
        }
        if let Some(plain) = self.plain(text) {
            return find_plain(plain, table, name);
        }
        let mut lines = table.iter().enumerate();
        lines.find(|(_, line)| self.view(text) == *name(line))
    }

    /// Whether two strings of one text are equal, however they are escaped.
    #[inline]
    pub(crate) fn equals(self, other: Self, text: &str) -> bool {
        match self.plain(text) {
            Some(plain) => other.equals_plain(plain, self, text),
            None => self.equals_decoded(other, text),
        }
    }

    /// Whether the string equals `other`, which holds no escapes and these bytes.
    #[inline]
    pub(crate) fn equals_plain(self, plain: &[u8], other: Self, text: &str) -> bool {
        match self.plain(text) {
            Some(own) => same(own, plain),
            None => self.equals_decoded(other, text),
        }
    }

    #[cold]
    #[inline(never)]
    fn equals_decoded(self, other: Self, text: &str) -> bool {
        self.view(text) == other.view(text)
    }

    /// Multiplicative hash over the decoded bytes, eight at a time: equal strings have equal hashes, however escaped.
    ///
    /// The last word overlaps the one before it, so that no byte is taken alone.
    #[inline]
    pub(crate) fn hash(self, text: &str) -> u32 {
        // On a 32-bit target one way takes less flash than two, and words of eight bytes gain nothing.
        match self.plain(text) {
            Some(plain) if !cfg!(target_pointer_width = "32") => hash_plain(plain),
            _ => hash_decoded(self.view(text)),
        }
    }
}

/// [`StrRef::hash`] of a string without escapes.
#[inline]
pub(crate) fn hash_plain(plain: &[u8]) -> u32 {
    let (words, _) = plain.as_chunks::<8>();
    let hash = words
        .iter()
        .fold(0, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let last = match (
        plain.last_chunk::<8>(),
        plain.first_chunk::<4>(),
        plain.last_chunk::<4>(),
    ) {
        (Some(last), ..) => u64::from_le_bytes(*last),
        (None, Some(first), Some(last)) => {
            let shift = 8 * (plain.len() - 4);
            u64::from(u32::from_le_bytes(*first)) | (u64::from(u32::from_le_bytes(*last)) << shift)
        }
        _ => plain
            .iter()
            .rev()
            .fold(0, |word, &byte| (word << 8) | u64::from(byte)),
    };
    high_half(mix(hash, last))
}

/// The line with this name in a table, and its position.
#[expect(
    clippy::inline_always,
    reason = "a call costs as much as comparing a name"
)]
#[inline(always)]
pub(crate) fn find_plain<'t, T>(
    plain: &[u8],
    table: &'t [T],
    name: impl Fn(&T) -> &str,
) -> Option<(usize, &'t T)> {
    for (position, line) in table.iter().enumerate() {
        if same(name(line).as_bytes(), plain) {
            return Some((position, line));
        }
    }
    None
}

/// Whether both are equal, by words that may overlap: names are short, and a call to compare them costs more.
#[inline]
fn same(one: &[u8], other: &[u8]) -> bool {
    if cfg!(target_pointer_width = "32") {
        return one == other;
    }
    if one.len() != other.len() {
        return false;
    }
    if let (Some(first), Some(first_of_other), Some(last), Some(last_of_other)) = (
        one.first_chunk::<8>(),
        other.first_chunk::<8>(),
        one.last_chunk::<8>(),
        other.last_chunk::<8>(),
    ) {
        return first == first_of_other
            && last == last_of_other
            && (one.len() <= 16 || one == other);
    }
    if let (Some(first), Some(first_of_other), Some(last), Some(last_of_other)) = (
        one.first_chunk::<4>(),
        other.first_chunk::<4>(),
        one.last_chunk::<4>(),
        other.last_chunk::<4>(),
    ) {
        return first == first_of_other && last == last_of_other;
    }
    one.iter().eq(other)
}

/// As [`StrRef::hash`], byte by byte: `last` holds the last eight.
#[cold]
fn hash_decoded(string: JsonStr<'_>) -> u32 {
    let (mut hash, mut last, mut count) = (0, 0_u64, 0_u32);
    for char in string.chars() {
        for &byte in char.encode_utf8(&mut [0; 4]).as_bytes() {
            last = (last >> 8) | (u64::from(byte) << 56);
            count = count.saturating_add(1);
            if count.is_multiple_of(8) {
                hash = mix(hash, last);
            }
        }
    }
    let short = 8_u32.saturating_sub(count);
    high_half(mix(hash, last.checked_shr(8 * short).unwrap_or(0)))
}

/// One step of the hash; the multiplier is 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming, 6.4).
const fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The bits of a product that depend on all bits of its factors.
const fn high_half(hash: u64) -> u32 {
    let [.., a, b, c, d] = hash.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

impl Reader<'_> {
    /// Reads a string that starts here.
    ///
    /// # Errors
    ///
    /// Fails where no string starts here, and for a bad escape, a lone surrogate or a bare control character.
    #[inline]
    pub fn string(&mut self) -> Result<StrRef, Error> {
        match self.plain_string() {
            Some(plain) => Ok(plain),
            None => self.string_anyhow(),
        }
    }

    /// Reads a string without escapes, if one starts here.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(
        not(target_pointer_width = "32"),
        expect(
            clippy::inline_always,
            reason = "a call costs as much as scanning a short string"
        ),
        inline(always)
    )]
    pub(crate) fn plain_string(&mut self) -> Option<StrRef> {
        if self.byte() != Some(b'"') {
            return None;
        }
        let start = self.at().wrapping_add(1);
        let end = scan::plain_end(self.bytes(), start);
        if self.bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.jump(end.wrapping_add(1));
        Some(StrRef::plain_between(position(start), position(end)))
    }

    /// [`string`](Self::string) for escapes and mistakes.
    #[inline(never)]
    fn string_anyhow(&mut self) -> Result<StrRef, Error> {
        if !self.take(b'"') {
            return Err(self.expected(ErrorKind::ExpectedValue));
        }
        let start = self.offset();
        let mut escaped = false;
        loop {
            self.jump(scan::plain_end(self.bytes(), self.at()));
            match self.byte() {
                Some(b'"') => {
                    let inner = Span::between(start, self.offset());
                    self.advance();
                    return Ok(StrRef::new(inner, escaped));
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) => return Err(self.error(ErrorKind::ControlCharacter)),
                None => return Err(self.error(ErrorKind::UnexpectedEnd)),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Error> {
        let start = self.offset();
        let lone = Error {
            kind: ErrorKind::LoneSurrogate,
            offset: start,
        };
        self.advance();
        match self.byte() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.advance(),
            Some(b'u') => {
                let unit = self.hex()?;
                if (0xDC00..0xE000).contains(&unit) {
                    return Err(lone);
                }
                if (0xD800..0xDC00).contains(&unit) {
                    if !self.take(b'\\') || self.byte() != Some(b'u') {
                        return Err(lone);
                    }
                    if !(0xDC00..0xE000).contains(&self.hex()?) {
                        return Err(lone);
                    }
                }
            }
            Some(_) => {
                return Err(Error {
                    kind: ErrorKind::Escape,
                    offset: start,
                });
            }
            None => return Err(self.error(ErrorKind::UnexpectedEnd)),
        }
        Ok(())
    }

    /// The four digits after `u`, which stands here.
    fn hex(&mut self) -> Result<u32, Error> {
        self.advance();
        let mut unit = 0;
        for _ in 0..4 {
            let digit = match self.byte() {
                Some(byte) => (byte as char)
                    .to_digit(16)
                    .ok_or_else(|| self.error(ErrorKind::Escape))?,
                None => return Err(self.error(ErrorKind::UnexpectedEnd)),
            };
            unit = (unit << 4) | digit;
            self.advance();
        }
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString as _;

    use super::*;

    #[track_caller]
    fn check(json: &str) {
        let place = Reader::new(json).unwrap().string().unwrap();
        let expected: std::string::String = serde_json::from_str(json).unwrap();
        assert_eq!(place.view(json).to_string(), expected);
        let plain = std::format!("\"{expected}\"");
        let plain_place = StrRef::new(
            Span {
                offset: 1,
                len: position(expected.len()),
            },
            false,
        );
        assert_eq!(place.hash(json), plain_place.hash(&plain));
        assert!(place.view(json) == *expected.as_str());
        assert_eq!(place.span().text(json), json);
    }

    #[test]
    fn decoding_agrees_with_serde_json() {
        check(r#""""#);
        check(r#""plain é 😀""#);
        check(r#""a""#);
        check(r#""abcdefg""#);
        check(r#""\u0061bcdefgh""#);
        check(r#""abcdefgh\u0069""#);
        check(r#""\u0061\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\uFFFF\u0000""#);
    }
}
