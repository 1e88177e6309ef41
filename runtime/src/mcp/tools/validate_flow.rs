//! `validate_flow`: the findings about a flow, without a key.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::flow::{Assurance, Policy, PolicyReport};
use crate::mcp::call::{Answer, Answered, Call};
use crate::mcp::error::ToolError;
use crate::mcp::flow_answer::FlowAnswer;
use crate::mcp::report::{NodeRow, Report, node_table};
use crate::mcp::schema::{self, any_object, flow_reference};
use crate::mcp::tool::{Effect, Entry};
use crate::mcp::toolset::Toolset;

pub(in crate::mcp) const TOOL: Entry = Entry {
    name: "validate_flow",
    title: "Validate a flow",
    description: "Checks a FaceSign flow and changes nothing; needs no API key. Answers with findings (code, \
    severity, JSON pointer, message, help, fix) and, where corrections are certain, with `suggestedFlow`. Use it after \
    every change of a flow. Errors must be repaired; warnings and notes are advice. The shape of `flow` is described in \
    launch_session_ui; the resource facesign://rules/{code} explains a code.",
    set: Toolset::Authoring,
    effect: Effect::Computes,
    input: schema::input::<Input>,
    output: schema::output::<FlowAnswer<Graph>>,
    in_studio: false,
    call: |call| Box::pin(run(call)),
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Input {
    /// The flow: an array of nodes as in `launch_session_ui`. Left out: the session's current flow.
    #[serde(default)]
    #[schemars(schema_with = "flow_reference")]
    flow: Option<Value>,
    /// The session handle that `set_api_key` returned; needed only where `flow` is left out.
    #[serde(default)]
    session: Option<String>,
    /// What every path must hold to: `step-up`, `payment-sca`, `account-recovery`, `kyc`, or an object with `clauses`.
    #[serde(default)]
    #[schemars(schema_with = "name_or_object")]
    policy: Option<Value>,
}

fn name_or_object(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": ["string", "object"]})
}

/// The flow that was checked.
#[derive(Debug, Serialize, JsonSchema)]
struct Graph {
    /// Nodes with their outcomes.
    nodes: Vec<NodeRow>,
    /// Verdict and, where refuted, a path for each clause of the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "any_object")]
    policy: Option<PolicyReport>,
    /// What the flow guarantees by itself.
    #[schemars(schema_with = "any_object")]
    assurance: Assurance,
    /// SHA-256 of what the flow means.
    fingerprint: Option<String>,
}

impl Graph {
    /// What was proved, in words.
    fn proofs(&self) -> String {
        let policy = self.policy.as_ref().map(ToString::to_string);
        format!("{}{}", policy.unwrap_or_default(), self.assurance)
    }
}

async fn run(mut call: Call<'_>) -> Answered {
    let input: Input = call.read()?;
    let policy = input.policy.as_ref().map(Policy::from_value).transpose();
    let policy = policy.map_err(|error| {
        ToolError::refused(
            error.to_string(),
            "Correct the policy, or name a preset: step-up, payment-sca, account-recovery or kyc.",
        )
    })?;
    let checked = call
        .checked_flow(input.flow.as_ref(), input.session)
        .await?;
    let report = Report::of(&checked);
    let graph = checked.flow.as_ref().map(|flow| Graph {
        nodes: node_table(flow),
        policy: policy.as_ref().map(|policy| policy.judge_flow(flow)),
        assurance: flow.assurance(None),
        fingerprint: flow.fingerprint(),
    });
    let proofs = graph.as_ref().map(Graph::proofs).unwrap_or_default();
    let (verdict, next) = if report.valid {
        ("valid", "Show it to the user with launch_session_ui.")
    } else if report.suggested_flow.is_some() {
        (
            "not valid",
            "Start from the suggested flow, repair what is left, and check again.",
        )
    } else {
        ("not valid", "Repair the errors and check again.")
    };
    let text = format!(
        "The flow is {verdict}: {}.\n{}{proofs}Next: {next}",
        report.headline(),
        report.text()
    );
    Answer::new(
        text,
        &FlowAnswer {
            report,
            made: graph,
            next: next.to_owned(),
        },
    )
}
