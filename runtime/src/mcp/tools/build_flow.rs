//! `build_flow`: steps, a wish in plain words or edits become a valid flow, without a key.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rmcp::model::ElicitationSchema;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::author::{
    self, BuildError, Built, Edit, Note, Passed, Question, Request, Settings, Step,
};
use crate::flow::Checked;
use crate::mcp::call::{Answer, Answered, Call};
use crate::mcp::elicit::Reply;
use crate::mcp::error::ToolError;
use crate::mcp::flow_answer::{FlowAnswer, refuse};
use crate::mcp::plan_input::{known_avatar, known_lang};
use crate::mcp::report::Report;
use crate::mcp::schema::{self, flow_reference};
use crate::mcp::tool::{Effect, Entry};
use crate::mcp::toolset::Toolset;
use crate::plan::Plan;
use crate::session::{Catalogue, SessionRef, Summary};

/// Avatars offered in the question about them.
const AVATARS_OFFERED: usize = 12;

pub(in crate::mcp) const TOOL: Entry = Entry {
    name: "build_flow",
    title: "Build a flow",
    description: "Builds a valid FaceSign flow and makes it the session's current one; needs no API key. Give \
    `description` (the user's wish in English), or `steps` in order, or `edits` of the current flow by node id. Greeting, \
    failure ends, retries and outcomes are wired for you. Ask the user the `questions` \
    that come back, open ones first, and call again with the same arguments and `answers`.",
    set: Toolset::Authoring,
    effect: Effect::Drafts,
    in_studio: false,
    input: schema::input::<Input>,
    output: schema::output::<FlowAnswer<Draft>>,
    call: |call| Box::pin(run(call)),
};

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Input {
    /// The wish.
    #[serde(default)]
    description: Option<String>,
    /// The main path without start and end.
    #[serde(default)]
    steps: Vec<Step>,
    /// Changes of the flow.
    #[serde(default)]
    edits: Vec<Edit>,
    /// Answers by question id.
    #[serde(default)]
    #[schemars(schema_with = "schema::any_object")]
    answers: BTreeMap<String, String>,
    /// Flow to edit, else the session's.
    #[serde(default)]
    #[schemars(schema_with = "flow_reference")]
    flow: Option<Value>,
    /// Session handle.
    #[serde(default)]
    session: Option<String>,
}

/// What was built.
#[derive(Debug, Serialize, JsonSchema)]
struct Draft {
    /// The flow; absent while nothing says what to check.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "schema::flow_reference")]
    flow: Option<Value>,
    /// The main path: id, type, because.
    #[schemars(schema_with = "schema::rows")]
    path: Vec<Passed>,
    /// What was done beyond the wish: about, text.
    #[schemars(schema_with = "schema::rows")]
    notes: Vec<Note>,
    /// What to ask the user: id, text, choices, default, open.
    #[schemars(schema_with = "schema::rows")]
    questions: Vec<Question>,
    /// Settings for `launch_session_ui`; stored with the flow.
    #[schemars(schema_with = "schema::any_object")]
    settings: Settings,
    /// Whether it is the session's current flow.
    stored: bool,
}

async fn run(mut call: Call<'_>) -> Answered {
    let input: Input = call.read()?;
    let session = session(&call, input.session).await?;
    let mut request = Request {
        description: input.description,
        steps: input.steps,
        answers: input.answers,
        flow: input.flow,
        edits: input.edits,
    };
    if let (true, None, Some((session, _))) = (!request.edits.is_empty(), &request.flow, &session) {
        request.flow = Some(session.plan().await?.flow.value().clone());
    }
    let catalogue = session
        .as_ref()
        .map(|(_, summary)| summary.catalogue.as_ref());
    let mut built = author::build(&request)?;
    name_avatars(&mut built.questions, catalogue);
    if request.answers.is_empty() && !built.questions.is_empty() {
        let form = form(&built.questions)?;
        let message = "A few choices for the flow. What is left empty stays at its default.";
        if let Reply::Given(fields) = call.ask_form("choices", message, form).await? {
            request.answers = answers(fields);
            built = author::build(&request)?;
            name_avatars(&mut built.questions, catalogue);
        }
    }
    let stored = match session {
        Some((session, summary)) => store(&session, &summary.catalogue, &mut built).await?,
        None => false,
    };
    answer(built, stored)
}

/// The caller's session; without a key there is none, unless a handle claims that there is.
async fn session(
    call: &Call<'_>,
    handle: Option<String>,
) -> Result<Option<(SessionRef, Summary)>, ToolError> {
    let named = handle.is_some();
    match call.session(handle).await {
        Ok(session) => Ok(Some(session)),
        Err(error) if named => Err(error),
        Err(_) => Ok(None),
    }
}

/// Offers the avatars of the account.
fn name_avatars(questions: &mut [Question], catalogue: Option<&Catalogue>) {
    let Some(catalogue) = catalogue else { return };
    let usable = catalogue
        .avatars
        .iter()
        .filter(|avatar| avatar.is_disabled != Some(true));
    let ids: Vec<String> = usable
        .take(AVATARS_OFFERED)
        .map(|avatar| avatar.id.clone())
        .collect();
    if let Some(question) = questions
        .iter_mut()
        .find(|question| question.id == "avatar")
    {
        question.choices = ids;
    }
}

