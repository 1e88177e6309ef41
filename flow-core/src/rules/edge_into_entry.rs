//! `F3006`: an edge back into the start node, which takes no action.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::rules::Rule;
use crate::schema::NodeType;

/// Every edge whose target is a start node.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    for edge in facts.flow.edges {
        // No node stands at `NOWHERE`.
        let target = facts.flow.nodes.get(usize::from(edge.target));
        if target.is_some_and(|node| node.is_a(NodeType::Start)) {
            let name = Detail::Name(edge.target_id);
            sink.emit(Finding::new(Rule::EdgeIntoEntry, edge.target_id.span(), name));
        }
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "this edge leads back to the start node {}", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead it to the node that the start leads to")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn the_target_is_the_place() {
        check_node(r#"{"id":"a","type":"enter_email","outcomes":{"emailEntered":"e","canceled":"s"}}"#, &["F3006 /1/outcomes/canceled"]);
    }
}
