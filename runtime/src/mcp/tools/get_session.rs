//! `get_session`: what a verification session found out.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::Environment;
use crate::api::wire::{Media, Report, Session};
use crate::mcp::call::{Answer, Answered, Call};
use crate::mcp::error::ToolError;
use crate::mcp::schema::{self, any_object};
use crate::mcp::tool::{Effect, Entry};
use crate::mcp::toolset::Toolset;
use crate::timestamp;

/// Lines of transcript in the text answer; the structured answer holds all.
const LINES: usize = 60;

pub(in crate::mcp) const TOOL: Entry = Entry {
    name: "get_session",
    title: "Read a verification session",
    description: "Reads the results of one FaceSign verification session by its id: status, transcript, AI \
    analysis, one report per visited node, media references and the states of later analyses. `complete` means that an \
    end node was reached, not that the person passed: judge by the node reports, and take an analysis that is absent, \
    pending or inconclusive as not passed.",
    set: Toolset::Core,
    effect: Effect::Reads,
    input: schema::input::<Input>,
    output: schema::output::<Output>,
    in_studio: false,
    call: |call| Box::pin(run(call)),
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Input {
    /// Id of the verification session, as `list_sessions` or the preview page shows it.
    session_id: String,
    /// The session handle that `set_api_key` returned.
    #[serde(default)]
    session: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Output {
    /// Id of the verification session.
    session_id: String,
    /// `created`, `inProgress`, `complete` or `incomplete`.
    status: String,
    /// Environment it was created in.
    environment: Environment,
    /// The verification session as the FaceSign API returns it.
    #[schemars(schema_with = "any_object")]
    verification: Value,
    /// What to do next.
    next: String,
}

async fn run(mut call: Call<'_>) -> Answered {
    let input: Input = call.read()?;
    let id = input.session_id.trim().to_owned();
    if id.is_empty() {
        return Err(ToolError::refused(
            "`sessionId` is empty",
            "Call list_sessions to find the id.",
        ));
    }
    let (session, summary) = call.session(input.session).await?;
    let verification = session.fetch(&id).await?;
    let next = next_step(&verification);
    let text = format!(
        "{}Next: {next}",
        text_of(&verification, summary.environment)
    );
    let output = Output {
        session_id: verification.id.clone(),
        status: verification.status.to_string(),
        environment: summary.environment,
        verification: serde_json::to_value(&verification)
            .map_err(|error| ToolError::Ours(error.to_string()))?,
        next: next.to_owned(),
    };
    Answer::new(text, &output)
}

fn next_step(session: &Session) -> &'static str {
    match session.status.as_str() {
        "created" => {
            "Nobody has opened the session yet: ask the user to run it, then read it again."
        }
        "inProgress" => "The session is under way: read it again when the user says it is done.",
        "complete" => "Judge by the node reports; `complete` alone is no pass.",
        _ => "The session ended before an end node: start a new one from the preview.",
    }
}

/// The session in compact lines.
fn text_of(session: &Session, environment: Environment) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "Verification session {} ({environment}): {}",
        session.id, session.status
    );
    let times = [
        ("created", Some(session.created_at)),
        ("started", session.started_at),
        ("finished", session.finished_at),
    ];
    let times: Vec<String> = times
        .iter()
        .filter_map(|(word, at)| {
            Some(format!(
                "{word} {}",
                timestamp::iso(at.filter(|&at| at > 0)?)
            ))
        })
        .collect();
    let _ = writeln!(text, "{}", times.join(", "));
    if let Some(reference) = &session.settings.client_reference_id {
        let _ = writeln!(text, "client reference: {reference}");
    }
    match &session.report {
        Some(report) => push_report(&mut text, report),
        None => text.push_str("No report yet.\n"),
    }
    text
}

fn push_report(text: &mut String, report: &Report) {
    if let Some(lang) = &report.lang {
        let _ = writeln!(text, "language: {lang}");
    }
    let _ = writeln!(text, "Node reports ({}):", report.node_reports.len());
    for node in &report.node_reports {
        let outcome = node.outcome.as_deref().unwrap_or("no outcome");
        let _ = writeln!(
            text,
            "- {} ({}): {outcome}{}",
            node.node_id,
            node.node_type,
            extra(&node.extra)
        );
    }
    let _ = writeln!(text, "Transcript ({}):", report.transcript.len());
    for phrase in report.transcript.iter().take(LINES) {
        let _ = writeln!(
            text,
            "  {}: {}",
            if phrase.is_avatar { "avatar" } else { "person" },
            phrase.text
        );
    }
    if report.transcript.len() > LINES {
        let _ = writeln!(text, "  … and {} more", report.transcript.len() - LINES);
    }
    let analyses = [
        ("AI analysis", &report.ai_analysis),
        ("video analysis", &report.video_ai_analysis),
        ("deepfake detection", &report.deepfake_detection),
        (
            "deepfake detection state",
            &report.deepfake_detection_status,
        ),
        ("post-session liveness", &report.post_session_liveness),
    ];
    for (name, value) in analyses {
        if let Some(value) = value {
            let _ = writeln!(text, "{name}: {value}");
        }
    }
    if let Some(state) = &report.video_ai_analysis_status {
        let _ = writeln!(text, "video analysis state: {state}");
    }
    if let Some(data) = &report.extracted_data {
        let _ = writeln!(text, "extracted data: {}", Value::Object(data.clone()));
    }
    if let Some(media) = &report.media {
        push_media(text, media);
    }
}

fn push_media(text: &mut String, media: &Media) {
    let count = |list: usize, one: &str| (list > 0).then(|| format!("{list} {one}"));
    let parts = [
        count(media.screenshots.len(), "screenshots"),
        count(media.document_images.len(), "document images"),
        media
            .user_video
            .as_ref()
            .map(|_| "video of the person".to_owned()),
        media
            .avatar_video
            .as_ref()
            .map(|_| "video of the avatar".to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if !parts.is_empty() {
        let _ = writeln!(
            text,
            "Media (signed addresses in the structured answer, valid for minutes): {}",
            parts.join(", ")
        );
    }
}

fn extra(fields: &serde_json::Map<String, Value>) -> String {
    if fields.is_empty() {
        String::new()
    } else {
        format!(" {}", Value::Object(fields.clone()))
    }
}
