//! The order of names: by UTF-16 code units, as RFC 8785, 3.2.3 demands.

use core::cmp::Ordering;

use crate::json::JsonStr;

/// Which of two names comes first.
pub(super) fn compare(one: JsonStr<'_>, other: JsonStr<'_>) -> Ordering {
    one.chars().map(unit).cmp(other.chars().map(unit))
}

/// A number that sorts as the code units of a character do: those above U+FFFF begin with a surrogate, which comes before
/// U+E000.
fn unit(char: char) -> u32 {
    let code = u32::from(char);
    if code < 0x1_0000 {
        code << 16
    } else {
        0xD800_0000 | code
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    #[test]
    fn names_sort_by_their_code_units() {
        let names = [
            "",
            "a",
            "aa",
            "b",
            "\u{d7ff}",
            "\u{1f600}",
            "\u{10ffff}",
            "\u{e000}",
            "\u{ffff}",
        ];
        for one in names {
            for other in names {
                let units = |name: &str| name.encode_utf16().collect::<Vec<_>>();
                let expected = units(one).cmp(&units(other));
                assert_eq!(
                    compare(JsonStr::plain(one), JsonStr::plain(other)),
                    expected,
                    "{one} {other}"
                );
            }
        }
    }
}
