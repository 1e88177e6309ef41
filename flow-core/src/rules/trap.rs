//! `F3005`: no way to an end. Follows from the documented rules that every outcome is linked and an end exists.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::{Fact, Facts};
use crate::rules::Rule;
use crate::schema::NodeType;

/// The first node of every reached part that has no way out and no end. What leads there only is its consequence.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    if facts.all(Fact::ENDS) || !facts.may_have(NodeType::End) {
        return;
    }
    for (position, node) in facts.nodes() {
        let is = |fact| facts.has(position, fact);
        if is(Fact::FIRST) && is(Fact::BOTTOM) && is(Fact::REACHED) && !is(Fact::ENDS) {
            sink.emit(Finding::new(Rule::Trap, node.span, Detail::Name(node.id)));
        }
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "no path leads from {} to an end", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead one of the outcomes here to an end node, directly or through others")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn a_closed_circle_is_one_finding() {
        let say = |id: &str, to: &str| std::format!(r#"{{"id":"{id}","type":"conversation","prompt":"p","outcomes":[{{"id":"o","condition":"","targetNodeId":"{to}"}}]}}"#);
        let ask = r#"{"id":"a","type":"enter_email","outcomes":{"emailEntered":"b","canceled":"e"}}"#;
        check_node(&[ask.into(), say("b", "c"), say("c", "d"), say("d", "c")].join(","), &["F3005 /3"]);
    }
}
