//! Sixteen bytes at a time, by the instructions that every x86-64 processor has.

use safe_arch::{
    bitor_m128i, cmp_eq_mask_i8_m128i, load_unaligned_m128i, min_u8_m128i, move_mask_i8_m128i,
    set_splat_i8_m128i,
};

use super::end_byte_by_byte;

/// Position of the first `"`, `\` or control character at or after `at`; the length where none follows.
#[expect(
    clippy::inline_always,
    reason = "a call costs as much as scanning a short string"
)]
#[inline(always)]
pub(in crate::json) fn plain_end(bytes: &[u8], at: usize) -> usize {
    let quote = set_splat_i8_m128i(b'"'.cast_signed());
    let escape = set_splat_i8_m128i(b'\\'.cast_signed());
    let control = set_splat_i8_m128i(0x1F);
    let (vectors, _) = bytes.get(at..).unwrap_or_default().as_chunks::<16>();
    let mut at = at;
    for vector in vectors {
        let vector = load_unaligned_m128i(vector);
        // The lesser of a byte and the last control character is the byte itself where it is one.
        let hits = bitor_m128i(
            bitor_m128i(
                cmp_eq_mask_i8_m128i(vector, quote),
                cmp_eq_mask_i8_m128i(vector, escape),
            ),
            cmp_eq_mask_i8_m128i(min_u8_m128i(vector, control), vector),
        );
        let hits = move_mask_i8_m128i(hits);
        if hits != 0 {
            return at.wrapping_add(hits.trailing_zeros() as usize);
        }
        at = at.wrapping_add(16);
    }
    end_byte_by_byte(bytes, at)
}
