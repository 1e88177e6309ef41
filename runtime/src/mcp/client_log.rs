//! The log that a client asked for: one line per tool call, from the level it set on, in words it has seen anyway.
#![expect(
    deprecated,
    reason = "the newest revision drops logging; clients of the older ones know it"
)]

use std::sync::{Mutex, PoisonError};

use rmcp::RoleServer;
use rmcp::model::{LoggingLevel, LoggingMessageNotificationParam};
use rmcp::service::RequestContext;
use serde_json::json;

use super::caller::sessionless;
use crate::metrics::Outcome;

/// Name of the logger towards clients.
const LOGGER: &str = "facesign-mcp";

/// The least level that a connection of the older revisions wants; nothing is sent before it says so.
#[derive(Default)]
pub(super) struct Level(Mutex<Option<LoggingLevel>>);

impl Level {
    pub(super) fn set(&self, level: LoggingLevel) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(level);
    }

    fn wanted(&self, request: &RequestContext<RoleServer>) -> Option<LoggingLevel> {
        if sessionless(request) {
            return request.meta.log_level();
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the client how a call of this tool went, where it wants to hear that.
    ///
    /// Neither arguments nor answers are in it, so no secret is.
    pub(super) async fn tell(
        &self,
        request: &RequestContext<RoleServer>,
        tool: &str,
        outcome: Outcome,
        ms: u128,
    ) {
        let level = level_of(outcome);
        let Some(wanted) = self.wanted(request) else {
            return;
        };
        if rank(level) < rank(wanted) {
            return;
        }
        let data = json!({"tool": tool, "outcome": outcome.as_str(), "ms": u64::try_from(ms).unwrap_or(u64::MAX)});
        let mut line = LoggingMessageNotificationParam::new(level, data);
        line.logger = Some(LOGGER.to_owned());
        // A client that has gone misses nothing.
        let _ = request.peer.notify_logging_message(line).await;
    }
}

fn level_of(outcome: Outcome) -> LoggingLevel {
    match outcome {
        Outcome::Ok | Outcome::Asked => LoggingLevel::Info,
        Outcome::Cancelled => LoggingLevel::Notice,
        Outcome::Refused => LoggingLevel::Warning,
        Outcome::Failed => LoggingLevel::Error,
    }
}

/// RFC 5424, turned around: the graver, the higher.
fn rank(level: LoggingLevel) -> u8 {
    match level {
        LoggingLevel::Debug => 0,
        LoggingLevel::Info => 1,
        LoggingLevel::Notice => 2,
        LoggingLevel::Warning => 3,
        LoggingLevel::Error => 4,
        LoggingLevel::Critical => 5,
        LoggingLevel::Alert => 6,
        LoggingLevel::Emergency => 7,
    }
}
