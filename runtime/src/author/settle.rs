//! Until nothing stands against the flow: what validity demands is added, what cannot stand is taken back and asked for.

use std::collections::BTreeMap;

use flow_core::schema::{Field, Kind, Need, NodeType};
use serde_json::{Value, json};

use super::compose::{Composed, Defaults, can_stand_in, compose};
use super::note::Note;
use super::prose::{self, Talk};
use super::question::{Questions, Topic};
use super::step::{Step, StepType};
use crate::flow::{self, Checked, Finding, Severity};

/// What is added to greeting words that are too short for the camera.
const MORE_WORDS: &str = "I will guide you through a short check, one step after the other. Please stay in front of the camera.";
const MORE_GOAL: &str = "Explain in two or three sentences that a short check follows and that they should stay in front of the camera.";

/// A step with the reason why it is there, where nobody asked for it.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) step: Step,
    pub(super) because: Option<&'static str>,
}

/// A flow against which nothing stands that the builder could mend.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) planned: Vec<Planned>,
    pub(super) ids: Vec<String>,
    pub(super) flow: Value,
    pub(super) checked: Checked,
}

/// Composes the steps; every round mends one finding, so that it ends after as many as there are things to take back.
pub(super) fn settle(
    steps: Vec<Step>,
    defaults: Defaults,
    notes: &mut Vec<Note>,
    questions: &mut Questions<'_>,
) -> Settled {
    let mut planned: Vec<Planned> = steps
        .into_iter()
        .filter(|step| is_complete(step, questions))
        .map(|step| Planned {
            step,
            because: None,
        })
        .collect();
    guard_fallbacks(&mut planned, notes);
    permissions_first(&mut planned, notes);
    loop {
        give_sources(&mut planned);
        let steps: Vec<Step> = planned.iter().map(|one| one.step.clone()).collect();
        let composed = compose(&steps, defaults);
        let checked = flow::check_value(&composed.flow);
        let against: Vec<&Finding> = checked
            .findings
            .iter()
            .filter(|finding| finding.severity != Severity::Note)
            .collect();
        let mended = against
            .iter()
            .any(|finding| mend(finding, &composed, &mut planned, notes, questions));
        if !mended {
            let Composed { flow, ids, .. } = composed;
            return Settled {
                planned,
                ids,
                flow,
                checked,
            };
        }
    }
}

/// Whether the step has every field that its node cannot do without; else it is asked for.
fn is_complete(step: &Step, questions: &mut Questions<'_>) -> bool {
    let kind = step.kind.node_type();
    let Some(field) = missing(step) else {
        return true;
    };
    let topic = if kind == NodeType::ExternalCall {
        Topic::Address
    } else {
        Topic::Wording
    };
    let text = format!(
        "A {} step needs `fields.{}` ({}); it is left out until then. What should it be?",
        kind.name(),
        field.name,
        field.meaning.text()
    );
    questions.ask(topic, text, &[], Some("left out"));
    false
}

/// The first field that the node cannot do without, and that neither the step nor the builder gives.
fn missing(step: &Step) -> Option<&'static Field> {
    let kind = step.kind.node_type();
    let mut fields = kind.spec().fields.iter();
    fields.find(|field| {
        let open = !field.holds_edges() || matches!(field.kind, Kind::Comparisons(_));
        open && field.need == Need::Required
            && !has_default(kind)
            && !step.fields.contains_key(field.name)
    })
}

/// Whether the builder fills the required fields of such a node by itself.
fn has_default(kind: NodeType) -> bool {
    matches!(
        kind,
        NodeType::Permissions
            | NodeType::Conversation
            | NodeType::DocumentScan
            | NodeType::FaceCompare
    )
}

/// Asks for camera and microphone once and at the beginning: what comes before may already need them, and the greeting
/// has to stand between them and the first video check (F4002).
fn permissions_first(planned: &mut Vec<Planned>, notes: &mut Vec<Note>) {
    let asks = |one: &Planned| one.step.kind.node_type() == NodeType::Permissions;
    let Some(place) = planned.iter().position(asks) else {
        return;
    };
    let count = planned.len();
    let first = planned.remove(place);
    planned.retain(|one| !asks(one));
    planned.insert(0, first);
    if place > 0 || planned.len() < count {
        let text = "Asked for once, at the beginning: later checks already need the camera.";
        notes.push(Note::new("permissions", text));
    }
}

/// Takes back what may be done instead where it cannot stand, or where a later step needs what it would skip.
fn guard_fallbacks(planned: &mut [Planned], notes: &mut Vec<Note>) {
    let relies = |kind: NodeType| {
        matches!(
            kind,
            NodeType::FaceCompare | NodeType::DataValidation | NodeType::FieldCondition
        )
    };
    for position in 0..planned.len() {
        let needed = planned[position + 1..]
            .iter()
            .any(|later| relies(later.step.kind.node_type()));
        let step = &mut planned[position].step;
        let Some(kind) = step.fallback else { continue };
        if !can_stand_in(kind) || kind == step.kind || needed {
            let why = if needed {
                "a later step needs what it collects"
            } else {
                "it cannot stand in for this step"
            };
            notes.push(Note::new(
                step.kind.name(),
                format!("`{}` is not done instead: {why}.", kind.name()),
            ));
            step.fallback = None;
        }
    }
}

