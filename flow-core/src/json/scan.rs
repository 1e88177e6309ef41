//! Finding the end of the plain part of a string, sixteen bytes at a time.

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
#[cfg_attr(target_pointer_width = "32", inline(never))]
#[cfg_attr(
    not(target_pointer_width = "32"),
    expect(
        clippy::inline_always,
        reason = "a call costs as much as scanning a short string"
    ),
    inline(always)
)]
pub(super) fn plain_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let (pairs, _) = rest.as_chunks::<16>();
    let mut at = at;
    for pair in pairs {
        let pair = u128::from_le_bytes(*pair);
        let low = hits(pair as u64);
        if low != 0 {
            return at.wrapping_add(low.trailing_zeros() as usize / 8);
        }
        let high = hits((pair >> 64) as u64);
        if high != 0 {
            return at.wrapping_add(8 + high.trailing_zeros() as usize / 8);
        }
        at = at.wrapping_add(16);
    }
    last_plain_end(bytes, at)
}

/// [`plain_end`] for the last bytes of a text, which fill no word.
#[cold]
fn last_plain_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    let plain = rest.iter().position(ends).unwrap_or(rest.len());
    at.saturating_add(plain)
}