/// The questions as a form; none must be answered.
fn form(questions: &[Question]) -> Result<ElicitationSchema, ToolError> {
    let fields = questions.iter().map(|question| {
        let mut field = json!({"type": "string", "description": question.text});
        if !question.choices.is_empty() {
            field["enum"] = json!(question.choices);
            if let Some(default) = question
                .default
                .as_ref()
                .filter(|default| question.choices.contains(default))
            {
                field["default"] = json!(default);
            }
        }
        (question.id.clone(), field)
    });
    let schema = json!({"type": "object", "properties": fields.collect::<Map<_, _>>()});
    serde_json::from_value(schema).map_err(|error| ToolError::Ours(error.to_string()))
}

fn answers(fields: Map<String, Value>) -> BTreeMap<String, String> {
    let given = fields.into_iter().filter_map(|(id, value)| match value {
        Value::String(text) if !text.trim().is_empty() => Some((id, text)),
        _ => None,
    });
    given.collect()
}

/// Makes the flow the session's current one, with the settings it has or those that were answered.
async fn store(
    session: &SessionRef,
    catalogue: &Catalogue,
    built: &mut Built,
) -> Result<bool, ToolError> {
    let Some(checked) = &built.checked else {
        return Ok(false);
    };
    let Some(flow) = &checked.flow else {
        return Ok(false);
    };
    let mut plan = match session.plan().await {
        Ok(plan) => Plan {
            flow: flow.clone(),
            ..plan
        },
        Err(_) => Plan::of_flow(flow.clone()),
    };
    if let Some(id) = &built.settings.avatar_id {
        known_avatar(id, catalogue)?;
        plan.avatar_id = Some(id.clone());
    }
    if let Some(langs) = &mut built.settings.langs {
        *langs = langs
            .iter()
            .map(|lang| known_lang(lang, catalogue))
            .collect::<Result<_, _>>()?;
        plan.langs = Some(langs.clone());
    }
    session.adopt(plan, checked.findings.clone()).await?;
    Ok(true)
}

fn answer(built: Built, stored: bool) -> Answered {
    let flow = built
        .checked
        .as_ref()
        .and_then(|checked| checked.flow.as_ref())
        .map(|flow| flow.value().clone());
    let report = built
        .checked
        .as_ref()
        .map_or_else(Report::default, Report::of);
    let next = match (
        &flow,
        built.questions.iter().any(|question| question.open),
        stored,
    ) {
        (None, ..) => "Ask the user the questions and call build_flow again with `answers`.",
        (_, true, _) => "Ask the user the open questions and call build_flow again with `answers`.",
        (_, _, true) => {
            "Tell the user the path, the notes and what holds for the questions until answered; then call launch_session_ui \
             without `flow`."
        }
        (_, _, false) => {
            "Tell the user the path, the notes and what holds for the questions until answered; after set_api_key call \
             launch_session_ui with this `flow`."
        }
    };
    let draft = Draft {
        flow,
        path: built.path,
        notes: built.notes,
        questions: built.questions,
        settings: built.settings,
        stored,
    };
    let text = format!("{}{}Next: {next}", draft.text(), report.text());
    let answer = FlowAnswer {
        report,
        made: Some(draft),
        next: next.to_owned(),
    };
    Answer::new(text, &answer)
}

impl Draft {
    fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        for passed in &self.path {
            let because = passed
                .because
                .as_deref()
                .map(|why| format!(", added: {why}"))
                .unwrap_or_default();
            let _ = writeln!(text, "- {} ({}){because}", passed.id, passed.node_type);
        }
        for note in &self.notes {
            let _ = writeln!(text, "Note on {}: {}", note.about, note.text);
        }
        for question in &self.questions {
            let kind = if question.open {
                "Open question"
            } else {
                "Question"
            };
            let choices = if question.choices.is_empty() {
                String::new()
            } else {
                format!(" [{}]", question.choices.join(", "))
            };
            let default = question
                .default
                .as_deref()
                .map(|default| format!(" Until then: {default}."))
                .unwrap_or_default();
            let _ = writeln!(
                text,
                "{kind} `{}`: {}{choices}{default}",
                question.id, question.text
            );
        }
        if let (Some(flow), false) = (&self.flow, self.stored) {
            let _ = writeln!(text, "Flow:\n{flow}");
        }
        text
    }
}

impl From<BuildError> for ToolError {
    fn from(error: BuildError) -> Self {
        let next = match &error {
            BuildError::Invalid(checked) | BuildError::Breaks(checked) => {
                return refuse(Report::of(checked as &Checked));
            }
            BuildError::Nothing => "Pass the user's wish as `description`.",
            BuildError::TooLong(_) => "Shorten it to what should be checked.",
            BuildError::TooManySteps(_) => "Leave out steps, or split them into two flows.",
            BuildError::NoFlow => {
                "Call build_flow with `description` or `steps` first, or pass `flow`."
            }
            BuildError::Edit { .. } => "Correct that edit; none of the edits was done.",
        };
        Self::refused(error.to_string(), next)
    }
}
