//! A tool call under way, and what comes of it.

use rmcp::RoleServer;
use rmcp::model::{CallToolResult, ContentBlock, JsonObject};
use rmcp::service::RequestContext;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::caller::caller;
use super::elicit::Dialogue;
use super::error::ToolError;
use super::handler::Context;
use super::plan_input::check_flow;
use crate::flow::{self, Checked};
use crate::session::{Caller, SessionError, SessionRef, Summary};

/// A tool call under way.
pub(super) struct Call<'a> {
    /// The server around it.
    pub(super) context: &'a Context,
    /// The request, for progress and cancellation.
    pub(super) request: RequestContext<RoleServer>,
    /// The arguments as they came.
    pub(super) arguments: JsonObject,
    /// Questions to the person behind the client.
    pub(super) dialogue: Dialogue,
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
        serde_path_to_error::deserialize(Value::Object(arguments)).map_err(|error| {
            let place = error.path().to_string();
            let inner = error.into_inner();
            let message = if place == "." {
                format!("the arguments do not fit: {inner}")
            } else {
                format!("the argument `{place}` does not fit: {inner}")
            };
            ToolError::refused(
                message,
                "Correct it by the tool's input schema and call again; leave out what you do not need.",
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
        let session = match self.context.directory.resolve(&self.caller(handle)).await {
            // A key would be of no use here.
            Err(SessionError::NoKey) => {
                return Err(ToolError::refused(
                    "no `flow` is given, and there is no session with a current one",
                    "Give `flow`, such as the one that build_flow answered with.",
                ));
            }
            resolved => resolved?,
        };
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
