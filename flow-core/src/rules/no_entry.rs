//! `F3001`: no start node. Source: `FaceSign` node reference, start: exactly one per flow.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::rules::Rule;
use crate::schema::NodeType;
use crate::span::Span;

/// Silent where a node without known type may be the start.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    if !facts.may_have(NodeType::Start) {
        let span = Span { offset: facts.flow.start(), len: 1 };
        sink.emit(Finding::new(Rule::NoEntry, span, Detail::None));
    }
}

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("the flow has no start node")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("add `{\"id\":\"start\",\"type\":\"start\",\"outcome\":\"…\"}` with the id of the first node")
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn the_flow_is_the_place() {
        check(r#"[{"id":"e","type":"end"}]"#, &["F3001 "]);
        check(r#" {"flow": [{"id":"e","type":"end"}]}"#, &["F3001 /flow"]);
    }
}
