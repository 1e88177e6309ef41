//! The facade: a request in, a checked flow with notes and questions out.

use flow_core::policy::PRESETS;
use serde::Serialize;
use serde_json::Value;

use super::compose::{Defaults, lay, name, repeats};
use super::draft::Draft;
use super::edit::{self, Edit, EditError};
use super::grammar::{self, Reading};
use super::note::Note;
use super::question::{Answers, Question, Questions, Topic};
use super::settle::{self, Settled, settle};
use super::step::{MAX_RETRIES, OnFailure, Step};
use crate::flow::{self, Checked, Policy, Ruling};

/// Longest description in characters: two pages of text.
pub(super) const MAX_DESCRIPTION: usize = 4_000;
/// Steps of one flow at most: a person who has to pass more gives up before.
pub(super) const MAX_STEPS: usize = 40;

/// What is wished for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The wish in plain English.
    pub description: Option<String>,
    /// The steps of the main path.
    pub steps: Vec<Step>,
    /// Answers to questions of an earlier result.
    pub answers: Answers,
    /// The flow to edit.
    pub flow: Option<Value>,
    /// Changes of that flow, done one after the other.
    pub edits: Vec<Edit>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Built {
    /// The flow with its findings; `None` where nothing says which steps it should have.
    pub checked: Option<Checked>,
    /// Settings of the session that the description or the answers name.
    pub settings: Settings,
    /// The main path: what a person passes who passes every check.
    pub path: Vec<Passed>,
    /// What was done beyond the wish, and why.
    pub notes: Vec<Note>,
    /// What is open.
    pub questions: Vec<Question>,
}

/// Settings of the session besides the flow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Avatar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_id: Option<String>,
    /// Languages; absent means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub langs: Option<Vec<String>>,
}

/// A node of the main path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passed {
    /// Node id.
    pub id: String,
    /// Node type.
    #[serde(rename = "type")]
    pub node_type: String,
    /// Why it is there, where the wish does not name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// Why nothing can be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Neither description nor steps nor edits.
    #[error("there is nothing to build from: give `description`, `steps` or `edits`")]
    Nothing,
    /// The description is too long.
    #[error("the description has {0} characters, and {MAX_DESCRIPTION} are read")]
    TooLong(usize),
    /// Too many steps.
    #[error("{0} steps are too many: {MAX_STEPS} are laid")]
    TooManySteps(usize),
    /// Edits need a flow.
    #[error("`edits` need a flow to change: give `flow`, or build one first")]
    NoFlow,
    /// The flow to edit is not one.
    #[error("the flow to edit has errors")]
    Invalid(Box<Checked>),
    /// An edit cannot be done.
    #[error("edit {number}: {reason}")]
    Edit {
        /// Its number, from 1.
        number: usize,
        /// Why.
        reason: EditError,
    },
    /// The edits would leave a flow with errors.
    #[error("after these edits the flow would have errors")]
    Breaks(Box<Checked>),
}

