//! A strict pull reader of RFC 8259: exact offsets, borrowed strings, bounded depth, no recursion.
//!
//! It accepts and rejects what `serde_json::Value` does, with one exception: nesting deeper than
//! [`MAX_DEPTH`](crate::limits::MAX_DEPTH) is refused here and accepted there up to 128. A number beyond the range of
//! a 64-bit float, such as `1e999`, is refused by both.

mod error;
mod number;
mod reader;
mod scan;
mod skip;
mod string;
mod text;

pub use error::{Error, ErrorKind};
pub use number::Number;
pub(crate) use reader::position;
pub use reader::{Kind, Reader};
pub use string::StrRef;
pub(crate) use string::{find_plain, hash_plain};
pub use text::{Chars, JsonStr};
pub(crate) use text::{Letters, is_blank};

/// Whether `bytes` are one JSON text and nothing else.
///
/// # Errors
///
/// The first violation, with its place.
pub fn well_formed(bytes: &[u8]) -> Result<(), Error> {
    let mut reader = Reader::new(text(bytes)?)?;
    reader.skip()?;
    reader.finish()
}

/// The bytes as text.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, Error> {
    // The fast check does not say where a mistake is.
    #[cfg(feature = "std")]
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Ok(text);
    }
    core::str::from_utf8(bytes).map_err(|error| Error {
        kind: ErrorKind::InvalidUtf8,
        offset: position(error.valid_up_to()),
    })
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;
    use std::{format, vec};

    use super::*;

    const DOCUMENT: &str = r#"[{"id":"a\u00e9\ud83d\ude00\n","type":"start","outcome":"b","x":[1,-0.5e+3,true,null,{"k":[]}]},
 {"id":"b" , "type":"conversation","prompt":"Say: h\u00efé \"there\" \\ \/ ok","n":[0,10.25,1E5,1e-7,false],"o":{}}]"#;

    #[track_caller]
    fn check(bytes: &[u8]) {
        let ours = well_formed(bytes);
        let theirs = serde_json::from_slice::<serde_json::Value>(bytes);
        assert_eq!(
            ours.is_ok(),
            theirs.is_ok(),
            "{ours:?} against {theirs:?} for {:?}",
            std::string::String::from_utf8_lossy(bytes)
        );
    }

    #[test]
    fn every_one_byte_change_is_judged_as_by_serde_json() {
        let original = DOCUMENT.as_bytes();
        for at in 0..original.len() {
            check(&original[..at]);
            let mut shorter = original.to_vec();
            shorter.remove(at);
            check(&shorter);
            for byte in 0..=255 {
                let mut changed = original.to_vec();
                changed[at] = byte;
                check(&changed);
            }
        }
    }

    #[test]
    fn single_values_are_judged_as_by_serde_json() {
        let texts = [
            "",
            " ",
            "1",
            "-",
            "-0",
            "01",
            "1.",
            ".5",
            "1e",
            "1e+",
            "1e5",
            "1e308",
            "1e309",
            "1.8e308",
            "-1e999",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "0e999",
            "0.0e99999999999999999999",
            "1e-999",
            "1e-99999999999999999999",
            "1e99999999999999999999",
            "tru",
            "true",
            "true1",
            "nul",
            "\"",
            "\"\\\"",
            "\"\\ud800\"",
            "\"\\udc00\"",
            "\"\\ud800\\udc00\"",
            "\"\\ud800\\ud800\"",
            "\"\\uD83D\\n\"",
            "\"\\u+041\"",
            "\"\\u12\"",
            "\"\u{7f}\"",
            "\"\t\"",
            "[",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\":1 \"b\":2}",
            "1 2",
            "[] x",
            "\u{feff}1",
            "[1]\u{0}",
            "18446744073709551616",
            "\"\u{0}\"",
        ];
        for text in texts {
            check(text.as_bytes());
        }
        check(format!("{}e5", "9".repeat(304)).as_bytes());
        check("9".repeat(309).as_bytes());
        check(format!("0.{}1e500", "0".repeat(400)).as_bytes());
        check(b"\"\xff\"");
    }

    #[test]
    fn strings_of_every_length_end_where_they_end() {
        for length in 0..40 {
            for special in ["", "\\n", "é", "\u{1}", "\\u0041"] {
                check(format!("[\"{}{special}\"]", "a".repeat(length)).as_bytes());
                check(format!("[\"{special}{}", "a".repeat(length)).as_bytes());
            }
        }
    }

    #[test]
    fn depth_is_bounded_and_a_million_brackets_are_no_danger() {
        let nested = |depth: usize| {
            let mut bytes = vec![b'['; depth];
            bytes.extend(core::iter::repeat_n(b']', depth));
            bytes
        };
        assert_eq!(well_formed(&nested(64)), Ok(()));
        let error = well_formed(&nested(65)).unwrap_err();
        assert_eq!((error.kind, error.offset), (ErrorKind::TooDeep, 64));
        let many: Vec<u8> = vec![b'['; 1_000_000];
        assert_eq!(well_formed(&many).unwrap_err().kind, ErrorKind::TooDeep);
    }
}
