//! `F4003`: a comparison of an image that was never taken. Source: `FaceSign` node types, sources of `face_compare`.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Severity, Sink, Walked};
use crate::graph::{Fact, Facts};
use crate::model::{Edge, again};
use crate::rules::Rule;
use crate::schema::NodeType;

/// Image sources with the node type that takes the image, and the outcomes after which it is there.
const TAKEN: [(&str, NodeType, &[&str]); 2] = [
    ("faceScan", NodeType::FaceScan, &["passed", "notPassed"]),
    ("documentPhoto", NodeType::DocumentScan, &["scanSuccess"]),
];

/// Every image of a comparison that some path has not taken; an error where no path has.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    let flow = facts.flow;
    let Some(entry) = flow.entry().filter(|_| facts.whole) else {
        return;
    };
    if !flow.nodes.iter().any(|node| node.is_a(NodeType::FaceCompare)) {
        return;
    }
    for (source, taker, outcomes) in TAKEN {
        let takes = |position: usize, edge: &Edge| {
            let name = edge.label.name().view(flow.text);
            flow.nodes.get(position).is_some_and(|node| node.is_a(taker))
                && outcomes.iter().any(|outcome| name == **outcome)
        };
        note_beyond(facts, &takes);
        facts.begin();
        facts.find(entry, None);
        facts.spread(&|position, edge| !takes(position, edge), &|_| false);
        for (position, node) in facts.nodes() {
            if !node.is_a(NodeType::FaceCompare) || !facts.is_found(position) {
                continue;
            }
            let mut images = again::images(flow.text, node).into_iter().flatten();
            if let Some(image) = images.find(|image| image.source.is(flow.text, source)) {
                let ever = facts.has(position, Fact::NOTED);
                let severity = if ever { Severity::Warning } else { Severity::Error };
                let path = Detail::path(|| facts.path(position));
                let finding = Finding::new(Rule::CompareWithoutSource, image.source.span(), path);
                sink.emit(finding.with_severity(severity));
            }
        }
    }
}

/// Notes every node that comes behind a taken image.
fn note_beyond(facts: &mut Facts<'_>, takes: &dyn Fn(usize, &Edge) -> bool) {
    facts.begin();
    for (position, node) in facts.nodes() {
        for edge in facts.flow.edges_of(node) {
            if takes(position, edge) {
                facts.find(usize::from(edge.target), None);
            }
        }
    }
    facts.spread(&|_, _| true, &|_| false);
    for (position, _) in facts.nodes() {
        if facts.is_found(position) {
            facts.set(position, Fact::NOTED);
        } else {
            facts.unset(position, Fact::NOTED);
        }
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.finding.detail() {
        Detail::Path(path) => write!(f, "the image is not taken on the path {}", Walked(&path, said.text)),
        _ => f.write_str("the image is not taken"),
    }
}

pub(super) fn help(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(match said.finding.severity {
        Severity::Error => "put the scan before this node: without it the outcome is always `imageUnavailable`",
        _ => "lead every path through the scan, or end those on which it was not completed",
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    fn flow(first: &str, cancelled: &str) -> std::string::String {
        std::format!(r#"{{"id":"a","type":"conversation","prompt":"Say hello and explain the check to the person in detail","outcomes":[{{"id":"o","condition":"","targetNodeId":"{first}"}}]}},
        {{"id":"d","type":"document_scan","scanningMode":"single","allowedDocumentTypes":["id"],"outcomes":{{"scanSuccess":"c","userCancelled":"{cancelled}","scanTimeout":"e"}}}},
        {{"id":"c","type":"face_compare","sourceA":{{"source":"sessionVideo"}},"sourceB":{{"source":"documentPhoto"}},"outcomes":{{"match":"x","noMatch":"e","imageUnavailable":"e"}}}},
        {{"id":"x","type":"end"}}"#)
    }

    #[test]
    fn the_scan_must_be_completed_on_every_path() {
        check_node(&flow("d", "e"), &[]);
        check_node(&flow("d", "c"), &["F4003 /3/sourceB/source"]);
        check_node(&flow("c", "c"), &["F3004 /2", "F4003 /3/sourceB/source"]);
    }

    #[test]
    fn the_path_is_named_and_no_path_at_all_is_an_error() {
        let severity = |first: &str| {
            let flow = std::format!(r#"[{{"id":"s","type":"start","outcome":"a"}},{},{{"id":"e","type":"end"}}]"#, flow(first, "c"));
            let mut report = crate::Report::<4>::new();
            crate::validate(flow.as_bytes(), &mut crate::Gateway::new(), &mut report);
            let finding = report.findings().iter().find(|finding| finding.rule == crate::Rule::CompareWithoutSource).unwrap();
            (finding.severity, std::format!("{}", finding.message(&flow)))
        };
        let (warning, text) = severity("d");
        assert_eq!(warning, crate::Severity::Warning);
        if cfg!(feature = "messages") {
            assert_eq!(text, "the image is not taken on the path `s` → `a` → `d` → `c`");
        }
        assert_eq!(severity("c").0, crate::Severity::Warning, "the scan leads here all the same");
    }
}
