//! `F4005`: data is read before anything could be learned. Source: `FaceSign` node types, `data_validation` and operands.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::json::StrRef;
use crate::model::{Marks, Node, again};
use crate::rules::Rule;
use crate::schema::NodeType;

/// Every collected or extracted field that is read where no path has passed a node that learns something.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    let flow = facts.flow;
    if !facts.whole || !flow.nodes.iter().any(reads) {
        return;
    }
    facts.begin();
    for (_, node) in facts.nodes() {
        // What a node learns is there once it is left.
        for edge in flow.edges_of(node).iter().filter(|_| collects(node)) {
            facts.find(usize::from(edge.target), None);
        }
    }
    facts.spread(&|_, _| true, &|_| false);
    for (position, node) in facts.nodes() {
        if facts.is_found(position) || !reads(node) {
            continue;
        }
        let mut report = |field: StrRef| {
            sink.emit(Finding::new(Rule::FieldNeverCollected, field.span(), Detail::Name(field)));
        };
        if !node.is_a(NodeType::DataValidation) {
            again::extracted(flow.text, node, &mut report);
        } else if let Some(field) = again::inner_string(flow.text, node, "validation", "field") {
            report(field);
        }
    }
}

fn reads(node: &Node) -> bool {
    matches!(
        node.kind,
        Some(NodeType::DataValidation | NodeType::FieldCondition | NodeType::ExternalCall)
    )
}

fn collects(node: &Node) -> bool {
    let collects = |node_type: NodeType| node_type.spec().traits.collects;
    node.kind.is_none_or(collects) && !node.marks.has(Marks::NO_REPLY)
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "nothing before this node can have learned {}", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("put a conversation or form before it, or read the field from `providedData`")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    const GATE: &str = r#"{"id":"v","type":"data_validation","validation":{"field":"email","action":"contains","value":"@"},
        "outcomes":[{"id":"p","condition":"passed","targetNodeId":"x"},{"id":"f","condition":"failed","targetNodeId":"e"}]},{"id":"x","type":"end"}"#;

    #[test]
    fn a_field_is_learned_before_it_is_read() {
        let first = |to: &str| std::format!(r#"{{"id":"a","type":"enter_email","outcomes":{{"emailEntered":"{to}","canceled":"e"}}}},{GATE}"#);
        check_node(&first("v"), &[]);
        let hurried = std::format!(r#"{{"id":"a","type":"conversation","prompt":"Hello.","doesNotRequireReply":true,"outcomes":[{{"id":"o","condition":"","targetNodeId":"v"}}]}},{GATE}"#);
        check_node(&hurried, &["F4005 /2/validation/field"]);
    }

    #[test]
    fn only_extracted_operands_are_meant() {
        let route = |source: &str| std::format!(r#"{{"id":"a","type":"field_condition","rules":[{{"left":{{"source":"{source}","field":"age"}},"operator":"gt","right":{{"type":"literal","value":17}},"outcome":"x"}}],"default":"e"}},{{"id":"x","type":"end"}}"#);
        check_node(&route("extractedData"), &["F4005 /1/rules/0/left/field"]);
        check_node(&route("providedData"), &[]);
    }
}
