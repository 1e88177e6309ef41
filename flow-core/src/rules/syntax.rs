//! `F1001`: a violation of RFC 8259. Nothing else is said about such a text.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::json::{Error, ErrorKind};
use crate::limits::{Limit, MAX_TEXT_BYTES};
use crate::rules::Rule;
use crate::span::Span;

/// The finding for a text that is not JSON: this rule, or the one of its own that a limit or an encoding has.
pub(crate) fn found(error: Error) -> Finding {
    let span = Span { offset: error.offset, len: 0 };
    let (rule, detail) = match error.kind {
        ErrorKind::InvalidUtf8 => (Rule::InvalidUtf8, Detail::None),
        ErrorKind::TooDeep => (Rule::TooDeep, Detail::None),
        ErrorKind::TooLong => {
            let max = u32::try_from(MAX_TEXT_BYTES).unwrap_or(u32::MAX);
            (Rule::CapacityExceeded, Detail::Limit { limit: Limit::TextBytes, max })
        }
        ErrorKind::TrailingData => (Rule::TrailingData, Detail::None),
        kind => (Rule::Syntax, Detail::Syntax(kind)),
    };
    Finding::new(rule, span, detail)
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.finding.detail() {
        _ if is_marked(said) => f.write_str("this is not JSON: a byte order mark stands before it"),
        _ if is_blank(said) => f.write_str("this is not JSON: there is no text"),
        Detail::Syntax(kind) => write!(f, "this is not JSON: {kind}"),
        _ => f.write_str("this is not JSON"),
    }
}

pub(super) fn help(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(if is_marked(said) {
        "save it as UTF-8 without a byte order mark; everything else is checked after that"
    } else if is_blank(said) {
        "give an array of nodes, or an object with such an array under `flow`"
    } else {
        "correct the text at this place; everything else is checked after that"
    })
}

/// Whether the text begins with what some editors put before it, which no one sees there.
fn is_marked(said: &Said<'_>) -> bool {
    said.text.starts_with('\u{feff}')
}

/// Whether there is nothing but white space of JSON.
fn is_blank(said: &Said<'_>) -> bool {
    said.text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn the_first_violation_is_the_only_finding() {
        check("[{\"id\":\"a\",}]", &["F1001 /0/id"]);
        check("", &["F1001 "]);
        check("[{\"id\":1},{\"type\":tru}]", &["F1001 /1/type"]);
        check("nope", &["F1001 "]);
        check("[1e999]", &["F1001 /0"]);
    }
}
