//! `F2011`: an outcome that is not linked. Source: `FaceSign` node types, which are total records of outcomes.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Applicability, Detail, Edit, Finding, Fix, NewText, Severity, Sink};
use crate::graph::Facts;
use crate::model::{Edge, Marks, NOWHERE, Node, again};
use crate::rules::Rule;
use crate::schema;
use crate::span::Span;

/// The outcome map at `span` lacks `outcome`.
pub(crate) fn found(outcome: &'static str, span: Span) -> Finding {
    Finding::new(Rule::MissingOutcome, span, Detail::Known(outcome))
}

/// Outcomes that the API fills from another one and warns about, `inconclusive` since SDK 1.0.44.
///
/// Copying the same target here is certain only where that target does not lead on to success: the outcome is no pass.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    for (position, node) in facts.nodes() {
        if !node.marks.has(Marks::FILLED) {
            continue;
        }
        let fields = node.kind.map_or(&[][..], |node_type| node_type.spec().fields);
        let outcomes = fields.iter().find_map(|field| match field.kind {
            schema::Kind::Outcomes(outcomes) => Some(outcomes),
            _ => None,
        });
        for outcome in outcomes.unwrap_or_default() {
            if let Some(from) = outcome.need.filled_from() {
                let finding = found(outcome.name, again::member(facts.flow.text, node, "outcomes").unwrap_or(node.span))
                    .with_severity(Severity::Warning)
                    .with_fix(fill(facts, position, node, outcome.name, from));
                sink.emit(finding);
            }
        }
    }
}

fn fill(facts: &mut Facts<'_>, position: usize, node: &Node, name: &'static str, from: &str) -> Option<Fix> {
    // A copy of a target that does not exist would be one more mistake; and where the success does not exist, nobody
    // knows what leads on to it.
    let resolved = |edge: &&Edge| edge.target != NOWHERE;
    let source = facts.edge(node, from).filter(resolved)?;
    let success = facts.edge(node, "livenessDetected").filter(resolved)?;
    let (target, success) = (usize::from(source.target), usize::from(success.target));
    let applicability = if facts.leads_to(target, success, position) == Some(false) {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    Some(Fix {
        applicability,
        edit: Edit::InsertMember {
            at: source.target_id.span().end(),
            name,
            value: NewText::Copied(source.target_id),
        },
    })
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "outcome `{}` is not linked", said.known())
}

pub(super) fn help(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (said.finding.severity, said.finding.fix()) {
        (Severity::Warning, Some(fix)) if fix.applicability != Applicability::Safe => write!(
            f,
            "link `{}` on purpose: the API would send it where `noFace` goes, which here leads on to success",
            said.known()
        ),
        (Severity::Warning, _) => write!(
            f,
            "link `{}` to a retry or a failure branch: the API would send it where `noFace` goes",
            said.known()
        ),
        _ => write!(f, "add `{}` with the id of the next node", said.known()),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_node, fixed};

    #[test]
    fn outcomes_of_maps_and_exits_are_required() {
        check_node(r#"{"id":"a","type":"enter_email","outcomes":{"emailEntered":"e"}}"#, &["F2011 /1/outcomes"]);
        check_node(r#"{"id":"a","type":"conversation","prompt":"p","outcomes":[{"id":"x","condition":"done","targetNodeId":"e"}],
        "awaitExternal":{"request":{"url":"u"},"poll":{"intervalMs":1,"timeoutMs":1},"exits":{"onDataReady":"e","onError":"e"}}}"#,
        &["F2011 /1/awaitExternal/exits"]);
    }

    #[test]
    fn a_missing_inconclusive_follows_no_face_where_that_is_no_success() {
        let flow = |no_face: &str| std::format!(r#"[{{"id":"s","type":"start","outcome":"g"}},
        {{"id":"g","type":"conversation","prompt":"Say hello and explain the check to the person in detail","outcomes":[{{"id":"o","condition":"","targetNodeId":"l"}}]}},
        {{"id":"l","type":"liveness_detection","outcomes":{{"livenessDetected":"ok","deepfakeDetected":"bad","noFace":"{no_face}"}}}},
        {{"id":"ok","type":"end"}},{{"id":"bad","type":"end"}}]"#);
        crate::testing::check(&flow("bad"), &["F2011 /2/outcomes"]);
        assert!(fixed(&flow("bad")).contains(r#""noFace":"bad","inconclusive":"bad"}"#));
        assert!(fixed(&flow("g")).contains(r#""noFace":"g","inconclusive":"g"}"#));
        assert!(!fixed(&flow("ok")).contains("inconclusive"));
    }

    #[test]
    fn a_target_that_does_not_exist_is_not_copied() {
        let fixed = fixed(r#"[{"id":"s","type":"start","outcome":"l"},
        {"id":"l","type":"liveness_detection","outcomes":{"livenessDetected":"ok","deepfakeDetected":"bad","noFace":"Bad"}},
        {"id":"ok","type":"end"},{"id":"bad","type":"end"}]"#);
        assert!(fixed.contains(r#""noFace":"bad"}}"#), "{fixed}");
    }

    #[test]
    fn nothing_is_copied_while_the_success_does_not_exist() {
        let flow = r#"[{"id":"s","type":"start","outcome":"l"},
        {"id":"l","type":"liveness_detection","outcomes":{"livenessDetected":"okay","deepfakeDetected":"bad","noFace":"ok"}},
        {"id":"ok","type":"end"},{"id":"bad","type":"end"}]"#;
        assert_eq!(fixed(flow), flow, "`okay` may stand for `ok`");
    }
}
