//! `F2003`: a node without `type`.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::rules::Rule;
use crate::span::Span;

/// The node at `span` has none.
pub(crate) fn found(span: Span) -> Finding {
    Finding::new(Rule::MissingType, span, Detail::None)
}

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("this node has no `type`")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("add a `type`, such as `conversation`, `liveness_detection` or `end`")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn the_node_is_the_place_and_nothing_is_guessed_about_it() {
        check_node(r#"{"id":"a","outcomes":{}}"#, &["F2003 /1"]);
    }
}
