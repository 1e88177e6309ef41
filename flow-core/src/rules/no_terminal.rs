//! `F3003`: no end node. Source: `FaceSign` node reference: at least one.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::rules::Rule;
use crate::schema::NodeType;
use crate::span::Span;

/// Silent where a node without known type may be an end.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    if !facts.may_have(NodeType::End) {
        let span = Span { offset: facts.flow.start(), len: 1 };
        sink.emit(Finding::new(Rule::NoTerminal, span, Detail::None));
    }
}

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("the flow has no end node, so that no session can complete")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("add `{\"id\":\"end\",\"type\":\"end\"}` and lead an outcome to it")
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn traps_are_not_reported_besides() {
        check(r#"[{"id":"s","type":"start","outcome":"c"},{"id":"c","type":"conversation","prompt":"p","outcomes":[{"id":"o","condition":"","targetNodeId":"c"}]}]"#, &["F3003 "]);
    }
}
