//! From steps to nodes: every outcome linked, attempts laid out one after the other, ends apart.

use std::collections::BTreeMap;

use flow_core::schema::{Field, Kind, Need, NodeType, Verdict};
use serde_json::{Map, Value, json};

use super::draft::{Draft, Ending};
use super::prose::{self, Talk};
use super::step::{MAX_RETRIES, OnFailure, Step, StepType};

/// What holds where a step says nothing itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Defaults {
    pub(super) on_failure: OnFailure,
    pub(super) retries: u8,
}

impl Default for Defaults {
    /// One more attempt: enough for bad light, and short enough for an attacker.
    fn default() -> Self {
        Self {
            on_failure: OnFailure::Reject,
            retries: 1,
        }
    }
}

/// A flow with the step that each node belongs to.
#[derive(Clone, Debug)]
pub(super) struct Composed {
    pub(super) flow: Value,
    /// Node id of every step.
    pub(super) ids: Vec<String>,
    /// Position of the step by id of the node.
    pub(super) owners: BTreeMap<String, usize>,
}

/// Lays steps one after the other from a start to an end.
pub(super) fn compose(steps: &[Step], defaults: Defaults) -> Composed {
    let mut draft = Draft::default();
    let ids: Vec<String> = steps.iter().map(|step| name(&mut draft, step)).collect();
    let done = draft.end(Ending::Verified);
    let first = ids.first().unwrap_or(&done);
    draft.push(json!({"id": "start", "type": "start", "outcome": first}));
    let mut owners = BTreeMap::new();
    for (position, step) in steps.iter().enumerate() {
        let next = ids.get(position + 1).unwrap_or(&done);
        let laid = lay(&mut draft, step, &ids[position], next, defaults);
        owners.extend(laid.into_iter().map(|id| (id, position)));
    }
    draft.close_talks();
    Composed {
        flow: draft.into_flow(),
        ids,
        owners,
    }
}

/// Gives a step its id: the wished one in the form of the recipes, else one by its type.
pub(super) fn name(draft: &mut Draft, step: &Step) -> String {
    let wished = step.id.as_deref().map(snake).unwrap_or_default();
    let wanted = if wished.is_empty() {
        prose::id(step)
    } else {
        &wished
    };
    draft.name(wanted)
}

/// Lower-case letters, digits and underscores, at most 40 of them.
pub(super) fn snake(id: &str) -> String {
    let mut snake = String::new();
    for char in id.chars().take(40) {
        match char.to_ascii_lowercase() {
            letter if letter.is_ascii_alphanumeric() => snake.push(letter),
            _ if snake.ends_with('_') || snake.is_empty() => {}
            _ => snake.push('_'),
        }
    }
    snake.trim_end_matches('_').to_owned()
}

/// Lays the nodes of one step, from the node `id` on to the node `next`; answers their ids.
pub(super) fn lay(
    draft: &mut Draft,
    step: &Step,
    id: &str,
    next: &str,
    defaults: Defaults,
) -> Vec<String> {
    let mut layer = Layer {
        draft,
        step,
        next,
        on_failure: step.on_failure.unwrap_or(defaults.on_failure),
        laid: Vec::new(),
    };
    match step.kind.node_type() {
        NodeType::Conversation => layer.talk(id),
        _ => layer.check(
            id,
            step.retries.unwrap_or(defaults.retries).min(MAX_RETRIES),
        ),
    }
    layer.laid
}

struct Layer<'a> {
    draft: &'a mut Draft,
    step: &'a Step,
    next: &'a str,
    on_failure: OnFailure,
    laid: Vec<String>,
}

