//! The shape that the answers of all tools about a flow share: what was found, what was made of it, what comes next.

use schemars::JsonSchema;
use serde::Serialize;

use super::error::{Refusal, ToolError};
use super::report::Report;

/// An answer about a flow.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FlowAnswer<T> {
    #[serde(flatten)]
    pub(super) report: Report,
    /// What the tool made of the flow; nothing of it is there where the flow has errors.
    #[serde(flatten)]
    pub(super) made: Option<T>,
    /// What to do next.
    pub(super) next: String,
}

/// Made of a flow that has errors.
#[derive(Debug, Serialize)]
struct Nothing {}

/// The refusal of a flow with errors, in the shape of every [`FlowAnswer`].
pub(super) fn refuse(report: Report) -> ToolError {
    let next = if report.suggested_flow.is_some() {
        "Start from the suggested flow, repair what is left, and call the tool again."
    } else {
        "Repair the errors and call the tool again."
    };
    let message = format!("the flow is not valid: {}", report.headline());
    let details = report.text();
    let answer = FlowAnswer::<Nothing> {
        report,
        made: None,
        next: next.to_owned(),
    };
    ToolError::Refused(Box::new(Refusal {
        message,
        next,
        details: Some(details),
        structured: serde_json::to_value(answer).ok(),
    }))
}
