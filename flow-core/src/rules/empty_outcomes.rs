//! `F2014`: no way out. Source: `FaceSign` node types, where these lists are not empty.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::rules::Rule;
use crate::span::Span;

/// The list at `span` is empty.
pub(crate) fn found(span: Span) -> Finding {
    Finding::new(Rule::EmptyOutcomes, span, Detail::None)
}

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("this list is empty, so nothing leads out of it")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("add at least one element with the id of the next node")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn lists_of_outcomes_and_of_comparisons_are_not_empty() {
        check_node(r#"{"id":"a","type":"conversation","prompt":"p","outcomes":[]}"#, &["F2014 /1/outcomes"]);
        check_node(r#"{"id":"a","type":"field_condition","rules":[],"default":"e"}"#, &["F2014 /1/rules"]);
    }
}