/// Gives comparisons their two images, from steps before them; where there is none, a document is scanned first.
fn give_sources(planned: &mut Vec<Planned>) {
    let mut position = 0;
    while position < planned.len() {
        let (before, rest) = planned.split_at_mut(position);
        let step = &mut rest[0].step;
        if step.kind.node_type() == NodeType::FaceCompare {
            let had = |kind: NodeType| before.iter().any(|one| one.step.kind.node_type() == kind);
            let (scan, document) = (had(NodeType::FaceScan), had(NodeType::DocumentScan));
            if !scan && !document && !step.fields.contains_key("sourceB") {
                planned.insert(position, document_first());
                continue;
            }
            fill_sources(step, scan, document);
        }
        position += 1;
    }
}

/// Names the images that were not named, among those there are; never the same one twice.
pub(super) fn fill_sources(step: &mut Step, scan: bool, document: bool) {
    let best = match (scan, document) {
        (true, true) => ["faceScan", "documentPhoto"],
        (true, false) => ["sessionVideo", "faceScan"],
        (false, _) => ["sessionVideo", "documentPhoto"],
    };
    for (name, other, source) in [
        ("sourceA", "sourceB", best[0]),
        ("sourceB", "sourceA", best[1]),
    ] {
        if step.fields.contains_key(name) {
            continue;
        }
        let taken = step
            .fields
            .get(other)
            .is_some_and(|image| image["source"] == source);
        let source = if taken { "sessionVideo" } else { source };
        step.fields
            .insert(name.to_owned(), json!({"source": source}));
    }
}

fn document_first() -> Planned {
    let step = Step {
        kind: StepType::of(NodeType::DocumentScan).unwrap_or_default(),
        ..Step::default()
    };
    Planned {
        step,
        because: Some(
            "a face comparison needs a second image, so the document with the photo is scanned first",
        ),
    }
}

/// Takes one step towards a flow without this finding; answers whether anything was changed.
fn mend(
    finding: &Finding,
    composed: &Composed,
    planned: &mut Vec<Planned>,
    notes: &mut Vec<Note>,
    questions: &mut Questions<'_>,
) -> bool {
    if finding.name == "camera-warm-up" {
        return warm_up(planned, notes);
    }
    let mut path = finding.pointer.split('/').skip(1);
    let node = path
        .next()
        .and_then(|index| composed.flow.get(index.parse::<usize>().ok()?));
    let owner = node.and_then(|node| composed.owners.get(node["id"].as_str()?));
    let Some(position) = owner.copied().filter(|&position| position < planned.len()) else {
        return false;
    };
    let step = &mut planned[position].step;
    let field = path.next().unwrap_or_default();
    let about = composed.ids[position].as_str();
    let why = format!("{} ({})", finding.message, finding.code);
    if step.fields.remove(field).is_some() {
        let text = format!("`{field}` of `{about}` was left out: {why}. What should it be?");
        questions.ask(Topic::Wording, text, &[], Some("left out"));
    } else if let Some(intent) = step.intent.take() {
        step.expects_reply = None;
        let text = format!(
            "The wording \"{intent}\" of `{about}` was replaced: {why}. How should it read, in English?"
        );
        questions.ask(Topic::Wording, text, &[], Some("the built-in wording"));
    } else if !step.fields.is_empty() || step.fallback.is_some() {
        step.fields.clear();
        step.fallback = None;
        notes.push(Note::new(
            about,
            format!("Fields and fallback were left out: {why}."),
        ));
    } else {
        return false;
    }
    if missing(step).is_some() {
        planned.remove(position);
    }
    true
}

/// Makes the avatar speak long enough before the first node that analyses video.
fn warm_up(planned: &mut Vec<Planned>, notes: &mut Vec<Note>) -> bool {
    let after_permissions = planned
        .first()
        .is_some_and(|one| one.step.kind.node_type() == NodeType::Permissions);
    let place = usize::from(after_permissions);
    let opening = planned.get_mut(place).filter(|one| {
        one.step.kind.node_type() == NodeType::Conversation && Talk::of(&one.step) == Talk::Tell
    });
    if let Some(Planned {
        step,
        because: None,
    }) = opening
        && let Some(intent) = &mut step.intent
    {
        let exact = intent.trim_start().to_lowercase().starts_with("say:");
        let more = if exact { MORE_WORDS } else { MORE_GOAL };
        if !intent.ends_with(more) {
            *intent = format!("{} {more}", intent.trim_end());
            notes.push(Note::new(
                prose::id(step),
                "The greeting was made longer: video checks need at least 5 seconds of camera feed before them.",
            ));
            return true;
        }
    }
    let greeted = planned.iter().any(|one| one.because == Some(WARM_UP));
    if !greeted {
        planned.insert(place, greeting());
    }
    !greeted
}

pub(super) const WARM_UP: &str = "video checks need at least 5 seconds of camera feed before them, so the avatar greets the user first";

pub(super) fn greeting() -> Planned {
    let step = Step {
        id: Some("greeting".to_owned()),
        intent: Some(prose::GREETING.to_owned()),
        expects_reply: Some(false),
        ..Step::default()
    };
    Planned {
        step,
        because: Some(WARM_UP),
    }
}

/// Notes about the steps that validity demanded, by node id.
pub(super) fn reasons(settled: &Settled) -> BTreeMap<&str, &'static str> {
    let steps = settled.ids.iter().zip(&settled.planned);
    steps
        .filter_map(|(id, planned)| Some((id.as_str(), planned.because?)))
        .collect()
}
