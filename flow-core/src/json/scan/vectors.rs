//! Sixteen bytes at a time, by the instructions that every x86-64 processor has.

use safe_arch::{
    bitor_m128i, cmp_eq_mask_i8_m128i, load_unaligned_m128i, min_u8_m128i, move_mask_i8_m128i,
    set_splat_i8_m128i, zeroed_m128i,
};

use super::{any_byte_by_byte, end_byte_by_byte};

/// Position of the first `"`, `\` or control character at or after `at`; the length where none follows.
#[expect(
    clippy::inline_always,
    reason = "a call costs as much as scanning a short string"
)]
#[inline(always)]
pub(in crate::json) fn plain_end(bytes: &[u8], at: usize) -> usize {
    // Most strings end in the first vector: it is looked at before a loop is set up.
    let Some((first, behind)) = bytes.get(at..).and_then(<[u8]>::split_first_chunk) else {
        return end_byte_by_byte(bytes, at);
    };
    let hits = ends(first);
    if hits != 0 {
        return at.wrapping_add(hits.trailing_zeros() as usize);
    }
    let (vectors, rest) = behind.as_chunks();
    for (before, vector) in vectors.iter().enumerate() {
        let hits = ends(vector);
        if hits != 0 {
            let skipped = before.wrapping_mul(16).wrapping_add(16);
            return at
                .wrapping_add(skipped)
                .wrapping_add(hits.trailing_zeros() as usize);
        }
    }
    end_byte_by_byte(bytes, bytes.len().wrapping_sub(rest.len()))
}

/// Bytes before the first `"`, where one is among the first 32.
#[expect(
    clippy::inline_always,
    reason = "a call costs as much as scanning a name"
)]
#[inline(always)]
pub(in crate::json) fn name_length(bytes: &[u8]) -> Option<usize> {
    let quotes = |vector: &[u8; 16]| {
        let quote = set_splat_i8_m128i(b'"'.cast_signed());
        let vector = load_unaligned_m128i(vector);
        move_mask_i8_m128i(cmp_eq_mask_i8_m128i(vector, quote))
    };
    let (first, behind) = bytes.split_first_chunk()?;
    let hits = quotes(first);
    if hits != 0 {
        return Some(hits.trailing_zeros() as usize);
    }
    let hits = quotes(behind.first_chunk()?);
    (hits != 0).then(|| 16 + hits.trailing_zeros() as usize)
}

/// One bit for every byte that ends the plain part of a string.
#[expect(clippy::inline_always, reason = "it is the body of the scan")]
#[inline(always)]
fn ends(vector: &[u8; 16]) -> i32 {
    let quote = set_splat_i8_m128i(b'"'.cast_signed());
    let escape = set_splat_i8_m128i(b'\\'.cast_signed());
    let control = set_splat_i8_m128i(0x1F);
    let vector = load_unaligned_m128i(vector);
    // The lesser of a byte and the last control character is the byte itself where it is one.
    let hits = bitor_m128i(
        bitor_m128i(
            cmp_eq_mask_i8_m128i(vector, quote),
            cmp_eq_mask_i8_m128i(vector, escape),
        ),
        cmp_eq_mask_i8_m128i(min_u8_m128i(vector, control), vector),
    );
    move_mask_i8_m128i(hits)
}

/// Whether one of `wanted` is among the bytes.
#[inline]
pub(in crate::json) fn holds_any(bytes: &[u8], wanted: &[u8]) -> bool {
    // The last vector overlaps the one before it, so that no byte is looked at alone.
    let Some(last) = bytes.last_chunk::<16>() else {
        return any_byte_by_byte(bytes, wanted);
    };
    let (vectors, _) = bytes.as_chunks::<16>();
    let holds = |vector: &[u8; 16]| {
        let vector = load_unaligned_m128i(vector);
        let hits = wanted.iter().fold(zeroed_m128i(), |hits, byte| {
            let byte = set_splat_i8_m128i(byte.cast_signed());
            bitor_m128i(hits, cmp_eq_mask_i8_m128i(vector, byte))
        });
        move_mask_i8_m128i(hits) != 0
    };
    holds(last) || vectors.iter().any(holds)
}
