//! Mentions become steps: what is contradicted is left out, what can be done in several ways is asked for.

use flow_core::schema::NodeType as Node;
use serde_json::{Map, Value, json};

use super::LEAVE_OUT;
use super::mention::{Mention, Mentions, Want};
use super::order;
use crate::author::note::Note;
use crate::author::prose;
use crate::author::question::{Questions, Topic};
use crate::author::step::{Step, StepType};

/// The mentions as steps in the order of the flow.
pub(super) fn steps(
    mentions: &mut Mentions,
    questions: &mut Questions<'_>,
    notes: &mut Vec<Note>,
) -> Vec<Step> {
    take_up_coercion(mentions);
    let contradicted = contradictions(mentions, questions);
    if order::is_contested(mentions) {
        let text = "Several steps shall come first; they come in the order of the text. Name the one that comes first.";
        questions.ask(Topic::Order, text, &[], Some("the order of the text"));
    }
    let mut steps: Vec<Step> = Vec::new();
    let left_out = alternatives(mentions, questions);
    let order = order::order(mentions).into_iter();
    for place in order.filter(|place| !left_out.contains(place)) {
        let mention = &mentions.all[place];
        for kind in kinds(mention, mentions, questions, notes) {
            let Some(kind) = StepType::of(kind).filter(|_| !contradicted.contains(&kind)) else {
                continue;
            };
            let mut known = steps
                .iter_mut()
                .filter(|step| kind != StepType::default() && step.kind == kind);
            match known.next() {
                Some(known) => settle_again(known, mention),
                None => steps.push(step(mention, kind, questions)),
            }
        }
    }
    steps
}

/// What is said of a step where it is named once more.
fn settle_again(step: &mut Step, mention: &Mention) {
    step.retries = mention.retries.or(step.retries);
    step.on_failure = mention.on_failure.or(step.on_failure);
    step.fallback = mention.fallback.or(step.fallback);
    step.fields
        .append(&mut fields(mention, step.kind.node_type()));
}

/// Asks which of two steps is meant; answers the places that are left out.
fn alternatives(mentions: &Mentions, questions: &mut Questions<'_>) -> Vec<usize> {
    let mut left_out = Vec::new();
    for &(one, other) in &mentions.either {
        let [first, second] = [one, other].map(|place| mentions.all[place].words.as_str());
        let text = format!(
            "\"{first}\" or \"{second}\": the flow cannot let the person choose. Which one, or both one after the other?"
        );
        match questions.ask(Topic::Choice, text, &[first, second, "both"], Some("both")) {
            Some(answer) if answer == first => left_out.push(other),
            Some(answer) if answer == second => left_out.push(one),
            _ => {}
        }
    }
    left_out
}

/// Coercion is noticed in a talk: in the first one, or in one of its own before the codes.
fn take_up_coercion(mentions: &mut Mentions) {
    if !mentions.coercion {
        return;
    }
    if let Some(talk) = mentions.all.iter_mut().find(|mention| mention.is_talk()) {
        talk.coercion = true;
        return;
    }
    let want = Want::Talk {
        intent: prose::CALM_QUESTION.to_owned(),
        tells: false,
    };
    let mut talk = Mention::new(want, "coercion");
    talk.coercion = true;
    mentions.all.push(talk);
}

/// Steps that are wanted in one place and excluded in another; left out unless the answer keeps them.
fn contradictions(mentions: &Mentions, questions: &mut Questions<'_>) -> Vec<Node> {
    let mut left_out = Vec::new();
    for (kind, words) in &mentions.excluded {
        let wanted = match kind {
            Node::Conversation => mentions.all.iter().find(|mention| mention.is_talk()),
            kind => mentions.all.iter().find(|mention| mention.is(*kind)),
        };
        let Some(wanted) = wanted.filter(|_| !left_out.contains(kind)) else {
            continue;
        };
        let text = format!(
            "\"{}\" is wanted, and \"{words}\" is excluded. Which holds?",
            wanted.words
        );
        if questions.ask(
            Topic::Contradiction,
            text,
            &["keep", LEAVE_OUT],
            Some(LEAVE_OUT),
        ) != Some("keep")
        {
            left_out.push(*kind);
        }
    }
    left_out
}

/// The node types that a mention stands for.
fn kinds(
    mention: &Mention,
    mentions: &Mentions,
    questions: &mut Questions<'_>,
    notes: &mut Vec<Note>,
) -> Vec<Node> {
    match &mention.want {
        Want::Step(kind) => vec![*kind],
        Want::Talk { .. } => vec![Node::Conversation],
        Want::Code { channels, either } => {
            code(mention, channels, *either, mentions, questions, notes)
        }
        Want::Identity if mention.title && mentions.all.iter().any(Mention::is_check) => {
            let text = "The checks named beside it say how.";
            notes.push(Note::new(&mention.words, text));
            Vec::new()
        }
        Want::Identity => {
            let choices = [
                "recognition",
                "document_scan",
                "face_scan",
                "liveness_detection",
                LEAVE_OUT,
            ];
            let text = format!(
                "\"{}\": by a face registered before (recognition), an identity document, a new picture of the face, or only \
                 as a live person?",
                mention.words
            );
            let answer = questions.ask(Topic::Identity, text, &choices, Some(LEAVE_OUT));
            let chosen = StepType::all().find(|kind| Some(kind.name()) == answer);
            chosen.map(StepType::node_type).into_iter().collect()
        }
    }
}

