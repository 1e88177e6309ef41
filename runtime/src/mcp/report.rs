//! What a check of a flow found, as text for a model and as data.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::schema::any_object;
use crate::flow::{Checked, Finding, Flow, Tally};

/// Findings spelt out in a text answer; the structured answer holds all.
const SPELT_OUT: usize = 20;

/// The findings part of every answer about a flow.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    /// Whether FaceSign would take the flow and it can work as drawn: no finding is an error.
    pub(super) valid: bool,
    /// Findings, in the order of the flow.
    #[schemars(schema_with = "findings")]
    pub(super) findings: Vec<Finding>,
    /// Further findings beyond the limit of the report.
    pub(super) omitted: usize,
    /// The flow with every certain correction applied; only where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "nodes_of_flow")]
    pub(super) suggested_flow: Option<Value>,
}

/// What a reader of the structured answer needs; place and correction are for programs that know them.
fn findings(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let text = || json!({"type": "string"});
    schemars::json_schema!({
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "code": text(), "name": text(), "severity": {"enum": ["error", "warning", "note"]},
                "pointer": text(), "message": text(), "help": text(),
                "span": {"type": "object"}, "fix": {"type": "object"},
            },
            "required": ["code", "severity", "pointer", "message", "help"],
        },
    })
}

fn nodes_of_flow(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({"type": "array", "items": {"type": "object"}})
}

impl Report {
    pub(super) fn of(checked: &Checked) -> Self {
        Self {
            valid: checked.is_valid() && checked.flow.is_some(),
            findings: checked.findings.clone(),
            omitted: checked.omitted,
            suggested_flow: checked.suggested.clone(),
        }
    }

    /// One line that counts.
    pub(super) fn headline(&self) -> String {
        Tally::of(&self.findings).to_string()
    }

    /// The findings, one or two lines each, and the corrected flow.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for finding in self.findings.iter().take(SPELT_OUT) {
            push(&mut text, finding);
        }
        // Writing to a string cannot fail.
        let hidden = self.findings.len().saturating_sub(SPELT_OUT) + self.omitted;
        if hidden > 0 {
            let _ = writeln!(text, "… and {hidden} more");
        }
        if let Some(flow) = &self.suggested_flow {
            let _ = writeln!(text, "Flow with the certain corrections applied:\n{flow}");
        }
        text
    }
}

fn push(text: &mut String, finding: &Finding) {
    let severity = finding.severity.as_str();
    let Finding {
        code,
        name,
        pointer,
        message,
        help,
        ..
    } = finding;
    // The whole text has an empty pointer.
    let place = if pointer.is_empty() {
        String::new()
    } else {
        format!(" at `{pointer}`")
    };
    let _ = writeln!(text, "{severity} {code} {name}{place}: {message}");
    if !help.is_empty() {
        let _ = writeln!(text, "  help: {help}");
    }
}

/// A row of the node table.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct NodeRow {
    /// Id of the node.
    id: String,
    /// Its type.
    #[serde(rename = "type")]
    node_type: String,
    /// Where each outcome leads: outcome, then id of the target.
    #[schemars(schema_with = "any_object")]
    outcomes: Value,
}

/// The flow as a table, in its own order.
pub(super) fn node_table(flow: &Flow) -> Vec<NodeRow> {
    let id = |position: usize| {
        flow.nodes()
            .get(position)
            .map_or("", |node| node.id.as_str())
    };
    let rows = flow.nodes().iter().map(|node| NodeRow {
        id: node.id.clone(),
        node_type: node.node_type.clone(),
        outcomes: node
            .edges
            .iter()
            .map(|edge| (edge.outcome.clone(), Value::from(id(edge.target))))
            .collect(),
    });
    rows.collect()
}

/// The table as text, one node a line.
pub(super) fn table_text(rows: &[NodeRow]) -> String {
    let mut text = String::new();
    for row in rows {
        let outcomes = row.outcomes.as_object().into_iter().flatten();
        let outcomes: Vec<String> = outcomes
            .map(|(name, target)| format!("{name} → {}", target.as_str().unwrap_or_default()))
            .collect();
        let _ = write!(text, "- {} ({})", row.id, row.node_type);
        if !outcomes.is_empty() {
            let _ = write!(text, ": {}", outcomes.join(", "));
        }
        text.push('\n');
    }
    text
}