impl Layer<'_> {
    fn push(&mut self, node: Value) {
        self.laid.extend(node["id"].as_str().map(str::to_owned));
        self.draft.push(node);
    }

    /// Where a failed check leads.
    fn failed(&mut self) -> String {
        self.draft.end(match self.on_failure {
            OnFailure::Reject => Ending::Rejected,
            OnFailure::Review => Ending::Review,
        })
    }

    /// Where attempts lead that came to nothing.
    fn exhausted(&mut self) -> String {
        let end = self.draft.end(match self.on_failure {
            OnFailure::Reject => Ending::NotCompleted,
            OnFailure::Review => Ending::Review,
        });
        if self.step.kind.node_type() != NodeType::LivenessDetection {
            return end;
        }
        // A person who could not be seen is told so before the session ends (F5008).
        let goodbye = self.draft.name("not_seen");
        self.push(json!({
            "id": goodbye, "type": "conversation", "prompt": prose::NOT_SEEN,
            "doesNotRequireReply": true, "outcomes": [outcome("finish", "", &end)],
        }));
        goodbye
    }

    fn talk(&mut self, id: &str) {
        let talk = Talk::of(self.step);
        let prompt = match (&self.step.intent, self.step.coercion) {
            (Some(intent), _) => intent.as_str(),
            (None, true) => prose::CALM_QUESTION,
            (None, false) => prose::OPEN_QUESTION,
        };
        let (way_on, condition) = talk.way_on();
        let mut outcomes = vec![outcome(way_on, condition, self.next)];
        let goodbye = self
            .step
            .coercion
            .then(|| self.draft.name("discreet_goodbye"));
        if let Some(goodbye) = &goodbye {
            outcomes.push(outcome("under_pressure", prose::UNDER_PRESSURE, goodbye));
        }
        if talk != Talk::Tell {
            outcomes.push(outcome("refuses", prose::REFUSES, &self.failed()));
            let end = self.draft.end(Ending::NotCompleted);
            outcomes.push(outcome("no_answer", prose::NO_ANSWER, &end));
        }
        self.push(self.with_fields(json!({
            "id": id, "type": "conversation", "prompt": prompt, "outcomes": outcomes,
        })));
        if let Some(goodbye) = goodbye {
            let end = self.draft.end(Ending::Coercion);
            self.push(json!({
                "id": goodbye, "type": "conversation", "prompt": prose::DISCREET_GOODBYE,
                "doesNotRequireReply": true, "outcomes": [outcome("finish", "", &end)],
            }));
        }
    }

    /// A check, once or several times, and what to do instead where it fails.
    fn check(&mut self, id: &str, retries: u8) {
        let fields = self.step.kind.node_type().spec().fields;
        let repeatable = has_unclear(fields);
        let fallback = self.step.fallback.filter(|kind| *kind != self.step.kind);
        let instead = fallback.map(|kind| {
            let wanted = prose::id(&Step {
                kind,
                ..Step::default()
            });
            self.draft.name(&format!("{wanted}_instead"))
        });
        let attempts = if repeatable { retries } else { 0 };
        let mut this = id.to_owned();
        for attempt in 0..=attempts {
            let again = (attempt < attempts).then(|| {
                let help = prose::help(self.step.kind);
                (help, self.draft.name(help.id), self.draft.name(id))
            });
            let unclear = again.as_ref().map(|(_, help, _)| help.as_str());
            self.attempt(&this, unclear, instead.as_deref(), retries);
            if let Some((help, help_id, next)) = again {
                let end = self.draft.end(Ending::NotCompleted);
                self.push(json!({
                    "id": help_id, "type": "conversation", "prompt": help.prompt, "outcomes": [
                        outcome("ready", prose::READY, &next), outcome("gives_up", prose::GIVES_UP, &end)],
                }));
                this = next;
            }
        }
        if let (Some(kind), Some(instead)) = (fallback, instead) {
            let step = Step {
                kind,
                on_failure: self.step.on_failure,
                ..Step::default()
            };
            let defaults = Defaults {
                on_failure: self.on_failure,
                retries: 0,
            };
            self.laid
                .extend(lay(self.draft, &step, &instead, self.next, defaults));
        }
    }

    fn attempt(&mut self, id: &str, unclear: Option<&str>, instead: Option<&str>, retries: u8) {
        let kind = self.step.kind.node_type();
        let mut node = json!({"id": id, "type": kind.name()});
        defaults_of(kind, &mut node);
        if let (true, Some(_)) = (kind.spec().traits.sends_code, self.step.retries) {
            node["maxAttempts"] = json!(retries + 1);
        }
        let spoken = kind
            .spec()
            .fields
            .iter()
            .find(|field| matches!(field.kind, Kind::Prompt));
        if let (Some(field), Some(intent)) = (spoken, &self.step.intent) {
            node[field.name] = json!(intent);
        }
        let mut node = self.with_fields(node);
        for field in kind.spec().fields {
            match field.kind {
                Kind::Target if field.name == "outcome" => node[field.name] = json!(self.next),
                Kind::Target => node[field.name] = json!(self.failed()),
                Kind::Outcomes(outcomes) => {
                    let map = outcomes
                        .iter()
                        .filter(|outcome| outcome.need != Need::Optional);
                    let map: Map<String, Value> = map
                        .map(|outcome| {
                            let target = self.target(outcome, unclear, instead);
                            (outcome.name.to_owned(), Value::String(target))
                        })
                        .collect();
                    node[field.name] = Value::Object(map);
                }
                Kind::Branches(_) => {
                    node[field.name] = json!([
                        outcome("passed", "passed", self.next),
                        outcome("failed", "failed", &self.failed())
                    ]);
                }
                Kind::Comparisons(_) => {
                    for rule in node[field.name].as_array_mut().into_iter().flatten() {
                        if let Value::Object(rule) = rule {
                            rule.insert("outcome".to_owned(), json!(self.next));
                        }
                    }
                }
                _ => {}
            }
        }
        self.push(node);
    }

    fn target(&mut self, outcome: &Field, unclear: Option<&str>, instead: Option<&str>) -> String {
        let sends_code = self.step.kind.node_type().spec().traits.sends_code;
        // A fake face is no reason to try something easier.
        let fake = self.step.kind.node_type() == NodeType::LivenessDetection;
        match outcome.verdict.unwrap_or(Verdict::Broken) {
            Verdict::Passed => self.next.to_owned(),
            Verdict::Failed => match instead.filter(|_| !fake) {
                Some(instead) => instead.to_owned(),
                None => self.failed(),
            },
            Verdict::Unclear => match unclear.or(instead) {
                Some(target) => target.to_owned(),
                None => self.exhausted(),
            },
            // A code that was not delivered may be sent in another way.
            Verdict::Broken if sends_code && instead.is_some() => {
                instead.unwrap_or_default().to_owned()
            }
            Verdict::Broken => self.draft.end(Ending::Review),
            Verdict::Declined => self.draft.end(Ending::NotCompleted),
        }
    }

    /// Puts the further fields of the step into its node; edges, id and type stay the builder's.
    fn with_fields(&self, mut node: Value) -> Value {
        for (name, value) in &self.step.fields {
            let own = self
                .step
                .kind
                .node_type()
                .spec()
                .fields
                .iter()
                .find(|field| field.name == *name);
            if own.is_some_and(|field| {
                !field.holds_edges() || matches!(field.kind, Kind::Comparisons(_))
            }) {
                node[name.as_str()] = value.clone();
            }
        }
        node
    }
}

