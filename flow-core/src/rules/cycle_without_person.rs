//! `F3007`: a cycle that turns without the person: nothing new can happen in it, and nobody can leave it.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::{Fact, Facts};
use crate::model::{Marks, Node};
use crate::rules::Rule;

/// The first node of every reached cycle in which no node waits for the person.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    if !facts.any(Fact::CYCLIC) {
        return;
    }
    facts.components(&|node| !waits(node));
    for (position, node) in facts.nodes() {
        let is = |fact| facts.has(position, fact);
        if is(Fact::FIRST) && is(Fact::CYCLIC) && is(Fact::REACHED) {
            sink.emit(Finding::new(Rule::CycleWithoutPerson, node.span, Detail::Name(node.id)));
        }
    }
}

fn waits(node: &Node) -> bool {
    let waits = |node_type: crate::schema::NodeType| node_type.spec().traits.waits_for_person;
    node.kind.is_none_or(waits) && !node.marks.has(Marks::NO_REPLY)
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "the cycle through {} never waits for the person", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead the way back through a conversation, in which the person can change something")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn a_video_check_that_repeats_itself_spins() {
        check_node(r#"{"id":"a","type":"conversation","prompt":"Say hello and explain the check to the person in detail","outcomes":[{"id":"o","condition":"","targetNodeId":"r"}]},
        {"id":"r","type":"recognition","outcomes":{"recognized":"e","newUser":"e","noFace":"r"}}"#, &["F3007 /2"]);
    }

    #[test]
    fn a_conversation_in_between_breaks_the_spin() {
        check_node(r#"{"id":"a","type":"conversation","prompt":"Say hello and explain the check to the person in detail","outcomes":[{"id":"o","condition":"","targetNodeId":"r"}]},
        {"id":"r","type":"recognition","outcomes":{"recognized":"e","newUser":"e","noFace":"a"}}"#, &[]);
    }
}
