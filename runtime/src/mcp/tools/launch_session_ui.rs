//! `launch_session_ui`: the flow as a live preview in the browser.

use schemars::JsonSchema;
use serde::Serialize;

use crate::api::Environment;
use crate::mcp::call::{Answer, Answered, Call};
use crate::mcp::flow_answer::FlowAnswer;
use crate::mcp::plan_input::{CheckedPlan, PlanInput};
use crate::mcp::progress;
use crate::mcp::report::{NodeRow, node_table, table_text};
use crate::mcp::schema;
use crate::mcp::tool::{Effect, Entry};
use crate::mcp::toolset::Toolset;

/// Steps told as progress: checking, opening.
const STEPS: usize = 2;

pub(in crate::mcp) const TOOL: Entry = Entry {
    name: "launch_session_ui",
    title: "Preview a flow",
    description: "Validates a FaceSign flow, makes it the session's current flow and opens a local web page where \
    the user clicks Start Session to run through it with camera and microphone; every click creates a fresh \
    verification session. Calling it again updates the open page. Give the whole flow with its settings, or leave \
    `flow` out to show the current one with changed settings. A flow with errors is answered with findings and a \
    suggested flow instead; warnings do not block. Tell the user the preview URL.",
    set: Toolset::Core,
    effect: Effect::Makes,
    input: || schema::with_flow(schema::input::<PlanInput>()),
    output: schema::output::<FlowAnswer<Preview>>,
    in_studio: true,
    call: |call| Box::pin(run(call)),
};

/// The preview.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_field_names,
    reason = "the fields are named as in the answer"
)]
struct Preview {
    /// Address of the preview page.
    preview_url: String,
    /// Whether the page was opened in the user's browser.
    opened: bool,
    /// Where the preview creates its verification sessions.
    environment: Environment,
    /// The session handle.
    session: String,
    /// The flow as a table.
    nodes: Vec<NodeRow>,
}

async fn run(mut call: Call<'_>) -> Answered {
    let input: PlanInput = call.read()?;
    progress::report(&call.request, "checking the flow", 0, STEPS).await;
    let (session, summary) = call.session(input.session()).await?;
    let CheckedPlan { plan, report } = input.plan(&session, &summary.catalogue).await?;
    let nodes = node_table(&plan.flow);
    progress::report(&call.request, "opening the preview", 1, STEPS).await;
    let launched = session.launch(plan, report.findings.clone()).await?;
    progress::report(&call.request, "preview open", STEPS, STEPS).await;
    let opened = call.context.may_open_browser() && open(launched.url.to_string()).await;
    let next = if opened {
        "The page is open in the user's browser: ask them to click Start Session, then read the result with get_session."
    } else {
        "Give the user the preview URL and ask them to click Start Session, then read the result with get_session."
    };
    let text = format!(
        "Preview ({}): {}\nFlow with {} nodes: {}.\n{}{}Next: {next}",
        launched.environment,
        launched.url,
        nodes.len(),
        report.headline(),
        table_text(&nodes),
        report.text(),
    );
    let preview = Preview {
        preview_url: launched.url.to_string(),
        opened,
        environment: launched.environment,
        session: session.handle().as_str().to_owned(),
        nodes,
    };
    Answer::new(
        text,
        &FlowAnswer {
            report,
            made: Some(preview),
            next: next.to_owned(),
        },
    )
}

/// Opens the default browser; starting it may take a while and must not hold up other calls.
async fn open(url: String) -> bool {
    matches!(
        tokio::task::spawn_blocking(move || webbrowser::open(&url)).await,
        Ok(Ok(()))
    )
}
