//! `F2005`: a field that the type of the node requires. Source: `FaceSign` node reference.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::rules::Rule;
use crate::span::Span;

/// The object at `span` lacks `field`.
pub(crate) fn found(field: &'static str, span: Span) -> Finding {
    Finding::new(Rule::MissingField, span, Detail::Known(field))
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "`{}` is missing", said.known())
}

pub(super) fn help(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "add `{}`", said.known())
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn every_level_is_checked() {
        check_node(r#"{"id":"a","type":"conversation"}"#, &["F2005 /1", "F2005 /1"]);
        check_node(r#"{"id":"a","type":"conversation","prompt":"p","outcomes":[{"id":"x","condition":""}]}"#,
        &["F2005 /1/outcomes/0"]);
        check_node(r#"{"id":"a","type":"data_validation","validation":{"action":"exists"},
        "outcomes":[{"id":"x","condition":"ok","targetNodeId":"e"}]}"#, &["F2005 /1/validation"]);
    }

    #[test]
    fn an_operand_needs_what_its_type_says() {
        check_node(r#"{"id":"a","type":"external_call","outcome":"e","request":{"url":"u","vars":[
        {"name":"n","value":{"type":"literal","value":1}}, {"name":"n","value":{"type":"ref","source":"providedData"}}]}}"#,
        &["F2005 /1/request/vars/1/value"]);
    }
}
