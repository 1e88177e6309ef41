//! `F4008`: no verdict is taken for a pass. Source: `FaceSign` node types since SDK 1.0.44: never to the happy path by default.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Fix, NewText, Sink};
use crate::graph::Facts;
use crate::rules::Rule;

/// Every `inconclusive` that leads to where `livenessDetected` leads, without another pass of the check.
///
/// Where `noFace` does not, its target is offered: the API sends an `inconclusive` there that is not linked.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    for (position, node) in facts.nodes() {
        let Some(edge) = facts.rejoins(position, node, "inconclusive") else {
            continue;
        };
        let fix = match facts.edge(node, "noFace") {
            Some(no_face) if facts.rejoins(position, node, "noFace").is_none() => {
                Some(Fix::replace(edge.target_id, NewText::Copied(no_face.target_id), false))
            }
            _ => None,
        };
        let detail = Detail::Name(edge.target_id);
        let finding = Finding::new(Rule::InconclusiveJoinsSuccess, edge.target_id.span(), detail);
        sink.emit(finding.with_fix(fix));
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "a check without verdict leads by {} to where a live person goes on", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead it to a retry, another check or a review: the fault is the check's, and nothing was proved")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    fn flow(no_face: &str, inconclusive: &str) -> std::string::String {
        std::format!(r#"{{"id":"a","type":"conversation","prompt":"Say hello and explain the check to the person in detail","outcomes":[{{"id":"o","condition":"","targetNodeId":"l"}}]}},
        {{"id":"l","type":"liveness_detection","outcomes":{{"livenessDetected":"x","deepfakeDetected":"e","noFace":"{no_face}","inconclusive":"{inconclusive}"}}}},
        {{"id":"x","type":"end"}}"#)
    }

    #[test]
    fn no_face_may_go_on_and_no_verdict_may_not() {
        check_node(&flow("x", "e"), &[]);
        check_node(&flow("e", "x"), &["F4008 /2/outcomes/inconclusive"]);
        check_node(&flow("x", "a"), &[]);
    }

    #[test]
    fn the_target_of_no_face_is_offered_where_it_is_no_pass() {
        let fix = |no_face: &str| {
            let flow = std::format!(r#"[{{"id":"s","type":"start","outcome":"a"}},{},{{"id":"e","type":"end"}}]"#, flow(no_face, "x"));
            let mut report = crate::Report::<4>::new();
            crate::validate(flow.as_bytes(), &mut crate::Gateway::new(), &mut report);
            let finding = report.findings()[0];
            finding.fix().map(|fix| (fix.applicability, std::format!("{}", fix.replacement(&flow))))
        };
        assert_eq!(fix("a"), Some((crate::Applicability::Unsafe, "\"a\"".into())));
        assert_eq!(fix("x"), None);
    }
}
