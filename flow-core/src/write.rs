//! Writing: canonical JSON, and a flow with its certain corrections applied. Both go into a buffer of the caller.

use core::fmt::{self, Write as _};

use serde::{Serialize, Serializer};

use crate::diagnostic::{Applicability, Finding, Fix};
use crate::json::{Error as JsonError, JsonStr, Kind, Reader, StrRef};
use crate::limits::MAX_DEPTH;

/// Why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// The buffer is too small. The canonical form of a text is never longer than six times the text.
    BufferFull,
    /// The text is not JSON.
    NotJson(JsonError),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BufferFull => f.write_str("the buffer is too small for the text"),
            Self::NotJson(error) => write!(f, "the text is not JSON: {error}"),
        }
    }
}

impl core::error::Error for WriteError {}

impl From<JsonError> for WriteError {
    fn from(error: JsonError) -> Self {
        Self::NotJson(error)
    }
}

/// The part of the caller's buffer that is already written.
struct Output<'o> {
    buffer: &'o mut [u8],
    len: usize,
}

impl Output<'_> {
    fn text(&mut self, text: &str) -> Result<(), WriteError> {
        let end = self.len.saturating_add(text.len());
        let room = self
            .buffer
            .get_mut(self.len..end)
            .ok_or(WriteError::BufferFull)?;
        room.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }

    fn string(&mut self, string: JsonStr<'_>) -> Result<(), WriteError> {
        let room = self.buffer.get_mut(self.len..).unwrap_or_default();
        let written = serde_json_core::to_slice(&Decoded(string), room);
        self.len = self
            .len
            .saturating_add(written.map_err(|_| WriteError::BufferFull)?);
        Ok(())
    }
}

impl fmt::Write for Output<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text(text).map_err(|_| fmt::Error)
    }
}

/// A string that serialises by its decoded characters.
struct Decoded<'a>(JsonStr<'a>);

impl Serialize for Decoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_plain() {
            Some(plain) => serializer.serialize_str(plain),
            None => serializer.collect_str(&self.0),
        }
    }
}

/// Writes the canonical form of a JSON text: members as ordered, unknown ones kept, no blanks, shortest escapes,
/// numbers as written. Writing what was written changes nothing.
///
/// # Errors
///
/// Fails where the text is not JSON or the buffer is too small.
pub fn canonical(text: &str, buffer: &mut [u8]) -> Result<usize, WriteError> {
    let mut reader = Reader::new(text)?;
    let mut output = Output { buffer, len: 0 };
    let mut open: heapless::Vec<Open, { MAX_DEPTH as usize }> = heapless::Vec::new();
    value(&mut reader, &mut output, &mut open)?;
    while let Some(innermost) = open.last_mut() {
        let first = core::mem::take(&mut innermost.first);
        let more = if innermost.object {
            match reader.next_key(first)? {
                Some(name) => {
                    separate(&mut output, first)?;
                    output.string(name.view(text))?;
                    output.text(":")?;
                    true
                }
                None => false,
            }
        } else {
            let more = reader.next_element(first)?;
            if more {
                separate(&mut output, first)?;
            }
            more
        };
        if more {
            value(&mut reader, &mut output, &mut open)?;
        } else {
            output.text(if innermost.object { "}" } else { "]" })?;
            open.pop();
        }
    }
    reader.finish()?;
    Ok(output.len)
}

/// An array or object that is being written.
struct Open {
    object: bool,
    first: bool,
}

fn separate(output: &mut Output<'_>, first: bool) -> Result<(), WriteError> {
    if first { Ok(()) } else { output.text(",") }
}

/// Writes the value that starts here, or the bracket that opens it.
fn value(
    reader: &mut Reader<'_>,
    output: &mut Output<'_>,
    open: &mut heapless::Vec<Open, { MAX_DEPTH as usize }>,
) -> Result<(), WriteError> {
    let kind = reader.peek()?;
    match kind {
        Kind::String => {
            let string: StrRef = reader.string()?;
            output.string(string.view(reader.text()))
        }
        Kind::Array | Kind::Object => {
            reader.open()?;
            let object = kind == Kind::Object;
            // Cannot fail: the reader opens no more brackets than there is room for.
            let _ = open.push(Open {
                object,
                first: true,
            });
            output.text(if object { "{" } else { "[" })
        }
        Kind::Bool | Kind::Null | Kind::Number => {
            let span = reader.skip()?;
            output.text(span.text(reader.text()))
        }
    }
}

