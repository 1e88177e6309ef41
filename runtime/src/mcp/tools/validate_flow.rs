//! `validate_flow`: the findings about a flow, without a key.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::mcp::call::{Answer, Answered, Call};
use crate::mcp::flow_answer::FlowAnswer;
use crate::mcp::report::{NodeRow, Report, node_table};
use crate::mcp::schema::{self, flow_reference};
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
}

/// The flow that was checked.
#[derive(Debug, Serialize, JsonSchema)]
struct Graph {
    /// Nodes with their outcomes.
    nodes: Vec<NodeRow>,
}

async fn run(mut call: Call<'_>) -> Answered {
    let input: Input = call.read()?;
    let checked = call
        .checked_flow(input.flow.as_ref(), input.session)
        .await?;
    let report = Report::of(&checked);
    let graph = checked.flow.as_ref().map(|flow| Graph {
        nodes: node_table(flow),
    });
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
        "The flow is {verdict}: {}.\n{}Next: {next}",
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
