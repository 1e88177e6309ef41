//! `F1002`: the bytes are not UTF-8, the only encoding of JSON between systems (RFC 8259 §8.1).

use core::fmt;

use super::said::Said;

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("the bytes are not UTF-8")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("save the text as UTF-8")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_bytes;

    #[test]
    fn the_first_bad_byte_is_the_place() {
        check_bytes(b"[\xff]", &["F1002 /0"]);
        check_bytes(b"[{\"id\":\"\xc3\"}]", &["F1002 /0/id"]);
    }
}
