//! `F2008`: a number outside the range of its field. Source: `FaceSign` node reference.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::rules::Rule;
use crate::span::Span;

/// The number at `span` lies outside the range of `field`.
pub(crate) fn found(field: &'static str, (min, max): (u32, u32), span: Span) -> Finding {
    Finding::new(Rule::OutOfRange, span, Detail::Range { field, min, max })
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.finding.detail() {
        Detail::Range { field, min, max: u32::MAX } => write!(f, "`{field}` must be {min} or more"),
        Detail::Range { field, min, max } => write!(f, "`{field}` must be from {min} to {max}"),
        _ => f.write_str("the number is out of range"),
    }
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("change the number")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn both_bounds_are_kept() {
        for (length, findings) in [("3", 1), ("4", 0), ("8", 0), ("9", 1), ("-6", 1), ("6e0", 0)] {
        let node = std::format!(r#"{{"id":"a","type":"two_factor_email","otpLength":{length},
        "outcomes":{{"verified":"e","delivery_failed":"e","failed_unverified":"e","cancelled":"x","error":"e"}}}},{{"id":"x","type":"end"}}"#);
        check_node(&node, &["F2008 /1/otpLength"][..findings]);
        }
    }
}