fn code(
    mention: &Mention,
    channels: &[Node],
    either: bool,
    mentions: &Mentions,
    questions: &mut Questions<'_>,
    notes: &mut Vec<Note>,
) -> Vec<Node> {
    const BOTH: [Node; 2] = [Node::TwoFactorEmail, Node::TwoFactorSms];
    let excluded = |kind: &Node| {
        mentions
            .excluded
            .iter()
            .any(|(excluded, _)| excluded == kind)
    };
    let usable: Vec<Node> = channels
        .iter()
        .copied()
        .filter(|kind| !excluded(kind))
        .collect();
    if !usable.is_empty() && !either {
        return usable;
    }
    if !either && let Some(known) = BOTH.into_iter().find(|kind| mentions.of(*kind).is_some()) {
        notes.push(Note::new(
            &mention.words,
            format!("Taken for the `{}` named elsewhere.", known.name()),
        ));
        return vec![known];
    }
    if !either && !excluded(&Node::TwoFactorEmail) && mentions.of(Node::EnterEmail).is_some() {
        let text = "Sent to the email address that is collected.";
        notes.push(Note::new(&mention.words, text));
        return vec![Node::TwoFactorEmail];
    }
    if let [only] = BOTH
        .into_iter()
        .filter(|kind| !excluded(kind))
        .collect::<Vec<_>>()
        .as_slice()
    {
        return vec![*only];
    }
    let instead = mentions.all.iter().filter_map(|one| one.fallback);
    let mut codes = instead.filter(|kind| BOTH.contains(&kind.node_type()));
    if let Some(kind) = codes.next().filter(|_| mention.retries.is_some()) {
        let text = format!(
            "Taken for the `{}` that is done instead; it allows 3 entries.",
            kind.name()
        );
        notes.push(Note::new(&mention.words, text));
        return Vec::new();
    }
    // What the question about something missing says settles the channel, too.
    let missing = !mentions.missing.is_empty() && channels.is_empty();
    if missing {
        notes.push(Note::new(
            &mention.words,
            "The code is sent by SMS until the question is answered.",
        ));
        return vec![Node::TwoFactorSms];
    }
    let text = format!("\"{}\": how should the code be sent?", mention.words);
    match questions.ask(
        Topic::Channel,
        text,
        &["email", "sms", "both"],
        Some("email"),
    ) {
        Some("sms") => vec![Node::TwoFactorSms],
        Some("both") => BOTH.to_vec(),
        _ => vec![Node::TwoFactorEmail],
    }
}

fn step(mention: &Mention, kind: StepType, questions: &mut Questions<'_>) -> Step {
    let mut step = Step {
        kind,
        coercion: mention.coercion,
        retries: mention.retries,
        on_failure: mention.on_failure,
        fallback: mention.fallback,
        fields: fields(mention, kind.node_type()),
        ..Step::default()
    };
    if let Want::Talk { intent, tells } = &mention.want {
        step.expects_reply = Some(!tells || mention.coercion);
        step.intent = Some(intent.clone());
        if !tells && says_nothing(intent) {
            let text = format!("\"{}\": what should the avatar ask?", mention.words);
            let answer = questions.ask(Topic::Question, text, &[], Some("an open question"));
            step.intent = answer.map(str::to_owned);
        }
    }
    step
}

fn fields(mention: &Mention, kind: Node) -> Map<String, Value> {
    let fields = match (kind, &mention.value) {
        (Node::ExternalCall, Some(url)) => json!({"request": {"url": url}}),
        (Node::DataValidation, Some(value)) => {
            json!({"validation": {"field": "email", "action": "contains", "value": value}})
        }
        (Node::DocumentScan, _) if !mention.documents.is_empty() => {
            json!({"allowedDocumentTypes": mention.documents})
        }
        (Node::TwoFactorEmail | Node::TwoFactorSms, _) if mention.digits.is_some() => {
            json!({"otpLength": mention.digits})
        }
        _ => Value::Null,
    };
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// Whether the words of a talk name no subject: "ask a few questions".
pub(super) fn says_nothing(intent: &str) -> bool {
    const EMPTY: [&str; 36] = [
        "ask",
        "asks",
        "the",
        "a",
        "an",
        "some",
        "few",
        "question",
        "questions",
        "something",
        "anything",
        "security",
        "personal",
        "user",
        "users",
        "customer",
        "them",
        "have",
        "conversation",
        "short",
        "talk",
        "with",
        "to",
        "in",
        "then",
        "person",
        "caller",
        "of",
        "him",
        "her",
        "simple",
        "quick",
        "brief",
        "chat",
        "dialogue",
        "client",
    ];
    let lower = intent.to_lowercase();
    let mut words = lower
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.all(|word| EMPTY.contains(&word))
}
