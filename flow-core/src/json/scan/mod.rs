//! Finding the end of the plain part of a string: by vectors where the target has them, else by words; one byte at a time on
//! 32-bit targets, where words of eight bytes are no faster and take more flash.

#[cfg(all(feature = "simd", target_arch = "x86_64", target_feature = "sse2"))]
mod vectors;
#[cfg(any(
    test,
    not(any(
        target_pointer_width = "32",
        all(feature = "simd", target_arch = "x86_64", target_feature = "sse2")
    ))
))]
mod words;

#[cfg(not(all(feature = "simd", target_arch = "x86_64", target_feature = "sse2")))]
pub(super) use any_byte_by_byte as holds_any;
#[cfg(target_pointer_width = "32")]
pub(super) use end_byte_by_byte as plain_end;
#[cfg(all(feature = "simd", target_arch = "x86_64", target_feature = "sse2"))]
pub(super) use vectors::{holds_any, name_length, plain_end};
#[cfg(not(any(
    target_pointer_width = "32",
    all(feature = "simd", target_arch = "x86_64", target_feature = "sse2")
)))]
pub(super) use words::{name_length, plain_end};

/// The end for the last bytes of a text, which fill no word or vector.
#[cfg_attr(not(target_pointer_width = "32"), cold)]
#[inline(never)]
pub(super) fn end_byte_by_byte(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    let plain = rest.iter().position(ends).unwrap_or(rest.len());
    at.saturating_add(plain)
}

/// Names are read one byte after the other on 32-bit targets: what looks ahead for them finds none.
#[cfg(target_pointer_width = "32")]
pub(super) const fn name_length(_: &[u8]) -> Option<usize> {
    None
}

/// Whether one of `wanted` is among the bytes.
pub(super) fn any_byte_by_byte(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.iter().any(|byte| wanted.contains(byte))
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    #[test]
    fn a_byte_that_is_looked_for_is_found_wherever_it_stands() {
        for length in 0..40 {
            let mut bytes = std::vec![b'a'; length];
            assert!(!holds_any(&bytes, b"=\\"));
            for at in 0..length {
                bytes[at] = if at % 2 == 0 { b'=' } else { b'\\' };
                assert!(holds_any(&bytes, b"=\\"), "{bytes:?}");
                assert!(!holds_any(&bytes, b"-/"), "{bytes:?}");
                bytes[at] = b'a';
            }
        }
    }

    #[test]
    fn the_length_of_a_name_is_found_wherever_it_ends() {
        for length in 0..70 {
            for at in 0..=length {
                let mut bytes = std::vec![b'a'; length];
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = b'"';
                }
                if let Some(byte) = bytes.get_mut(at + 5) {
                    *byte = b'"';
                }
                // Near the end of a text, where no word or vector is full, none need be found.
                let near = |found: Option<usize>, width: usize| match found {
                    Some(found) => assert_eq!(found, at, "{bytes:?}"),
                    None => assert!(at >= 32 || at / width >= length / width, "{bytes:?}"),
                };
                near(name_length(&bytes), 16);
                near(words::name_length(&bytes), 8);
            }
        }
    }

    #[test]
    fn every_byte_at_every_place_is_judged_alike() {
        for length in 0..70 {
            for at in 0..=length {
                for byte in [
                    0, 1, 0x1F, b' ', b'!', b'"', b'#', b'[', b'\\', b']', 0x7F, 0x80, 0xA2, 0xDC,
                    0xFF,
                ] {
                    let mut bytes: Vec<u8> = b"a\xC3\xA9z~"
                        .iter()
                        .copied()
                        .cycle()
                        .take(length)
                        .collect();
                    if let Some(place) = bytes.get_mut(at) {
                        *place = byte;
                    }
                    for start in [0, at / 2, at, length + 1] {
                        let expected = end_byte_by_byte(&bytes, start);
                        assert_eq!(plain_end(&bytes, start), expected, "{bytes:?} from {start}");
                        assert_eq!(
                            words::plain_end(&bytes, start),
                            expected,
                            "{bytes:?} from {start}"
                        );
                    }
                }
            }
        }
    }
}
