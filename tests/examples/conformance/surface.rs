//! `surface.json`: what is listed, and what each entry does.

use rmcp::model::{
    CallToolResult, ErrorData, InputRequest, JsonObject, Prompt, Resource, ResourceTemplate,
    ResultType, Tool,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The whole file.
#[derive(Deserialize)]
pub(crate) struct Surface {
    pub(crate) tools: Vec<ToolEntry>,
    pub(crate) prompts: Vec<PromptEntry>,
    pub(crate) resources: Vec<ResourceEntry>,
    pub(crate) template: TemplateEntry,
}

#[derive(Deserialize)]
pub(crate) struct ToolEntry {
    pub(crate) tool: Tool,
    pub(crate) does: Does,
}

/// What a tool does. Texts may hold `{name}`, which an argument or an answer of the client replaces.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum Does {
    /// Answers at once.
    Answer { result: Value },
    /// Sends log messages, some time apart.
    Log { messages: Vec<String> },
    /// Sends notes of progress, some time apart.
    Progress { steps: Vec<f64>, total: f64 },
    /// Asks the client on the stream of the call, as revisions up to 2025-11-25 do.
    Request { request: Value, says: String },
    /// Asks the client by input-required results, as revision 2026-07-28 does.
    Ask(Ask),
    /// Runs as a task.
    Job(Job),
    /// Refuses a client without these capabilities.
    Needs { capabilities: Value },
    /// Tells the subscribers of a list that it changed.
    Change { list: List },
}

#[derive(Deserialize)]
pub(crate) struct Ask {
    /// What is asked in each round, by key.
    pub(crate) rounds: Vec<Questions>,
    /// Whether the client keeps sealed state between the rounds.
    #[serde(default)]
    pub(crate) sealed: bool,
    /// The text of the answer at last.
    pub(crate) says: String,
    /// Whether that answer comes out of a task.
    #[serde(default)]
    pub(crate) then_task: bool,
}

/// Requests to the client by key, still with `{name}` in their texts.
pub(crate) type Questions = JsonObject;

#[derive(Deserialize)]
pub(crate) struct Job {
    /// Whether a client without tasks is refused.
    #[serde(default)]
    pub(crate) required: bool,
    /// How long it takes, unless the argument `seconds` says so.
    #[serde(default)]
    pub(crate) seconds: f64,
    /// What it asks before it ends, all at once.
    #[serde(default)]
    pub(crate) inputs: Questions,
    pub(crate) ends: Ends,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Ends {
    Result(Value),
    Error(ErrorData),
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(crate) enum List {
    Tools,
    Prompts,
}

#[derive(Deserialize)]
pub(crate) struct PromptEntry {
    pub(crate) prompt: Prompt,
    pub(crate) messages: Value,
    /// What is asked before the prompt is made.
    #[serde(default)]
    pub(crate) asks: Questions,
}

#[derive(Deserialize)]
pub(crate) struct ResourceEntry {
    pub(crate) resource: Resource,
    pub(crate) contents: Value,
}

#[derive(Deserialize)]
pub(crate) struct TemplateEntry {
    pub(crate) template: ResourceTemplate,
    pub(crate) contents: Value,
}

impl Surface {
    pub(crate) fn load() -> serde_json::Result<Self> {
        serde_json::from_str(include_str!("surface.json"))
    }
}

/// A value of the file with its `{name}`s replaced, as one of the protocol's types.
///
/// # Errors
/// An internal error where it is not of that type: a mistake in the file.
pub(crate) fn filled<T: DeserializeOwned>(
    value: &Value,
    with: &JsonObject,
) -> Result<T, ErrorData> {
    serde_json::from_value(fill(value, with))
        .map_err(|error| ErrorData::internal_error(format!("surface.json: {error}"), None))
}

/// The result of a tool as the file has it.
///
/// # Errors
/// As for [`filled`].
pub(crate) fn result(value: &Value, with: &JsonObject) -> Result<CallToolResult, ErrorData> {
    let mut result: CallToolResult = filled(value, with)?;
    // The constructors set it; rmcp takes it away again for revisions that do not have it.
    result.result_type = Some(ResultType::COMPLETE);
    Ok(result)
}

/// Questions as the protocol's requests.
///
/// # Errors
/// As for [`filled`].
pub(crate) fn requests(
    questions: &Questions,
    with: &JsonObject,
) -> Result<Vec<(String, InputRequest)>, ErrorData> {
    questions
        .iter()
        .map(|(key, question)| Ok((key.clone(), filled(question, with)?)))
        .collect()
}

fn fill(value: &Value, with: &JsonObject) -> Value {
    match value {
        Value::String(text) => Value::String(fill_text(text, with)),
        Value::Array(items) => items.iter().map(|item| fill(item, with)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, member)| (key.clone(), fill(member, with)))
            .collect(),
        other => other.clone(),
    }
}

pub(crate) fn fill_text(text: &str, with: &JsonObject) -> String {
    with.iter().fold(text.to_owned(), |text, (name, value)| {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        text.replace(&format!("{{{name}}}"), &value)
    })
}
