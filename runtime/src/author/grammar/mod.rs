//! The phrase grammar: a description in plain English becomes steps, settings and questions.
//!
//! `text` parts sentences and words, `typo` mends slips, `clause` finds the phrases of `table`, `sentence` reads them
//! clause by clause into mentions, `order` puts these in order, and this file turns them into steps. What no phrase
//! covers is asked for and never guessed.

mod clause;
mod leftover;
mod means;
mod mention;
mod order;
mod pattern;
mod sentence;
mod setting;
mod table;
mod talk;
mod text;
mod typo;
mod wants;

use flow_core::schema::NodeType as Node;
use serde_json::{Map, Value, json};

use self::means::Means;
use self::mention::{Mention, Mentions, Want};
use self::sentence::Reader;
use super::note::Note;
use super::question::{Questions, Topic};
use super::step::{OnFailure, Step, StepType};

pub use table::markdown;

/// Answers that several questions share.
const LEAVE_OUT: &str = "leave out";

/// What a description says.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) steps: Vec<Step>,
    /// Languages named; empty for all.
    pub(super) langs: Option<Vec<String>>,
    pub(super) on_failure: Option<OnFailure>,
    pub(super) retries: Option<u8>,
    pub(super) notes: Vec<Note>,
}

/// Reads a description.
pub(super) fn read(text: &str, questions: &mut Questions<'_>) -> Reading {
    let mut notes = Vec::new();
    let mut mentions = mentions(text, &mut notes);
    let further = clarify(&mut mentions, questions);
    for answer in &further {
        // An answer in words is read like the description, after it.
        let more = self::mentions(answer, &mut notes);
        for mention in more.all {
            mentions.add(mention);
        }
    }
    let steps = steps(&mut mentions, questions, &mut notes);
    if steps.is_empty() && !questions.has_open() {
        let text = "What should be checked? Name the steps: liveness, face recognition, document scan, a question, an email or SMS code …";
        questions.ask(Topic::What, text, &[], None);
    }
    if mentions.endless {
        notes.push(Note::new(
            "retries",
            "Attempts without an end are not laid: 3 further ones at most.",
        ));
    }
    for words in &mentions.afterwards {
        let text = "Your app does this once the session has reached the end `verified`.";
        notes.push(Note::new(words, text));
    }
    Reading {
        steps,
        langs: mentions.langs,
        on_failure: mentions.on_failure,
        retries: mentions.retries,
        notes,
    }
}

/// The codes of the languages named in an answer; none for all of them.
pub(super) fn languages(answer: &str) -> Vec<String> {
    let mut langs = Vec::new();
    for token in text::sentences(answer)
        .concat()
        .iter()
        .filter(|token| !token.mark)
    {
        match table::phrase(std::slice::from_ref(token)) {
            Some((Means::Language(code), _)) => langs.push(code.to_owned()),
            Some((Means::AllLanguages | Means::And, _)) => {}
            _ if token.text == "all" || token.text == "every" => {}
            _ => langs.push(token.text.clone()),
        }
    }
    langs
}

fn mentions(text: &str, notes: &mut Vec<Note>) -> Mentions {
    let mut sentences = text::sentences(text);
    for (word, meant) in typo::correct(&mut sentences) {
        notes.push(Note::new(word, format!("Read as `{meant}`.")));
    }
    let mut reader = Reader::new(text);
    for (number, sentence) in sentences.iter().enumerate() {
        reader.sentence(sentence, number == 0);
    }
    reader.read
}

/// Asks about what was read and cannot be placed; answers in words come back.
fn clarify(mentions: &mut Mentions, questions: &mut Questions<'_>) -> Vec<String> {
    let mut further = Vec::new();
    let mut asked = |topic: Topic, text: String| {
        let answer = questions.ask(topic, text, &[], Some(LEAVE_OUT));
        further.extend(
            answer
                .filter(|answer| *answer != LEAVE_OUT)
                .map(str::to_owned),
        );
    };
    for words in &mentions.missing {
        asked(
            Topic::Unavailable,
            format!(
                "FaceSign does not offer \"{words}\". What should be done instead, or `{LEAVE_OUT}`?"
            ),
        );
    }
    for words in &mentions.conditions {
        asked(
            Topic::Condition,
            format!(
                "\"{words}\": the flow cannot know this by itself. Decide in your app which flow to start, or give a \
                 `field_condition` step on a provided field; until then every step named is done. What should hold?"
            ),
        );
    }
    let loose = mentions.loose.iter().filter(|_| !mentions.uses_channels());
    if !mentions.all.is_empty() {
        for words in mentions.unplaced.iter().chain(loose) {
            asked(
                Topic::Unplaced,
                format!("\"{words}\" could not be placed. Say it as a step, or `{LEAVE_OUT}`."),
            );
        }
    }
    for words in std::mem::take(&mut mentions.no_langs) {
        let text = format!(
            "The catalogue has no language \"{words}\". Which one should be offered instead?"
        );
        let answer = questions.ask(Topic::Language, text, &[], Some(LEAVE_OUT));
        if let Some(answer) = answer.filter(|answer| *answer != LEAVE_OUT) {
            mentions
                .langs
                .get_or_insert_default()
                .extend(languages(answer));
        }
    }
    further
}

/// The mentions as steps in the order of the flow.
fn steps(
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
    for place in order::order(mentions) {
        let mention = &mentions.all[place];
        for kind in kinds(mention, mentions, questions, notes) {
            let excluded = contradicted.contains(&kind);
            let again = kind != Node::Conversation
                && steps.iter().any(|step| step.kind.node_type() == kind);
            if let (false, false, Some(kind)) = (excluded, again, StepType::of(kind)) {
                steps.push(step(mention, kind, questions));
            }
        }
    }
    steps
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
        intent: super::prose::CALM_QUESTION.to_owned(),
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
    if let [only] = BOTH
        .into_iter()
        .filter(|kind| !excluded(kind))
        .collect::<Vec<_>>()
        .as_slice()
    {
        return vec![*only];
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
        _ => Value::Null,
    };
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// Whether the words of a talk name no subject: "ask a few questions".
fn says_nothing(intent: &str) -> bool {
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