/// Builds a flow, or changes one.
///
/// Same request, same result: no model, no clock, no chance. Limits: 4,000 characters of description, 40 steps, 3
/// further attempts a step.
///
/// # Errors
///
/// [`BuildError`], which says what to change. What a description leaves open is no error but a [`Question`].
pub fn build(request: &Request) -> Result<Built, BuildError> {
    let description = request.description.as_deref();
    let length = description.map_or(0, |text| text.chars().count());
    if length > MAX_DESCRIPTION {
        return Err(BuildError::TooLong(length));
    }
    let mut questions = Questions::new(&request.answers);
    let mut reading = description
        .map(|text| grammar::read(text, &mut questions))
        .unwrap_or_default();
    let defaults = settings_asked(&mut reading, &mut questions);
    if !request.edits.is_empty() {
        return edited(request, reading, defaults, questions);
    }
    if description.is_none() && request.steps.is_empty() {
        return Err(BuildError::Nothing);
    }
    let steps = together(&request.steps, &mut reading);
    if steps.len() > MAX_STEPS {
        return Err(BuildError::TooManySteps(steps.len()));
    }
    let settings = taste(&reading, &mut questions);
    let mut notes = reading.notes;
    clamp(&steps, &mut notes);
    if steps.is_empty() {
        notes.extend(questions.unheard());
        return Ok(Built {
            checked: None,
            settings,
            path: Vec::new(),
            notes,
            questions: questions.finish(),
        });
    }
    let settled = settle(steps, defaults, &mut notes, &mut questions);
    judge(&settled.flow, &mut notes, &mut questions);
    notes.extend(questions.unheard());
    let empty = settled.planned.is_empty();
    let path = if empty { Vec::new() } else { path(&settled) };
    Ok(Built {
        checked: (!empty).then_some(settled.checked),
        settings,
        path,
        notes,
        questions: questions.finish(),
    })
}

/// What holds for steps that say nothing themselves: the description, else the answers, else the defaults.
fn settings_asked(reading: &mut Reading, questions: &mut Questions<'_>) -> Defaults {
    let defaults = Defaults::default();
    let on_failure = reading.on_failure.or_else(|| {
        let text = "What should happen when a check is failed?";
        let answer = questions.ask(Topic::Failure, text, &["reject", "review"], Some("reject"));
        answer.and_then(OnFailure::parse)
    });
    let retries = reading.retries.or_else(|| {
        let text =
            "How many further attempts should a person have where a check could not see them?";
        let answer = questions.ask(Topic::Retries, text, &["0", "1", "2", "3"], Some("1"));
        answer.and_then(|number| number.parse().ok())
    });
    Defaults {
        on_failure: on_failure.unwrap_or(defaults.on_failure),
        retries: retries.unwrap_or(defaults.retries).min(MAX_RETRIES),
    }
}

/// Avatar and languages, which no flow holds.
fn taste(reading: &Reading, questions: &mut Questions<'_>) -> Settings {
    let avatar = questions.ask(
        Topic::Avatar,
        "Which avatar should speak?",
        &[],
        Some("chosen by FaceSign"),
    );
    let langs = reading.langs.clone().or_else(|| {
        let text = "Which languages should the session offer? Language names, or `all`.";
        let answer = questions.ask(Topic::Languages, text, &[], Some("all"));
        answer.map(grammar::languages)
    });
    Settings {
        avatar_id: avatar.map(str::to_owned),
        langs: langs.filter(|langs| !langs.is_empty()),
    }
}

/// Proves the clauses of the preset that was chosen; those that do not hold are notes, since only the author can weigh
/// them.
fn judge(flow: &Value, notes: &mut Vec<Note>, questions: &mut Questions<'_>) {
    let mut choices: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
    choices.push("none");
    let text = "Which assurance should the flow be held to?";
    let chosen = questions.ask(Topic::Policy, text, &choices, Some("none"));
    let Some(Ok(policy)) = chosen.map(Policy::preset) else {
        return;
    };
    let policies = flow::check_with(&flow.to_string(), &[policy]).policies;
    for report in policies {
        let name = report.policy;
        if report.holds {
            notes.push(Note::new(name, "Every clause of this policy is proved."));
            continue;
        }
        let open = report.clauses.into_iter();
        for clause in open.filter(|clause| clause.verdict != Ruling::Proved) {
            let text = format!("Not proved: {}.", clause.clause);
            notes.push(Note::new(name.as_str(), text));
        }
    }
}

/// Given steps with what the description adds: steps of types that are not among them, at the end.
fn together(given: &[Step], reading: &mut Reading) -> Vec<Step> {
    let read = std::mem::take(&mut reading.steps);
    if given.is_empty() {
        return read;
    }
    let mut steps = given.to_vec();
    for step in read {
        if given.iter().all(|known| known.kind != step.kind) {
            let text = "The description names it and `steps` do not, so it comes after them.";
            reading.notes.push(Note::new(step.kind.name(), text));
            steps.push(step);
        }
    }
    steps
}

