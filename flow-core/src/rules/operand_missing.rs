//! `F2018`: a comparison without `right`. Source: `FaceSign` node types, field condition.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::rules::Rule;
use crate::span::Span;

/// The comparison at `span` has no `right`, which `operator` needs.
pub(crate) fn found(operator: &'static str, span: Span) -> Finding {
    Finding::new(Rule::OperandMissing, span, Detail::Known(operator))
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "operator `{}` needs `right`", said.known())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("add `right`, or use `exists` or `notExists`")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn exists_needs_nothing_and_the_others_do() {
        check_node(r#"{"id":"a","type":"field_condition","default":"e","rules":[
        {"left":{"source":"providedData","field":"f"},"operator":"notExists","outcome":"e"},
        {"left":{"source":"providedData","field":"f"},"operator":"gt","outcome":"x"}]},{"id":"x","type":"end"}"#, &["F2018 /1/rules/1"]);
    }
}
