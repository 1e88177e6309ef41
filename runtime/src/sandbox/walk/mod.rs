//! A session's way through its flow. The server is the truth: a page only says which outcome was taken.

mod code;
mod speech;

pub(super) use code::{Code, Verdict};
pub(super) use speech::Line;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::fault::Fault;
use super::report::node_report;
use crate::api::wire::{Phrase, Report, SessionSettings};
use crate::flow::{Flow, Node};

/// Outcomes taken in one session at most, after which it is incomplete; only a loop that nobody leaves gets there.
pub(super) const MAX_STEPS: u32 = 500;
/// Phrases kept in a transcript.
const MAX_PHRASES: usize = 1_000;

/// What a session walks through, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'a> {
    pub(super) flow: &'a Flow,
    pub(super) settings: &'a SessionSettings,
    pub(super) now: i64,
}

/// Where a session stands and what it collected; stored as JSON.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Walk {
    /// Id of the current node.
    pub(super) node: String,
    /// Outcomes taken so far; a page sends it along, so that a second click does not take a second outcome.
    pub(super) step: u32,
    /// Nodes left so far.
    pub(super) trail: Vec<Taken>,
    /// What the person gave: email, phone, answers of external calls.
    pub(super) facts: Map<String, Value>,
    /// Why the camera cannot be used, as the page reported it.
    pub(super) camera_refused: bool,
    /// One-time code on its way.
    pub(super) code: Option<Code>,
    /// The report as far as it goes.
    pub(super) report: Report,
}

/// A node that was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Taken {
    pub(super) node_id: String,
    pub(super) node_type: String,
    pub(super) outcome: String,
}

impl<'a> Scene<'a> {
    /// Position and node of that id.
    pub(super) fn node(&self, id: &str) -> Result<(usize, &'a Node), Fault> {
        let found = self
            .flow
            .index(id)
            .and_then(|at| self.flow.nodes().get(at).map(|node| (at, node)));
        found.ok_or_else(|| {
            Fault::Conflict(format!("the flow has no node `{id}`; create a new session"))
        })
    }

