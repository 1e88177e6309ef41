//! `launch_session_ui`: the flow as a live preview in the browser.

use rmcp::model::{Tool, ToolAnnotations};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::api::Environment;
use crate::mcp::catalogue::{Answer, Answered, Call, Entry};
use crate::mcp::plan_input::{CheckedPlan, PlanInput};
use crate::mcp::report::{NodeRow, Report, node_table, table_text};
use crate::mcp::schema;

pub(in crate::mcp) const ENTRY: Entry = Entry {
    name: "launch_session_ui",
    define,
    call: |call| Box::pin(run(call)),
};

const DESCRIPTION: &str = "Validates a FaceSign flow, makes it the session's current flow and opens a local web page \
    where the user clicks Start Session to run through it with camera and microphone; every click creates a fresh \
    verification session. Calling it again updates the open page. Give the whole flow with its settings, or leave `flow` \
    out to show the current one with changed settings. A flow with errors is answered with findings and a suggested flow \
    instead; warnings do not block. landingHtml, recapHtml and uiStrings are optional: good pages are built in. Leave \
    `langs` out unless the user asks for a restriction. Tell the user the preview URL.";

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Output {
    /// Findings and, for a flow with errors, the corrected flow.
    #[serde(flatten)]
    report: Report,
    /// Address of the preview page; absent where the flow is not valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    preview_url: Option<String>,
    /// Whether the page was opened in the user's browser.
    opened: bool,
    /// Where the preview creates its verification sessions.
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<Environment>,
    /// The session handle.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    /// The flow as a table.
    nodes: Vec<NodeRow>,
    /// What to do next.
    next: String,
}

fn define() -> Tool {
    Tool::new(
        ENTRY.name,
        DESCRIPTION,
        schema::with_flow(schema::input::<PlanInput>()),
    )
    .with_title("Preview a flow")
    .with_raw_output_schema(schema::output::<Output>())
    .with_annotations(
        ToolAnnotations::new()
            .read_only(false)
            .destructive(false)
            .idempotent(true)
            .open_world(true),
    )
}

async fn run(mut call: Call<'_>) -> Answered {
    let input: PlanInput = call.read()?;
    let (session, summary) = call.session(input.session()).await?;
    let CheckedPlan { plan, report } = input.plan(&session, &summary.catalogue, invalid).await?;
    let nodes = node_table(&plan.flow);
    let launched = session.launch(plan, report.findings.clone()).await?;
    let opened = call.context.may_open_browser() && open(launched.url.to_string()).await;
    let next = if opened {
        "The page is open in the user's browser: ask them to click Start Session, then read the result with get_session."
    } else {
        "Give the user the preview URL and ask them to click Start Session, then read the result with get_session."
    };
    let output = Output {
        report,
        preview_url: Some(launched.url.to_string()),
        opened,
        environment: Some(launched.environment),
        session: Some(session.handle().as_str().to_owned()),
        nodes,
        next: next.to_owned(),
    };
    let text = format!(
        "Preview ({}): {}\nFlow with {} nodes: {}.\n{}{}Next: {next}",
        launched.environment,
        launched.url,
        output.nodes.len(),
        output.report.headline(),
        table_text(&output.nodes),
        output.report.text(),
    );
    Answer::new(text, &output)
}

/// The structured answer for a flow with errors.
fn invalid(report: Report) -> Value {
    let next = "Repair the errors and call launch_session_ui again.".to_owned();
    let output = Output {
        report,
        preview_url: None,
        opened: false,
        environment: None,
        session: None,
        nodes: Vec::new(),
        next,
    };
    serde_json::to_value(output).unwrap_or_default()
}

/// Opens the default browser; starting it may take a while and must not hold up other calls.
async fn open(url: String) -> bool {
    matches!(
        tokio::task::spawn_blocking(move || webbrowser::open(&url)).await,
        Ok(Ok(()))
    )
}
