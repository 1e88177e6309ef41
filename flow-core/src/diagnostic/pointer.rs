//! JSON pointers, derived from a place on demand.
//!
//! A finding keeps an offset instead of a path: the text is walked again when somebody wants to read the pointer. This
//! costs one pass per printed finding and no byte per finding.

use core::fmt::{self, Write as _};

use heapless::Vec;

use crate::json::{Error, Kind, Reader, StrRef};
use crate::limits::MAX_DEPTH;

/// RFC 6901 pointer to the value or member name that starts at an offset, or else to what encloses the offset.
#[derive(Clone, Debug)]
pub struct Pointer<'a> {
    text: &'a str,
    steps: Steps,
}

type Steps = Vec<Step, { MAX_DEPTH as usize }>;

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Element of an array; `None` before the first one.
    Element(Option<u32>),
    /// Member of an object; `None` before the first one.
    Member(Option<StrRef>),
}

impl<'a> Pointer<'a> {
    pub(crate) fn new(text: &'a str, offset: u32) -> Self {
        let mut steps = Steps::new();
        if let Ok(mut reader) = Reader::new(text) {
            // A syntax error ends the walk: what is open by then encloses the place.
            let _ = walk(&mut reader, offset, &mut steps);
        }
        Self { text, steps }
    }
}

/// Walks until the value or member name that starts at `offset`, or until the place is passed.
fn walk(reader: &mut Reader<'_>, offset: u32, steps: &mut Steps) -> Result<(), Error> {
    loop {
        let kind = reader.peek()?;
        if reader.offset() >= offset {
            return Ok(());
        }
        match kind {
            Kind::Array | Kind::Object => {
                reader.open()?;
                let step = if kind == Kind::Array {
                    Step::Element(None)
                } else {
                    Step::Member(None)
                };
                // Cannot fail: the reader opens no more brackets than there is room for.
                let _ = steps.push(step);
            }
            _ => {
                reader.skip()?;
            }
        }
        if !next(reader, offset, steps)? {
            return Ok(());
        }
    }
}

/// Goes to the next value; `false` where the place is passed.
fn next(reader: &mut Reader<'_>, offset: u32, steps: &mut Steps) -> Result<bool, Error> {
    while let Some(step) = steps.last_mut() {
        let more = match step {
            Step::Element(index) => {
                let more = reader.next_element(index.is_none())?;
                *index = Some(index.map_or(0, |index| index.saturating_add(1)));
                more
            }
            Step::Member(name) => match reader.next_key(name.is_none())? {
                Some(key) => {
                    *name = Some(key);
                    if key.span().offset >= offset {
                        return Ok(false);
                    }
                    true
                }
                None => false,
            },
        };
        if more {
            return Ok(true);
        }
        if reader.offset() > offset {
            if let Some(last) = steps.last_mut() {
                *last = match last {
                    Step::Element(_) => Step::Element(None),
                    Step::Member(_) => Step::Member(None),
                };
            }
            return Ok(false);
        }
        steps.pop();
    }
    Ok(false)
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            match step {
                Step::Element(None) | Step::Member(None) => {}
                Step::Element(Some(index)) => write!(f, "/{index}")?,
                Step::Member(Some(name)) => {
                    f.write_char('/')?;
                    for char in name.view(self.text).chars() {
                        match char {
                            '~' => f.write_str("~0")?,
                            '/' => f.write_str("~1")?,
                            _ => f.write_char(char)?,
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString as _;

    use super::*;

    const TEXT: &str = r#" {"flow" : [ {"id":"a"}, {"x/y~":[1, {"\u006b":2}], "z":3} ] } "#;

    #[track_caller]
    fn check(needle: &str, expected: &str) {
        let offset = TEXT.find(needle).unwrap();
        let pointer = Pointer::new(TEXT, u32::try_from(offset).unwrap());
        assert_eq!(pointer.to_string(), expected, "{needle}");
    }

    #[test]
    fn values_and_names_are_pointed_at() {
        check("{\"flow\"", "");
        check("\"flow\"", "/flow");
        check("[ {", "/flow");
        check("{\"id\"", "/flow/0");
        check("\"a\"", "/flow/0/id");
        check("\"x/y~\"", "/flow/1/x~1y~0");
        check("1,", "/flow/1/x~1y~0/0");
        check("2}", "/flow/1/x~1y~0/1/k");
        check("3}", "/flow/1/z");
    }

    #[test]
    fn a_broken_text_points_to_what_is_open() {
        let text = r#"[{"id":"a"},{"id":tru}]"#;
        let pointer = Pointer::new(text, 18);
        assert_eq!(pointer.to_string(), "/1/id");
        assert_eq!(Pointer::new("[1,2", 4).to_string(), "/1");
        assert_eq!(Pointer::new("", 0).to_string(), "");
        assert_eq!(Pointer::new("[] x", 3).to_string(), "");
    }
}
