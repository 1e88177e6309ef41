//! The error door: what the caller can repair becomes a tool result with the next step; what is our fault becomes a
//! protocol error that carries nothing but a number to find it in the log by.

use rmcp::model::{CallToolResponse, CallToolResult, ContentBlock, ErrorData, InputRequiredResult};
use serde_json::Value;

use crate::api::{ApiError, ErrorKind, Origin};
use crate::export::ExportError;
use crate::session::SessionError;

/// Why a tool call did not come to its answer.
#[derive(Debug)]
pub(super) enum ToolError {
    /// The caller or its user can do something about it.
    Refused(Box<Refusal>),
    /// The client must ask the person and call again.
    Asks(Box<InputRequiredResult>),
    /// The request itself is wrong, which its client and not its model has made.
    Malformed(String),
    /// Our fault; the text is for the log.
    Ours(String),
}

/// What went wrong and what to do next.
#[derive(Debug)]
pub(super) struct Refusal {
    /// What went wrong, in one line.
    pub(super) message: String,
    /// What to do next, in one line.
    pub(super) next: &'static str,
    /// Further text, such as the findings of a flow.
    pub(super) details: Option<String>,
    /// The same as data, in the shape of the tool's output schema.
    pub(super) structured: Option<Value>,
}

impl ToolError {
    pub(super) fn refused(message: impl Into<String>, next: &'static str) -> Self {
        Self::Refused(Box::new(Refusal {
            message: message.into(),
            next,
            details: None,
            structured: None,
        }))
    }

    /// The tool's answer.
    pub(super) fn into_response(self) -> Result<CallToolResponse, ErrorData> {
        match self {
            Self::Refused(refusal) => Ok(refusal.into_result().into()),
            Self::Asks(asks) => Ok((*asks).into()),
            Self::Malformed(reason) => Err(ErrorData::invalid_params(reason, None)),
            Self::Ours(reason) => Err(fault(&reason)),
        }
    }

    /// The protocol error of a request that has no tool result, such as a resource that cannot be read.
    pub(super) fn into_protocol(self) -> ErrorData {
        match self {
            Self::Refused(refusal) => {
                ErrorData::invalid_params(format!("{}. {}", refusal.message, refusal.next), None)
            }
            Self::Malformed(reason) => ErrorData::invalid_params(reason, None),
            Self::Asks(_) => fault("only a tool call can ask its client"),
            Self::Ours(reason) => fault(&reason),
        }
    }
}

impl Refusal {
    fn into_result(self) -> CallToolResult {
        let mut text = format!("{}\nNext: {}", self.message, self.next);
        if let Some(details) = self.details {
            text.push_str("\n\n");
            text.push_str(&details);
        }
        let mut result = CallToolResult::error(vec![ContentBlock::text(text)]);
        result.structured_content = self.structured;
        result
    }
}

/// Logs a fault of ours under a fresh number and answers with the number alone.
fn fault(reason: &str) -> ErrorData {
    let mut bytes = [0_u8; 8];
    // Without randomness the number is zero: the log still holds the reason.
    let _ = getrandom::fill(&mut bytes);
    let correlation = format!("{:016x}", u64::from_be_bytes(bytes));
    tracing::error!(correlation, reason = %crate::api::redact(reason), "internal fault");
    ErrorData::internal_error(
        format!(
            "internal error {correlation}: try again; the server's log tells more under this number"
        ),
        None,
    )
}

impl From<SessionError> for ToolError {
    fn from(error: SessionError) -> Self {
        let next = match &error {
            SessionError::Api(error) => return api(error),
            SessionError::Export(_) | SessionError::Random { .. } if is_ours(&error) => {
                return Self::Ours(error.to_string());
            }
            SessionError::Ended | SessionError::NoKey => {
                "Call set_api_key without arguments; only if it says that no key is to be had that way, ask the user for one."
            }
            SessionError::NoPlan => {
                "Call build_flow with the user's wish, or launch_session_ui with a flow."
            }
            SessionError::Key(_) => "Ask the user to copy the whole key again.",
            SessionError::Busy { .. } | SessionError::TooMany { .. } => {
                "Wait a moment and try again."
            }
            SessionError::Export(error) => export(error),
            SessionError::Preview(_) => {
                "Call launch_session_ui again; where too many are open, close one with set_api_key and `forget` on a session \
                 that is done."
            }
            _ => {
                "Try once more; if it stays so, tell the user that FaceSign does not answer as it should."
            }
        };
        Self::refused(error.to_string(), next)
    }
}

impl From<ExportError> for ToolError {
    fn from(error: ExportError) -> Self {
        SessionError::from(error).into()
    }
}

fn is_ours(error: &SessionError) -> bool {
    matches!(
        error,
        SessionError::Random { .. }
            | SessionError::Export(
                ExportError::Archive(_) | ExportError::Random(_) | ExportError::Duplicate { .. }
            )
    )
}

/// What to do about an export that did not happen.
fn export(error: &ExportError) -> &'static str {
    match error {
        ExportError::Name { .. } => "Call export_app with another `appName`, or without one.",
        ExportError::NotEmpty { .. } | ExportError::NotAFolder { .. } => {
            "Ask the user for another folder and call export_app with it as `outputDir`; delete nothing yourself."
        }
        ExportError::Edited { .. } => {
            "Tell the user which files, and let them decide; delete nothing yourself."
        }
        ExportError::Disk { .. } => {
            "Tell the user, and call export_app with another `outputDir` or, for a zip, without one."
        }
        ExportError::Plan { .. } | ExportError::Path { .. } => {
            "Change that setting with launch_session_ui and export again."
        }
        ExportError::TooManyDownloads { .. } | ExportError::DownloadTooLarge { .. } => {
            "Give `outputDir` where the server runs on the user's machine, else wait until a link expires."
        }
        _ => "Call export_app again.",
    }
}

/// The text of the client's error already says what to do; the next step says with which tool.
fn api(error: &ApiError) -> ToolError {
    if error.origin() == Origin::Us {
        return ToolError::Ours(error.to_string());
    }
    let next = match error.kind() {
        ErrorKind::Authentication => "Ask the user for a valid key and call set_api_key again.",
        ErrorKind::Permission => {
            "Ask the user for a key that may do this and call set_api_key again."
        }
        ErrorKind::NotFound => {
            "Call list_sessions to find the id, and mind the environment of the key."
        }
        ErrorKind::RateLimited => "Wait as long as FaceSign asks, then try again.",
        ErrorKind::Validation | ErrorKind::InvalidArgument | ErrorKind::Refused => {
            "Correct the arguments and call again."
        }
        _ => {
            "Try again in a moment; if it stays so, tell the user that FaceSign cannot be reached."
        }
    };
    ToolError::refused(error.to_string(), next)
}