    /// The node as it was written.
    pub(super) fn written(&self, at: usize) -> &'a Value {
        self.flow.value().get(at).unwrap_or(&Value::Null)
    }

    /// Something known about the person: what the session collected, then what was provided.
    pub(super) fn fact(&self, walk: &'a Walk, name: &str) -> Option<&'a Value> {
        walk.facts
            .get(name)
            .or_else(|| self.settings.provided_data.as_ref()?.get(name))
            .filter(|value| !value.is_null())
    }

    /// A fact as text.
    pub(super) fn text_fact(&self, walk: &'a Walk, name: &str) -> Option<&'a str> {
        self.fact(walk, name)
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }
}

impl Walk {
    /// A walk that stands at the start node.
    pub(super) fn new(flow: &Flow) -> Self {
        let node = flow
            .nodes()
            .get(flow.entry())
            .map(|node| node.id.clone())
            .unwrap_or_default();
        Self {
            node,
            report: Report {
                lang: Some("en".into()),
                ..Report::default()
            },
            ..Self::default()
        }
    }

    /// Leaves the start node; does nothing later on.
    pub(super) fn begin(&mut self, scene: &Scene<'_>) -> Result<(), Fault> {
        let (_, node) = scene.node(&self.node)?;
        match node.edges.first() {
            Some(edge) if node.node_type == "start" => self.take(scene, &edge.outcome, None),
            _ => Ok(()),
        }
    }

    /// Whether the current node is an end.
    pub(super) fn is_over(&self, scene: &Scene<'_>) -> Result<bool, Fault> {
        Ok(scene.node(&self.node)?.1.node_type == "end")
    }

    /// Leaves the current node by `outcome`, with what the person said last.
    pub(super) fn take(
        &mut self,
        scene: &Scene<'_>,
        outcome: &str,
        said: Option<&str>,
    ) -> Result<(), Fault> {
        let (at, node) = scene.node(&self.node)?;
        let target = scene
            .flow
            .step(at, outcome)
            .map_err(|error| Fault::invalid("outcome", error.to_string()))?;
        let target = scene.flow.nodes().get(target).ok_or(Fault::Stopped)?;
        if self.step >= MAX_STEPS {
            return Err(Fault::Conflict(format!(
                "the session took {MAX_STEPS} outcomes without reaching an end"
            )));
        }
        if let Some(said) = said {
            self.say(scene, said, false);
        }
        self.collect(scene, at, node, outcome);
        self.report
            .node_reports
            .extend(node_report(scene, self, at, outcome, &target.id));
        self.trail.push(Taken {
            node_id: node.id.clone(),
            node_type: node.node_type.clone(),
            outcome: outcome.to_owned(),
        });
        self.step += 1;
        self.node.clone_from(&target.id);
        self.enter(scene)
    }

    /// Adds a phrase to the transcript.
    pub(super) fn say(&mut self, scene: &Scene<'_>, text: &str, is_avatar: bool) {
        let transcript = &mut self.report.transcript;
        if text.trim().is_empty() || transcript.len() >= MAX_PHRASES {
            return;
        }
        let id = format!("phrase-{}", transcript.len() + 1);
        transcript.push(Phrase {
            id,
            created_at: scene.now,
            text: text.trim().to_owned(),
            is_avatar,
        });
    }

    /// What the current node's avatar says or pursues.
    pub(super) fn line(&self, scene: &Scene<'_>) -> Result<Option<Line>, Fault> {
        let (_, node) = scene.node(&self.node)?;
        Ok(node
            .prompt
            .as_deref()
            .map(|prompt| Line::new(scene, self, prompt)))
    }

    /// Sends a code to `to` for the current node.
    pub(super) fn send_code(&mut self, scene: &Scene<'_>, to: &str) -> Result<(), Fault> {
        let (at, _) = scene.node(&self.node)?;
        let attempts = self.code.as_ref().map_or(0, |code| code.attempts);
        self.code = Some(Code::send(scene.written(at), to, attempts, scene.now));
        Ok(())
    }

    /// Arrives at the current node: the avatar speaks, a code goes out where the address is known.
    fn enter(&mut self, scene: &Scene<'_>) -> Result<(), Fault> {
        self.code = None;
        if let Some(line) = self.line(scene)? {
            self.say(scene, &line.transcribed(), true);
        }
        let (_, node) = scene.node(&self.node)?;
        if let Some(fact) = contact(&node.node_type)
            && let Some(to) = scene.text_fact(self, fact).map(str::to_owned)
        {
            self.send_code(scene, &to)?;
        }
        Ok(())
    }

    /// Takes over what a node brings besides its outcome.
    fn collect(&mut self, scene: &Scene<'_>, at: usize, node: &Node, outcome: &str) {
        match (node.node_type.as_str(), outcome) {
            ("enter_email", "emailEntered") if scene.fact(self, "email").is_none() => {
                self.facts.insert("email".into(), PLACEHOLDER_EMAIL.into());
            }
            ("external_call", _) | ("conversation", "onDataReady") => {
                self.facts.extend(external_data(scene.settings));
            }
            _ => {}
        }
        tracing::trace!(node = %node.id, at, outcome, "sandbox session steps");
    }
}

/// Address of a person who chose the outcome without giving one.
pub(super) const PLACEHOLDER_EMAIL: &str = "person@sandbox.example";

/// The fact a code node sends to.
pub(super) fn contact(node_type: &str) -> Option<&'static str> {
    match node_type {
        "two_factor_email" => Some("email"),
        "two_factor_sms" => Some("phone"),
        _ => None,
    }
}

/// What external calls answer here: the sandbox makes no outbound call, so the answer is `metadata.sandboxExternalData`,
/// of which scalars are kept as the `FaceSign` API does.
pub(super) fn external_data(settings: &SessionSettings) -> Map<String, Value> {
    let given = settings
        .metadata
        .get("sandboxExternalData")
        .and_then(Value::as_object);
    let scalar = |value: &Value| !value.is_object() && !value.is_array() && !value.is_null();
    given
        .into_iter()
        .flatten()
        .filter(|(_, v)| scalar(v))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}
