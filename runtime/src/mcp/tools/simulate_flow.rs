//! `simulate_flow`: walks a flow by outcomes, without a camera, a person or a key.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::flow::{Checked, Flow, Routes, Walked};
use crate::mcp::call::{Answer, Answered, Call};
use crate::mcp::error::ToolError;
use crate::mcp::report::Report;
use crate::mcp::schema::{self, any_object, flow_reference};
use crate::mcp::tool::{Effect, Entry};
use crate::mcp::toolset::Toolset;

pub(in crate::mcp) const TOOL: Entry = Entry {
    name: "simulate_flow",
    title: "Simulate a flow",
    description: "Walks a FaceSign flow by the outcomes you name and tells which node each leads to; needs no \
    API key and creates nothing. Nodes with a single way out are passed without naming it. Use it to show the user what \
    happens on failure (no face, deepfake, wrong code). Where the outcomes run out, the answer lists those possible next, \
    and with `paths` every distinct path from there with its end.",
    set: Toolset::Authoring,
    effect: Effect::Computes,
    input: schema::input::<Input>,
    output: schema::output::<Simulated>,
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
    /// Outcomes in the order they are taken, such as `["livenessDetected", "confirmed", "verified"]`.
    #[serde(default)]
    outcomes: Vec<String>,
    /// List the distinct paths from where the outcomes lead.
    #[serde(default)]
    paths: bool,
    /// The session handle that `set_api_key` returned; needed only where `flow` is left out.
    #[serde(default)]
    session: Option<String>,
}

/// Where the outcomes led, and what can become of the session from there.
#[derive(Debug, Serialize, JsonSchema)]
struct Simulated {
    #[serde(flatten)]
    walked: Walked,
    /// The paths, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "any_object")]
    paths: Option<Routes>,
}

async fn run(mut call: Call<'_>) -> Answered {
    let input: Input = call.read()?;
    let checked = call
        .checked_flow(input.flow.as_ref(), input.session)
        .await?;
    let flow = walkable(checked)?;
    let walked = flow
        .walk(input.outcomes)
        .map_err(|error| ToolError::refused(error.to_string(), "Name one of these outcomes."))?;
    let here = walked.path.last().and_then(|visit| flow.index(&visit.node));
    let paths = here.filter(|_| input.paths).map(|here| flow.routes(here));
    let listed = paths.as_ref().map(ToString::to_string);
    let text = format!("{walked}{}", listed.unwrap_or_default());
    Answer::new(text, &Simulated { walked, paths })
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
