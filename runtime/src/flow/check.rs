//! Checking a flow text: findings, the owned flow, and the flow with its certain corrections applied.

use flow_core::{
    Applicability as Certainty, Options, Prover, Server, prover_with, valid_text, write,
};
use serde_json::Value;

use super::finding::{Finding, Tally};
use super::owned::{Edge, Flow, Node};
use super::policy::{Demand, Policy, PolicyReport};

/// Findings of one flow that are kept; further ones are counted.
///
/// A reader, person or model, corrects the first ones and checks again.
const MAX_FINDINGS: usize = 100;

pub(super) type Report = flow_core::Report<MAX_FINDINGS>;

/// What checking a flow found.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The flow, unless an error finding of the stages text, shape or graph (F1 to F3) stands against it.
    pub flow: Option<Flow>,
    /// Findings, in the order of the text.
    pub findings: Vec<Finding>,
    /// Further findings that did not fit into the report.
    pub omitted: usize,
    /// The text with every certain correction applied in one pass; only where there was one.
    pub corrected: Option<String>,
    /// The flow in that text.
    pub suggested: Option<Value>,
    /// What became of the policies; empty where the flow cannot be walked.
    pub policies: Vec<PolicyReport>,
}

impl Checked {
    /// Whether no finding is an error.
    pub fn is_valid(&self) -> bool {
        self.errors() == 0
    }

    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        Tally::of(&self.findings).errors
    }

    /// How many findings are warnings.
    pub fn warnings(&self) -> usize {
        Tally::of(&self.findings).warnings
    }
}

/// Checks a flow: a JSON array of nodes, or an object with such an array under `flow`.
///
/// Limits: 1024 nodes, 8192 edges, 100 findings kept.
pub fn check(text: &str) -> Checked {
    check_with(text, &[])
}

/// As [`check`], and proves the clauses of policies; each one that is not proved is a finding, too (F6).
pub fn check_with(text: &str, policies: &[Policy]) -> Checked {
    check_by(text.as_bytes(), policies, Options::default())
}

/// As [`check_with`], of bytes that need not be text, with rules denied and allowed.
pub fn check_by(bytes: &[u8], policies: &[Policy], options: Options) -> Checked {
    let text = valid_text(bytes);
    // On the heap: the workspace takes a quarter of a megabyte, which is much for the stack of a worker thread.
    let mut workspace = Box::<Server>::default();
    let mut report = Box::new(Report::new());
    let mut prover = prover_with(bytes, &mut workspace, &mut report, options);
    let mut demands = Vec::new();
    let judge = |prover: &mut Prover<'_>| {
        let judged = policies
            .iter()
            .map(|policy| policy.judge(prover, &mut report, &mut demands));
        judged.collect()
    };
    let policies = prover.as_mut().map(judge).unwrap_or_default();
    let corrected = corrected(text, &report);
    Checked {
        flow: prover.and_then(|prover| owned(prover.flow(), text)),
        findings: report
            .findings()
            .iter()
            .map(|found| demanded(Finding::new(found, text), found, &mut demands))
            .collect(),
        omitted: usize::try_from(report.omitted()).unwrap_or(usize::MAX),
        suggested: corrected.as_deref().and_then(array),
        corrected,
        policies,
    }
}

/// A finding with the clause that it stands for. Those of two clauses may be equal: each takes one.
fn demanded(
    mut finding: Finding,
    found: &flow_core::Finding,
    demands: &mut Vec<Demand>,
) -> Finding {
    if let Some(at) = demands.iter().position(|demand| demand.found == *found) {
        let clause = demands.remove(at).clause;
        finding.message = format!("{} ({clause})", finding.message);
    }
    finding
}

