//! `F3002`: more than one start node. Source: `FaceSign` node reference, start.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::rules::Rule;
use crate::schema::NodeType;

/// Every start node but the first.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    let starts = facts.nodes().filter(|(_, node)| node.kind == Some(NodeType::Start));
    for (_, node) in starts.skip(1) {
        sink.emit(Finding::new(Rule::ManyEntries, node.span, Detail::Name(node.id)));
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} is a second start node", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("keep one start node")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn the_second_one_is_the_place() {
        check_node(r#"{"id":"a","type":"end"},{"id":"b","type":"start","outcome":"e"}"#, &["F3002 /2"]);
    }
}
