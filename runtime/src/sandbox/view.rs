//! What the hosted page is shown: everything it needs to draw the current node, and nothing of other sessions.

use serde::Serialize;
use serde_json::{Value, json};

use super::Sandbox;
use super::catalog::{DEFAULT_AVATAR, avatar_name};
use super::decide::propose;
use super::fault::Fault;
use super::scenario::steps_left;
use super::store::Record;
use super::walk::{Scene, Taken, Walk, contact};
use crate::api::wire::{Phrase, SessionStatus};
use crate::flow::{Flow, Node};

/// Phrases shown in the captions panel.
const SHOWN_PHRASES: usize = 60;

/// A session as its page sees it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct View {
    session_id: String,
    status: SessionStatus,
    /// Counts outcomes; sent back with every action.
    step: u32,
    lang: String,
    now: i64,
    avatar: Value,
    customization: Value,
    node: NodeView,
    trail: Vec<Taken>,
    transcript: Vec<Phrase>,
    /// Fewest outcomes to an end.
    steps_left: usize,
    /// What the last action was told, such as a wrong code.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct NodeView {
    id: String,
    #[serde(rename = "type")]
    node_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<String>,
    /// Whether the prompt is the wording itself.
    verbatim: bool,
    outcomes: Vec<OutcomeView>,
    /// What the sandbox looked at for its proposal.
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
    /// True where nobody is asked for anything.
    passing: bool,
    #[serde(skip_serializing_if = "Value::is_null")]
    detail: Value,
}

#[derive(Clone, Debug, Serialize)]
struct OutcomeView {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    target: String,
    proposed: bool,
}

impl View {
    /// Draws a record.
    pub(super) fn new(
        sandbox: &Sandbox,
        record: &Record,
        flow: &Flow,
        notice: Option<String>,
    ) -> Result<Self, Fault> {
        let walk = &record.walk;
        let scene = Scene {
            flow,
            settings: &record.settings,
            now: sandbox.now(),
        };
        let (at, node) = scene.node(&walk.node)?;
        let avatar = record
            .settings
            .avatar_id
            .as_deref()
            .unwrap_or(DEFAULT_AVATAR);
        let first = walk.report.transcript.len().saturating_sub(SHOWN_PHRASES);
        Ok(Self {
            session_id: record.id.clone(),
            status: record.status.clone(),
            step: walk.step,
            lang: walk.report.lang.clone().unwrap_or_default(),
            now: scene.now,
            avatar: json!({
                "name": avatar_name(avatar).unwrap_or("Avatar"),
                "imageUrl": format!("/hosted/avatars/{avatar}.svg"),
            }),
            customization: record.settings.customization.clone().unwrap_or_default(),
            node: NodeView::new(&scene, walk, at, node)?,
            trail: walk.trail.clone(),
            transcript: walk.report.transcript.iter().skip(first).cloned().collect(),
            steps_left: steps_left(flow, at),
            notice,
        })
    }
}

impl NodeView {
    fn new(scene: &Scene<'_>, walk: &Walk, at: usize, node: &Node) -> Result<Self, Fault> {
        let proposal = propose(scene, walk, at, node);
        let line = walk.line(scene)?;
        let outcomes = node
            .edges
            .iter()
            .map(|edge| OutcomeView {
                name: edge.outcome.clone(),
                condition: edge
                    .condition
                    .clone()
                    .filter(|condition| !condition.is_empty()),
                target: scene
                    .flow
                    .nodes()
                    .get(edge.target)
                    .map(|node| node.id.clone())
                    .unwrap_or_default(),
                proposed: proposal
                    .as_ref()
                    .is_some_and(|proposal| proposal.outcome == edge.outcome),
            })
            .collect();
        let written = scene.written(at);
        let silent = written.get("doesNotRequireReply").and_then(Value::as_bool) == Some(true);
        Ok(Self {
            id: node.id.clone(),
            node_type: node.node_type.clone(),
            verbatim: line.as_ref().is_some_and(|line| line.verbatim),
            prompt: line.map(|line| line.text),
            outcomes,
            because: proposal.and_then(|proposal| proposal.because),
            passing: silent
                || matches!(node.node_type.as_str(), "external_call" | "field_condition"),
            detail: detail(scene, walk, node, written),
        })
    }
}

/// What a node type needs to be drawn beside its outcomes.
fn detail(scene: &Scene<'_>, walk: &Walk, node: &Node, written: &Value) -> Value {
    let field = |name: &str| written.get(name).cloned().unwrap_or_default();
    match node.node_type.as_str() {
        "conversation" => json!({
            "reply": written.get("doesNotRequireReply").and_then(Value::as_bool) != Some(true),
            "waitsFor": written.pointer("/awaitExternal/request/url"),
        }),
        "permissions" => json!({ "permissions": field("permissions") }),
        "document_scan" => {
            json!({ "types": field("allowedDocumentTypes"), "mode": field("scanningMode") })
        }
        "face_scan" => json!({
            "instructions": field("captureInstructions"),
            "challenge": field("requireLivenessChallenge"),
        }),
        "face_compare" => json!({
            "sourceA": written.pointer("/sourceA/source"),
            "sourceB": written.pointer("/sourceB/source"),
        }),
        "enter_email" => json!({ "email": scene.text_fact(walk, "email") }),
        "data_validation" => json!({ "validation": field("validation") }),
        "external_call" => json!({ "url": written.pointer("/request/url") }),
        "two_factor_email" | "two_factor_sms" => code(walk, node),
        _ => Value::Null,
    }
}

/// The code step: where to send, or the message in the sandbox's inbox.
fn code(walk: &Walk, node: &Node) -> Value {
    let channel = if contact(&node.node_type) == Some("email") {
        "email"
    } else {
        "sms"
    };
    let Some(code) = &walk.code else {
        return json!({ "channel": channel, "stage": "address" });
    };
    json!({
        "channel": channel,
        "stage": "code",
        "to": code.to,
        "inboxCode": code.digits,
        "length": code.digits.len(),
        "attemptsLeft": code.max_attempts.saturating_sub(code.attempts),
        "sentAt": code.sent_at,
        "expiresAt": code.expires_at,
        "resendAt": code.resend_at,
    })
}
