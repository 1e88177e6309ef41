//! `validate_flow`: the findings about a flow, without a key.

use rmcp::model::{Tool, ToolAnnotations};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::mcp::catalogue::{Answer, Answered, Call, Entry};
use crate::mcp::report::{NodeRow, Report, node_table};
use crate::mcp::schema::{self, flow_reference};

pub(in crate::mcp) const ENTRY: Entry = Entry {
    name: "validate_flow",
    define,
    call: |call| Box::pin(run(call)),
};

const DESCRIPTION: &str = "Checks a FaceSign flow and changes nothing; needs no API key. Answers with findings (code, \
    severity, JSON pointer, message, help, fix) and, where corrections are certain, with `suggestedFlow`. Use it after \
    every change of a flow. Errors must be repaired; warnings and notes are advice. The shape of `flow` is described in \
    launch_session_ui; the resource facesign://rules/{code} explains a code.";

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

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Output {
    /// Findings and the corrected flow.
    #[serde(flatten)]
    report: Report,
    /// Nodes with their outcomes; empty where the graph cannot be walked.
    nodes: Vec<NodeRow>,
}

fn define() -> Tool {
    Tool::new(ENTRY.name, DESCRIPTION, schema::input::<Input>())
        .with_title("Validate a flow")
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
    let report = Report::of(&checked);
    let nodes = checked.flow.as_ref().map(node_table).unwrap_or_default();
    let verdict = if report.valid { "valid" } else { "not valid" };
    let text = format!(
        "The flow is {verdict}: {}.\n{}",
        report.headline(),
        report.text()
    );
    Answer::new(text, &Output { report, nodes })
}
