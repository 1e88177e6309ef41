//! The tool table: what is listed, in which order, and what runs when a tool is called.

use std::sync::LazyLock;

use futures_util::future::BoxFuture;
use rmcp::RoleServer;
use rmcp::model::{CallToolResult, ContentBlock, JsonObject, Tool};
use rmcp::service::RequestContext;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::caller::caller;
use super::error::ToolError;
use super::handler::Context;
use super::plan_input::check_flow;
use super::tools;
use crate::flow::{self, Checked};
use crate::session::{Caller, SessionRef, Summary};

/// One line of the table.
pub(super) struct Entry {
    /// Name on the wire.
    pub(super) name: &'static str,
    /// Title, description, schemas and hints.
    pub(super) define: fn() -> Tool,
    /// What runs.
    pub(super) call: for<'a> fn(Call<'a>) -> BoxFuture<'a, Answered>,
}

/// All tools, in the order of a first conversation.
pub(super) const TOOLS: [Entry; 7] = [
    tools::set_api_key::ENTRY,
    tools::validate_flow::ENTRY,
    tools::simulate_flow::ENTRY,
    tools::launch_session_ui::ENTRY,
    tools::export_app::ENTRY,
    tools::get_session::ENTRY,
    tools::list_sessions::ENTRY,
];

/// The definitions, made once: the schemas never change while the process lives.
pub(super) static DEFINITIONS: LazyLock<Vec<Tool>> =
    LazyLock::new(|| TOOLS.iter().map(|entry| (entry.define)()).collect());

/// A tool call under way.
pub(super) struct Call<'a> {
    /// The server around it.
    pub(super) context: &'a Context,
    /// The request, for progress and cancellation.
    pub(super) request: RequestContext<RoleServer>,
    /// The arguments as they came.
    pub(super) arguments: JsonObject,
}

/// What a tool answers: a text for the model to read and the same as data.
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) structured: Value,
    /// Further content, such as a link to a resource.
    pub(super) more: Vec<ContentBlock>,
}

/// A tool's answer or its failure.
pub(super) type Answered = Result<Answer, ToolError>;

impl Call<'_> {
    /// Reads the arguments.
    ///
    /// # Errors
    /// A refusal that names the argument which does not fit.
    pub(super) fn read<T: DeserializeOwned>(&mut self) -> Result<T, ToolError> {
        let arguments = std::mem::take(&mut self.arguments);
        serde_json::from_value(Value::Object(arguments)).map_err(|error| {
            ToolError::refused(
                format!("the arguments do not fit: {error}"),
                "Compare with the tool's input schema.",
            )
        })
    }

    /// Who is calling.
    pub(super) fn caller(&self, handle: Option<String>) -> Caller {
        caller(&self.request, handle)
    }

    /// The flow among the arguments, else the session's current one, checked.
    ///
    /// # Errors
    /// A refusal where there is neither.
    pub(super) async fn checked_flow(
        &self,
        given: Option<&Value>,
        handle: Option<String>,
    ) -> Result<Checked, ToolError> {
        if let Some(given) = given {
            return check_flow(given);
        }
        let (session, _) = self.session(handle).await?;
        Ok(flow::check_value(session.plan().await?.flow.value()))
    }

    /// The caller's session and what it is.
    ///
    /// # Errors
    /// A refusal that asks for `set_api_key` where there is none.
    pub(super) async fn session(
        &self,
        handle: Option<String>,
    ) -> Result<(SessionRef, Summary), ToolError> {
        let session = self.context.directory.resolve(&self.caller(handle)).await?;
        let summary = session.describe().await?;
        Ok((session, summary))
    }
}

impl Answer {
    /// An answer in both forms.
    ///
    /// # Errors
    /// A fault of ours where the data cannot be written as JSON.
    pub(super) fn new(text: String, structured: &impl Serialize) -> Answered {
        let structured =
            serde_json::to_value(structured).map_err(|error| ToolError::Ours(error.to_string()))?;
        Ok(Self {
            text,
            structured,
            more: Vec::new(),
        })
    }

    pub(super) fn into_result(self) -> CallToolResult {
        let mut content = vec![ContentBlock::text(self.text)];
        content.extend(self.more);
        let mut result = CallToolResult::success(content);
        result.structured_content = Some(self.structured);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_is_told_in_full() {
        for tool in DEFINITIONS.iter() {
            let name = &tool.name;
            assert!(
                tool.title.as_ref().is_some_and(|title| !title.is_empty()),
                "{name}"
            );
            assert!(
                tool.description
                    .as_ref()
                    .is_some_and(|text| text.len() > 40),
                "{name}"
            );
            let hints = tool.annotations.as_ref().expect("hints");
            assert!(
                hints.read_only_hint.is_some() && hints.open_world_hint.is_some(),
                "{name}"
            );
            assert_eq!(tool.input_schema["type"], "object", "{name}");
            assert!(
                tool.input_schema["properties"].get("session").is_some(),
                "{name}"
            );
            assert_eq!(
                tool.output_schema.as_ref().expect("output schema")["type"],
                "object",
                "{name}"
            );
        }
    }

    #[test]
    fn schemas_are_valid_and_free_of_number_formats() {
        for tool in DEFINITIONS.iter() {
            let output = tool.output_schema.as_ref().expect("output schema");
            for schema in [&tool.input_schema, output] {
                let schema = Value::Object(schema.as_ref().clone());
                jsonschema::validator_for(&schema)
                    .unwrap_or_else(|error| panic!("{}: {error}", tool.name));
                let text = schema.to_string();
                assert!(
                    !text.contains("\"uint")
                        && !text.contains("\"int32\"")
                        && !text.contains("\"int64\""),
                    "{text}"
                );
            }
        }
    }
}