/// Writes `text` with all safe corrections of `findings` applied, in one pass; where two overlap, the first one wins.
///
/// # Errors
///
/// Fails where the buffer is too small.
pub fn apply_fixes(
    text: &str,
    findings: &[Finding],
    buffer: &mut [u8],
) -> Result<usize, WriteError> {
    let mut output = Output { buffer, len: 0 };
    let (mut copied, mut last) = (0, None);
    while let Some((place, fix)) = next_fix(findings, last) {
        let span = fix.span();
        if span.offset >= copied {
            output.text(crate::Span::between(copied, span.offset).text(text))?;
            write!(output, "{}", fix.replacement(text)).map_err(|_| WriteError::BufferFull)?;
            copied = span.end();
        }
        last = Some(place);
    }
    output.text(text.get(copied as usize..).unwrap_or_default())?;
    Ok(output.len)
}

/// Where a correction comes in the text: its begin, its end, and its number where several are insertions at one place.
type Place = (u32, u32, usize);

/// The safe correction that comes next behind `last`. Findings sort by their own place, not by that of their fix.
fn next_fix(findings: &[Finding], last: Option<Place>) -> Option<(Place, &Fix)> {
    findings
        .iter()
        .enumerate()
        .filter_map(|(number, finding)| Some((number, finding.fix()?)))
        .filter(|(_, fix)| fix.applicability == Applicability::Safe)
        .map(|(number, fix)| ((fix.span().offset, fix.span().end(), number), fix))
        .filter(|(place, _)| Some(*place) > last)
        .min_by_key(|(place, _)| *place)
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec;

    use super::*;
    use crate::diagnostic::{Detail, Edit, NewText};
    use crate::rules::Rule;
    use crate::span::Span;
    use crate::testing::RECIPES;

    fn write(text: &str) -> Result<String, WriteError> {
        let mut buffer = vec![0; text.len() * 6];
        let len = canonical(text, &mut buffer)?;
        buffer.truncate(len);
        Ok(String::from_utf8(buffer).unwrap())
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(write(text).unwrap(), expected);
        assert_eq!(write(expected).unwrap(), expected);
        let parsed: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(expected).unwrap(),
            parsed
        );
    }

    #[test]
    fn the_canonical_form_is_stable_and_keeps_everything() {
        check(" [ ] ", "[]");
        check("{ }", "{}");
        check(
            r#" { "a" : [ 1.50 , -0 , 1E5 , true , null , "\u0061\/\n\u001f\"\ud83d\ude00" ] , "b" : { "c" : [ [ ] ] } } "#,
            "{\"a\":[1.50,-0,1E5,true,null,\"a/\\n\\u001F\\\"😀\"],\"b\":{\"c\":[[]]}}",
        );
        for recipe in RECIPES {
            check(
                recipe,
                &serde_json::to_string(&serde_json::from_str::<serde_json::Value>(recipe).unwrap())
                    .unwrap(),
            );
        }
    }

    #[test]
    fn corrections_that_touch_are_all_made() {
        let text = r#"{"a":"b"}"#;
        let findings = [
            Edit::InsertFlag { at: 8, name: "d" },
            Edit::Replace {
                span: Span { offset: 5, len: 3 },
                with: NewText::Known("c"),
            },
            Edit::InsertFlag { at: 8, name: "e" },
        ]
        .map(|edit| {
            Finding::new(Rule::UnknownField, Span::default(), Detail::None).with_fix(Some(Fix {
                applicability: Applicability::Safe,
                edit,
            }))
        });
        let mut buffer = [0; 40];
        let len = apply_fixes(text, &findings, &mut buffer).unwrap();
        assert_eq!(&buffer[..len], br#"{"a":"c","d":true,"e":true}"#);
    }

    #[test]
    fn a_small_buffer_and_a_broken_text_are_errors() {
        let mut buffer = [0; 8];
        assert_eq!(
            canonical("[1234567]", &mut buffer),
            Err(WriteError::BufferFull)
        );
        assert_eq!(
            canonical(r#"["123456"]"#, &mut buffer),
            Err(WriteError::BufferFull)
        );
        assert!(matches!(
            canonical("[1,]", &mut buffer),
            Err(WriteError::NotJson(_))
        ));
        assert!(matches!(
            canonical("[] 1", &mut buffer),
            Err(WriteError::NotJson(_))
        ));
    }
}