/// What `ask` learns about the flow in a text; `None` where it cannot be walked.
pub(super) fn prove<T>(text: &str, ask: impl FnOnce(&mut Prover<'_>) -> T) -> Option<T> {
    let mut workspace = Box::<Server>::default();
    let mut report = flow_core::Report::<0>::new();
    let options = Options {
        rules: flow_core::RuleSet::STRUCTURE,
        ..Options::default()
    };
    prover_with(text.as_bytes(), &mut workspace, &mut report, options)
        .as_mut()
        .map(ask)
}

/// Checks a flow that is already a JSON value; places refer to its compact text.
pub fn check_value(value: &Value) -> Checked {
    check(&value.to_string())
}

/// The array of nodes in a text that was found to hold one.
fn array(text: &str) -> Option<Value> {
    match serde_json::from_str(text).ok()? {
        Value::Object(mut body) => body.remove("flow"),
        value => Some(value),
    }
}

fn owned(model: flow_core::Flow<'_>, text: &str) -> Option<Flow> {
    let entry = model.entry()?;
    let value = array(text)?;
    let nodes = model.nodes().enumerate().map(|(position, node)| Node {
        id: node.id().to_string(),
        node_type: node
            .node_type()
            .map_or("", flow_core::schema::NodeType::name)
            .to_owned(),
        prompt: node.prompt().map(|prompt| prompt.to_string()),
        edges: node
            .edges()
            .map(|edge| (edge.to_string(), edge))
            .chain(node.filled().map(|(name, edge)| (name.to_owned(), edge)))
            .filter_map(|(outcome, edge)| {
                Some(Edge {
                    condition: condition(&value, position, &outcome),
                    outcome,
                    target: edge.target()?,
                })
            })
            .collect(),
    });
    let nodes = nodes.collect();
    Some(Flow::new(value, nodes, entry))
}

/// Condition of the listed outcome with this id.
fn condition(flow: &Value, node: usize, outcome: &str) -> Option<String> {
    let listed = flow.get(node)?.get("outcomes")?.as_array()?;
    let found = listed.iter().find(|listed| listed["id"] == outcome)?;
    found["condition"].as_str().map(str::to_owned)
}

/// The text with its certain corrections.
fn corrected(text: &str, report: &Report) -> Option<String> {
    let fixes = report.findings().iter().filter_map(flow_core::Finding::fix);
    let mut safe = fixes
        .filter(|fix| fix.applicability == Certainty::Safe)
        .peekable();
    safe.peek()?;
    let added: usize = safe
        .map(|fix| fix.replacement(text).to_string().len())
        .sum();
    let mut buffer = vec![0; text.len() + added];
    let len = write::apply_fixes(text, report.findings(), &mut buffer).ok()?;
    buffer.truncate(len);
    String::from_utf8(buffer).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::flow::{Applicability, StepError};

    #[test]
    fn a_checked_flow_can_be_walked() {
        let text = r#"{"flow":[{"id":"s","type":"start","outcome":"h\u0065llo"},
{"id":"hello","type":"conversation","prompt":"Say: \"hi\"","outcomes":[{"id":"go","condition":"any","targetNodeId":"r"}]},
{"id":"r","type":"field_condition","rules":[{"left":{"source":"providedData","field":"x"},"operator":"exists","outcome":"hello"}],"default":"e"},
{"id":"e","type":"end"}]}"#;
        let checked = check(text);
        assert!(checked.is_valid(), "{:?}", checked.findings);
        let flow = checked.flow.unwrap();
        assert_eq!(flow.value().as_array().unwrap().len(), 4);
        assert_eq!(flow.nodes()[1].prompt.as_deref(), Some("Say: \"hi\""));
        assert_eq!(flow.nodes()[1].edges[0].condition.as_deref(), Some("any"));
        let names: Vec<_> = flow.nodes()[2]
            .edges
            .iter()
            .map(|edge| edge.outcome.as_str())
            .collect();
        assert_eq!(names, ["rules/0", "default"]);
        assert_eq!(flow.step(flow.entry(), "outcome"), Ok(1));
        assert_eq!(flow.step(2, "default"), Ok(3));
        assert_eq!(
            flow.step(3, "default"),
            Err(StepError::AtEnd { id: "e".into() })
        );
        assert_eq!(flow.step(9, "x"), Err(StepError::NoSuchNode { node: 9 }));
        let error = flow.step(1, "stay").unwrap_err().to_string();
        assert_eq!(error, "node `hello` has no outcome `stay`: use one of `go`");
        assert_eq!(flow.index("e"), Some(3));
    }

    #[test]
    fn findings_carry_place_words_and_correction() {
        let checked = check_value(&json!([
            {"id": "s", "type": "start", "outcome": "m"},
            {"id": "m", "type": "enter_email", "outcomes": {"emailEntered": "e", "cancelled": "e"}},
            {"id": "e", "type": "end"},
        ]));
        assert!(checked.flow.is_none() && !checked.is_valid());
        let [finding] = &checked.findings[..] else {
            panic!("{:?}", checked.findings)
        };
        assert_eq!(
            (finding.code.as_str(), finding.name.as_str()),
            ("F2012", "unknown-outcome")
        );
        assert_eq!(finding.pointer, "/1/outcomes/cancelled");
        assert_eq!(
            finding.message,
            "this node never has the outcome `cancelled`"
        );
        let fix = finding.fix.as_ref().unwrap();
        assert_eq!(fix.applicability, Applicability::Safe);
        assert_eq!(fix.edits[0].text, "\"canceled\"");
        let suggested = checked.suggested.unwrap();
        assert_eq!(
            suggested[1]["outcomes"],
            json!({"emailEntered": "e", "canceled": "e"})
        );
        assert!(check_value(&suggested).is_valid());
    }

    #[test]
    fn an_error_of_meaning_leaves_the_flow_walkable() {
        let checked = check_value(&json!([
            {"id": "s", "type": "start", "outcome": "r"},
            {"id": "r", "type": "recognition", "outcomes": {"recognized": "e", "newUser": "e", "noFace": "e"}},
            {"id": "e", "type": "end"},
        ]));
        assert_eq!((checked.errors(), checked.flow.is_some()), (1, true));
        assert!(checked.suggested.is_none());
    }
}
