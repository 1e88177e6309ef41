//! `F2001`: a node without `id`. Source: `FaceSign` node reference, base fields.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::rules::Rule;
use crate::span::Span;

/// The node at `span` has none.
pub(crate) fn found(span: Span) -> Finding {
    Finding::new(Rule::MissingId, span, Detail::None)
}

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("this node has no `id`")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("add an `id` that no other node has")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn the_node_is_the_place_and_it_is_not_called_unreachable() {
        check_node(r#"{"type":"end"}"#, &["F2013 /0/outcome", "F2001 /1"]);
    }
}
