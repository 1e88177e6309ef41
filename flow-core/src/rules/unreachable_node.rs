//! `F3004`: a step that nobody can reach.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::{Array, Fact, Facts};
use crate::rules::Rule;

/// The head of every part that no start node reaches.
///
/// Silent where the edges of a reached node are not all known: they may lead here.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    if facts.all(Fact::REACHED) || !facts.whole || facts.flow.entry().is_none() {
        return;
    }
    for position in 0..facts.flow.len() {
        facts.put(Array::Cursor, position, 0);
    }
    // Components that an edge from another unreachable component enters are no heads.
    for position in 0..facts.flow.len() {
        if facts.has(position, Fact::REACHED) {
            continue;
        }
        for target in facts.flow.targets(position) {
            let component = facts.component(target);
            if component != facts.component(position) {
                facts.put(Array::Cursor, usize::from(component), 1);
            }
        }
    }
    for (position, node) in facts.nodes() {
        let head = facts.has(position, Fact::FIRST)
            && !facts.has(position, Fact::REACHED)
            && facts.get(Array::Cursor, usize::from(facts.component(position))) == 0;
        if head {
            sink.emit(Finding::new(Rule::UnreachableNode, node.span, Detail::Name(node.id)));
        }
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "no path from the start reaches {}", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead an outcome to it, or remove it together with what only it leads to")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn only_the_head_of_a_lost_part_is_reported() {
        let say = |id: &str, to: &str| std::format!(r#"{{"id":"{id}","type":"conversation","prompt":"p","outcomes":[{{"id":"o","condition":"","targetNodeId":"{to}"}}]}}"#);
        check_node(&[say("a", "e"), say("x", "y"), say("y", "e")].join(","), &["F3004 /2"]);
        check_node(&[say("a", "e"), say("x", "y"), say("y", "x")].join(","), &["F3004 /2"]);
    }
}
