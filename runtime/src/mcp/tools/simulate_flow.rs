//! `simulate_flow`: walks a flow by outcomes, without a camera, a person or a key.

use std::fmt::Write as _;

use rmcp::model::{Tool, ToolAnnotations};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::flow::{Checked, Flow};
use crate::mcp::catalogue::{Answer, Answered, Call, Entry};
use crate::mcp::error::ToolError;
use crate::mcp::report::Report;
use crate::mcp::schema::{self, flow_reference};

/// Nodes visited at most: enough for every retry a person would make, and an end for loops without a person.
const MAX_STEPS: usize = 200;

pub(in crate::mcp) const ENTRY: Entry = Entry {
    name: "simulate_flow",
    define,
    call: |call| Box::pin(run(call)),
};

const DESCRIPTION: &str = "Walks a FaceSign flow by the outcomes you name and tells which node each leads to; needs no \
    API key and creates nothing. Nodes with a single way out are passed without naming it. Use it to show the user what \
    happens on failure (no face, deepfake, wrong code). Where the outcomes run out, the answer lists those possible next.";

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Input {
    /// The flow: an array of nodes as in `launch_session_ui`. Left out: the session's current flow.
    #[serde(default)]
    #[schemars(schema_with = "flow_reference")]
    flow: Option<Value>,
    /// Outcomes in the order they are taken, such as `["livenessDetected", "confirmed", "verified"]`.
    #[serde(default)]
    outcomes: Vec<String>,
    /// The session handle that `set_api_key` returned; needed only where `flow` is left out.
    #[serde(default)]
    session: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Output {
    /// The nodes visited, in order.
    path: Vec<Step>,
    /// Whether an end node was reached.
    ended: bool,
    /// Outcomes the last node offers; empty at an end.
    possible_outcomes: Vec<String>,
    /// Outcomes that were named but not needed.
    unused_outcomes: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Step {
    /// Id of the node.
    node: String,
    /// Its type.
    #[serde(rename = "type")]
    node_type: String,
    /// The outcome taken; absent at the last node.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
}

fn define() -> Tool {
    Tool::new(ENTRY.name, DESCRIPTION, schema::input::<Input>())
        .with_title("Simulate a flow")
        .with_raw_output_schema(schema::output::<Output>())
        .with_annotations(
            ToolAnnotations::new()
                .read_only(true)
                .idempotent(true)
                .open_world(false),
        )
}

async fn run(mut call: Call<'_>) -> Answered {
    let input: Input = call.read()?;
    let checked = call
        .checked_flow(input.flow.as_ref(), input.session)
        .await?;
    let output = walk(&walkable(checked)?, input.outcomes)?;
    Answer::new(output.text(), &output)
}

fn walkable(checked: Checked) -> Result<Flow, ToolError> {
    let report = Report::of(&checked);
    checked.flow.ok_or_else(|| {
        let message = format!(
            "the flow cannot be walked: {}\n{}",
            report.headline(),
            report.text()
        );
        ToolError::refused(message, "Repair it with validate_flow first.")
    })
}

fn walk(flow: &Flow, outcomes: Vec<String>) -> Result<Output, ToolError> {
    let mut path = Vec::new();
    let mut named = outcomes.into_iter();
    let mut position = flow.entry();
    while let Some(node) = flow.nodes().get(position) {
        let outcome = match node.edges.as_slice() {
            _ if path.len() >= MAX_STEPS => None,
            [only] => Some(only.outcome.clone()),
            [] => None,
            [_, ..] => named.next(),
        };
        path.push(Step {
            node: node.id.clone(),
            node_type: node.node_type.clone(),
            outcome: outcome.clone(),
        });
        let Some(outcome) = outcome else { break };
        position = flow.step(position, &outcome).map_err(|error| {
            ToolError::refused(error.to_string(), "Name one of these outcomes.")
        })?;
    }
    let last = flow
        .nodes()
        .get(position)
        .map(|node| node.edges.as_slice())
        .unwrap_or_default();
    let possible_outcomes: Vec<String> = last.iter().map(|edge| edge.outcome.clone()).collect();
    Ok(Output {
        path,
        ended: possible_outcomes.is_empty(),
        possible_outcomes,
        unused_outcomes: named.collect(),
    })
}

impl Output {
    fn text(&self) -> String {
        let mut text = String::new();
        for step in &self.path {
            // Writing to a string cannot fail.
            let _ = match &step.outcome {
                Some(outcome) => writeln!(text, "{} ({}): {outcome} →", step.node, step.node_type),
                None => writeln!(text, "{} ({})", step.node, step.node_type),
            };
        }
        if self.ended {
            text.push_str("The session ends here as complete.\n");
        } else {
            let _ = writeln!(
                text,
                "Possible outcomes here: {}",
                self.possible_outcomes.join(", ")
            );
        }
        if !self.unused_outcomes.is_empty() {
            let _ = writeln!(text, "Not needed: {}", self.unused_outcomes.join(", "));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::author::RECIPES;
    use crate::flow;

    #[test]
    fn a_recipe_is_walked_to_its_end_and_says_where_it_waits() {
        let flow =
            walkable(flow::check(RECIPES[0].flow)).unwrap_or_else(|error| panic!("{error:?}"));
        let waiting = walk(&flow, Vec::new()).unwrap_or_else(|error| panic!("{error:?}"));
        assert!(!waiting.ended);
        assert!(
            waiting
                .possible_outcomes
                .contains(&"livenessDetected".to_owned()),
            "{waiting:?}"
        );
        let refused = walk(&flow, vec!["LivenessDetected".to_owned()]);
        assert!(matches!(refused, Err(ToolError::Refused(_))));
        let rejected = walk(&flow, vec!["deepfakeDetected".to_owned(); 4])
            .unwrap_or_else(|error| panic!("{error:?}"));
        assert!(
            rejected.ended && !rejected.unused_outcomes.is_empty(),
            "{rejected:?}"
        );
    }
}
