//! Eight bytes at a time, by plain arithmetic.

use super::end_byte_by_byte;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// High bit of every byte that is `"`, `\` or a control character. Bits above the lowest one may be false: a
/// subtraction borrows from the byte above a hit. Only the lowest is used.
///
/// A byte below the one subtracted, or equal to the one cleared, has its high bit set afterwards; bytes beyond ASCII
/// have it before, too, and are left out (Mycroft's test for a zero byte).
#[inline]
const fn hits(word: u64) -> u64 {
    let quote = (word ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let escape = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    let control = word.wrapping_sub(ONES * 0x20);
    (quote | escape | control) & !word & HIGHS
}

/// Position of the first `"`, `\` or control character at or after `at`; the length where none follows.
#[inline]
pub(in crate::json) fn plain_end(bytes: &[u8], at: usize) -> usize {
    let (words, _) = bytes.get(at..).unwrap_or_default().as_chunks::<8>();
    let mut at = at;
    for word in words {
        let hits = hits(u64::from_le_bytes(*word));
        if hits != 0 {
            return at.wrapping_add(hits.trailing_zeros() as usize / 8);
        }
        at = at.wrapping_add(8);
    }
    end_byte_by_byte(bytes, at)
}

/// Bytes before the first `"`, where one is among the first 32.
#[inline]
pub(in crate::json) fn name_length(bytes: &[u8]) -> Option<usize> {
    let words = bytes.as_chunks::<8>().0.iter().take(4);
    for (word, before) in words.zip([0, 8, 16, 24]) {
        let word = u64::from_le_bytes(*word) ^ (ONES * u64::from(b'"'));
        let hits = word.wrapping_sub(ONES) & !word & HIGHS;
        if hits != 0 {
            return Some(before + hits.trailing_zeros() as usize / 8);
        }
    }
    None
}
