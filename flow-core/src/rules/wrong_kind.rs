//! `F2006`: a value of another kind than its field takes.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Expected, Finding};
use crate::rules::Rule;
use crate::span::Span;

/// The value at `span` is not what `field`, or the list that it is an element of, takes.
#[cold]
pub(crate) fn found(field: Option<&'static str>, expected: Expected, span: Span) -> Finding {
    Finding::new(Rule::WrongKind, span, Detail::Kind { field, expected })
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.finding.detail() {
        Detail::Kind { field: Some(field), expected } => write!(f, "`{field}` must be {}", expected.text()),
        Detail::Kind { expected, .. } => write!(f, "this must be {}", expected.text()),
        _ => f.write_str("this value is of the wrong kind"),
    }
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("write a value of this kind, or leave an optional field out")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn each_kind_is_checked() {
        check_node("7", &["F2013 /0/outcome", "F2006 /1"]);
        check_node(r#"{"id":"a","type":"permissions","permissions":{"camera":"yes"},"prompt":1,
        "outcomes":{"permissionsGranted":"e","permissionsDenied":null}}"#,
        &["F2006 /1/permissions/camera", "F2006 /1/prompt", "F2006 /1/outcomes/permissionsDenied"]);
        check_node(r#"{"id":"a","type":"conversation","prompt":"p","outcomes":{"x":"e"}}"#, &["F2006 /1/outcomes"]);
        check_node(r#"{"id":"a","type":"conversation","prompt":"p","outcomes":[7]}"#, &["F2006 /1/outcomes/0"]);
        check_node(r#"{"id":"a","type":["x"]}"#, &["F2006 /1/type"]);
    }

    #[test]
    fn whole_numbers_are_told_from_others() {
        check_node(r#"{"id":"a","type":"two_factor_sms","otpLength":6.5,"expirySeconds":1.5,"maxAttempts":"3",
        "outcomes":{"verified":"e","delivery_failed":"e","failed_unverified":"e","cancelled":"x","error":"e"}},{"id":"x","type":"end"}"#,
        &["F2006 /1/otpLength", "F2006 /1/maxAttempts"]);
    }
}
