//! `F5008`: one look without a face ends the flow.
//!
//! Source: `FaceSign` known behaviours: liveness sometimes reports `noFace` for a person who is there (bad light, a
//! tilted head); its advice is to go on from there.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::model::{Flow, NOWHERE, Node};
use crate::rules::Rule;
use crate::schema::NodeType;

/// A liveness check whose `noFace` leads to an end that a success does not lead to at once.
pub(super) fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) {
    let flow = facts.flow;
    for (_, node) in facts.nodes() {
        if node.kind != Some(NodeType::LivenessDetection) {
            continue;
        }
        let Some(no_face) = target(flow, node, "noFace") else {
            continue;
        };
        let ends = flow.nodes.get(usize::from(no_face)).is_some_and(|node| node.kind == Some(NodeType::End));
        if ends && target(flow, node, "livenessDetected") != Some(no_face) {
            sink.emit(Finding::new(Rule::NoFaceEndsFlow, node.span, Detail::Name(node.id)));
        }
    }
}

fn target(flow: Flow<'_>, node: &Node, outcome: &str) -> Option<u16> {
    let edge = flow.edges_of(node).iter().find(|edge| edge.label.name().is(flow.text, outcome))?;
    (edge.target != NOWHERE).then_some(edge.target)
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "one look without a face in {} ends the flow", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead `noFace` to a conversation that asks the person to face the light, and from there back")
}

#[cfg(test)]
mod tests {
    use crate::testing::advice;

    #[test]
    fn an_end_of_its_own_is_found() {
        let flow = |no_face: &str, success: &str| std::format!(r#"[{{"id":"s","type":"start","outcome":"m"}},{{"id":"m","type":"two_factor_sms","outcomes":{{"verified":"l","delivery_failed":"x","failed_unverified":"x","cancelled":"x","error":"x"}}}},
        {{"id":"l","type":"liveness_detection","outcomes":{{"livenessDetected":"{success}","deepfakeDetected":"x","noFace":"{no_face}","inconclusive":"x"}}}},{{"id":"e","type":"end"}},{{"id":"x","type":"end"}}]"#);
        let speaks = |flow: std::string::String| advice(&flow) == ["F5008 /2"];
        assert!(speaks(flow("x", "e")));
        assert!(!speaks(flow("m", "e")));
        assert!(!speaks(flow("e", "e")));
    }
}
