//! `F4012`: two outcomes of a node with one condition: a model cannot tell which one to take.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Severity, Sink};
use crate::graph::Facts;
use crate::json::{JsonStr, StrRef};
use crate::limits::CONDITIONS_COMPARED;
use crate::model::Edge;
use crate::rules::Rule;

/// Every condition that an earlier outcome has, too, up to case and closing marks. Empty ones are another rule's.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    for (_, node) in facts.nodes() {
        let edges = facts.flow.edges_of(node);
        if edges.len() > 1 && edges.iter().any(|edge| edge.condition != 0) {
            compare(edges, facts.flow.text, sink);
        }
    }
}

/// Compares each condition with the last ones before it, which are kept in a ring.
fn compare(edges: &[Edge], text: &str, sink: &mut Sink<'_>) {
    let mut earlier = [(StrRef::NONE, 0u16); CONDITIONS_COMPARED];
    let mut slots = (0..CONDITIONS_COMPARED).cycle();
    for edge in edges {
        let condition = edge.condition(text);
        let said = bare(condition.view(text));
        if said.is_empty() {
            continue;
        }
        let mut known = earlier.iter().take_while(|(other, _)| !other.is_none());
        if let Some((_, target)) = known.find(|(other, _)| same(bare(other.view(text)), said)) {
            let severity = if *target == edge.target { Severity::Warning } else { Severity::Error };
            let finding = Finding::new(Rule::DuplicateCondition, condition.span(), Detail::Name(condition));
            sink.emit(finding.with_severity(severity));
        }
        if let Some(cell) = slots.next().and_then(|slot| earlier.get_mut(slot)) {
            *cell = (condition, edge.target);
        }
    }
}

/// A condition without the blanks and marks round it.
fn bare(condition: JsonStr<'_>) -> JsonStr<'_> {
    condition.trimmed(|byte| byte.is_ascii_whitespace() || matches!(byte, b'.' | b'!' | b',' | b';'))
}

fn same(one: JsonStr<'_>, other: JsonStr<'_>) -> bool {
    match (one.as_plain(), other.as_plain()) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        _ => one == other,
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "an earlier outcome of this node has the condition {}, too", said.name())
}

pub(super) fn help(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(match said.finding.severity {
        Severity::Error => "say what tells this outcome from the other one: they lead to different nodes",
        _ => "remove one of both outcomes, or say what tells them apart",
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    fn talk(conditions: [&str; 3], targets: [&str; 3]) -> std::string::String {
        let outcome = |at: usize| std::format!(r#"{{"id":"o{at}","condition":"{}","targetNodeId":"{}"}}"#, conditions[at], targets[at]);
        std::format!(r#"{{"id":"a","type":"conversation","prompt":"p","outcomes":[{},{},{}]}},{{"id":"x","type":"end"}}"#, outcome(0), outcome(1), outcome(2))
    }

    #[test]
    fn case_and_closing_marks_do_not_tell_conditions_apart() {
        check_node(&talk(["the person agrees", "the person refuses", "The person agrees."], ["e", "x", "e"]), &["F4012 /1/outcomes/2/condition"]);
        check_node(&talk(["the person agrees", "the person refuses", "the person agrees to pay"], ["e", "x", "e"]), &[]);
        check_node(&talk(["yes", "no", "\\u0079es"], ["e", "x", "x"]), &["F4012 /1/outcomes/2/condition"]);
    }

    #[test]
    fn what_leads_elsewhere_cannot_work() {
        let severity = |third: &str| {
            let flow = std::format!(r#"[{{"id":"s","type":"start","outcome":"a"}},{},{{"id":"e","type":"end"}}]"#, talk(["yes", "no answer", "yes"], ["e", "x", third]));
            let mut report = crate::Report::<4>::new();
            crate::validate(flow.as_bytes(), &mut crate::Gateway::new(), &mut report);
            report.findings()[0].severity
        };
        assert_eq!((severity("e"), severity("x")), (crate::Severity::Warning, crate::Severity::Error));
    }
}
