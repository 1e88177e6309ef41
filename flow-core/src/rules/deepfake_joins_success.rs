//! `F4007`: a detected deepfake goes on as a live person does. Source: `FaceSign` node types, meaning of the outcomes.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::rules::Rule;

/// Every `deepfakeDetected` that leads to where `livenessDetected` leads, without another pass of the check.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    for (position, node) in facts.nodes() {
        if let Some(edge) = facts.rejoins(position, node, "deepfakeDetected") {
            let detail = Detail::Name(edge.target_id);
            sink.emit(Finding::new(Rule::DeepfakeJoinsSuccess, edge.target_id.span(), detail));
        }
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "a detected deepfake leads by {} to where a live person goes on", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead it to an end of its own or to a review: no field of a session report says that it failed")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    pub(crate) fn flow(deepfake: &str, inconclusive: &str) -> std::string::String {
        std::format!(r#"{{"id":"a","type":"conversation","prompt":"Say hello and explain the check to the person in detail","outcomes":[{{"id":"o","condition":"","targetNodeId":"l"}}]}},
        {{"id":"l","type":"liveness_detection","outcomes":{{"livenessDetected":"ok","deepfakeDetected":"{deepfake}","noFace":"e","inconclusive":"{inconclusive}"}}}},
        {{"id":"ok","type":"conversation","prompt":"p","outcomes":[{{"id":"o","condition":"","targetNodeId":"x"}}]}},
        {{"id":"on","type":"conversation","prompt":"p","outcomes":[{{"id":"o","condition":"","targetNodeId":"ok"}}]}},{{"id":"x","type":"end"}}"#)
    }

    #[test]
    fn joining_is_seen_through_other_nodes_and_retrying_is_none() {
        check_node(&flow("on", "e"), &["F4007 /2/outcomes/deepfakeDetected"]);
        check_node(&flow("ok", "e"), &["F4007 /2/outcomes/deepfakeDetected", "F3004 /4"]);
        check_node(&flow("a", "e"), &["F3004 /4"]);
        check_node(&flow("x", "e"), &["F3004 /4"]);
    }
}