fn outcome(id: &str, condition: &str, target: &str) -> Value {
    json!({"id": id, "condition": condition, "targetNodeId": target})
}

/// Whether further attempts at such a step are laid, or counted by the node.
pub(super) fn repeats(kind: NodeType) -> bool {
    kind.spec().traits.sends_code || has_unclear(kind.spec().fields)
}

/// Whether another attempt may help.
fn has_unclear(fields: &[Field]) -> bool {
    fields.iter().any(|field| match field.kind {
        Kind::Outcomes(outcomes) => outcomes
            .iter()
            .any(|one| one.verdict == Some(Verdict::Unclear)),
        _ => false,
    })
}

/// Fields that the node table demands, where one choice serves most authors.
fn defaults_of(kind: NodeType, node: &mut Value) {
    match kind {
        NodeType::Permissions => node["permissions"] = json!({"camera": true, "microphone": true}),
        NodeType::DocumentScan => {
            node["scanningMode"] = json!("automatic");
            node["allowedDocumentTypes"] = json!(["passport", "id", "dl"]);
        }
        NodeType::FaceScan => {
            node["captureInstructions"] =
                json!("Hold your face inside the oval and look straight ahead.");
        }
        _ => {}
    }
}

/// The step kinds that may be done instead of another: complete in themselves.
pub(super) fn can_stand_in(kind: StepType) -> bool {
    matches!(
        kind.node_type(),
        NodeType::LivenessDetection
            | NodeType::FaceScan
            | NodeType::Recognition
            | NodeType::DocumentScan
            | NodeType::TwoFactorEmail
            | NodeType::TwoFactorSms
    )
}