fn clamp(steps: &[Step], notes: &mut Vec<Note>) {
    for step in steps {
        if step.retries.is_some_and(|retries| retries > 0) && !repeats(step.kind.node_type()) {
            let text = "Its result is final, so no further attempts are laid.";
            notes.push(Note::new(step.kind.name(), text));
        }
        if let Some(retries) = step.retries.filter(|&retries| retries > MAX_RETRIES) {
            let text = format!("{retries} further attempts are too many: {MAX_RETRIES} are laid.");
            notes.push(Note::new(step.kind.name(), text));
        }
    }
}

fn path(settled: &Settled) -> Vec<Passed> {
    let draft = Draft::of(&settled.flow);
    let reasons = settle::reasons(settled);
    walk(&draft, |id| {
        reasons.get(id).map(|&because| because.to_owned())
    })
}

/// From the start along every success to the end.
fn walk(draft: &Draft, because: impl Fn(&str) -> Option<String>) -> Vec<Passed> {
    let mut path: Vec<Passed> = Vec::new();
    let mut next = draft.start();
    while let Some(id) = next.filter(|id| path.iter().all(|passed| passed.id != *id)) {
        let node = draft.node(&id);
        let node_type = node
            .and_then(|node| node.get("type")?.as_str())
            .unwrap_or_default()
            .to_owned();
        next = draft.way_on(&id);
        path.push(Passed {
            because: because(&id),
            id,
            node_type,
        });
    }
    path
}

fn edited(
    request: &Request,
    reading: Reading,
    defaults: Defaults,
    questions: Questions<'_>,
) -> Result<Built, BuildError> {
    let given = request.flow.as_ref().ok_or(BuildError::NoFlow)?;
    let before = flow::check_value(given);
    let value = match (&before.flow, &before.suggested) {
        (Some(flow), _) if before.is_valid() => flow.value().clone(),
        (_, Some(suggested)) if flow::check_value(suggested).is_valid() => suggested.clone(),
        _ => return Err(BuildError::Invalid(Box::new(before))),
    };
    let mut draft = Draft::of(&value);
    let mut notes = reading.notes;
    for (index, edit) in request.edits.iter().enumerate() {
        edit::apply(&mut draft, edit, defaults, &mut notes).map_err(|reason| BuildError::Edit {
            number: index + 1,
            reason,
        })?;
    }
    notes.extend(questions.unheard());
    let checked = warmed(&mut draft, &mut notes);
    if !checked.is_valid() || checked.flow.is_none() {
        return Err(BuildError::Breaks(Box::new(checked)));
    }
    Ok(Built {
        checked: Some(checked),
        settings: Settings::default(),
        path: walk(&draft, |_| None),
        notes,
        questions: questions
            .finish()
            .into_iter()
            .filter(|question| question.open)
            .collect(),
    })
}

/// The edited flow, with a greeting at its beginning where the edits left too little camera time.
fn warmed(draft: &mut Draft, notes: &mut Vec<Note>) -> Checked {
    let checked = flow::check_value(&draft.clone().into_flow());
    let cold = checked
        .findings
        .iter()
        .any(|finding| finding.name == "camera-warm-up");
    let (true, Some(start)) = (cold, draft.start()) else {
        return checked;
    };
    let Some(next) = draft.way_on(&start) else {
        return checked;
    };
    let greeting = settle::greeting();
    let id = name(draft, &greeting.step);
    lay(draft, &greeting.step, &id, &next, Defaults::default());
    draft.redirect(|from, _| from == start, &id);
    notes.push(Note::new(id, format!("Added: {}.", settle::WARM_UP)));
    flow::check_value(&draft.clone().into_flow())
}
