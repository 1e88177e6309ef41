//! Why a session could not serve a request.

use std::time::Duration;

use crate::api::{ApiError, KeyError};
use crate::export::ExportError;
use crate::preview::PreviewError;

/// Every way a request to a session can fail; the text is safe to show.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// Upstream or the way to it failed.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// Too many calls of this session are under way.
    #[error(
        "{limit} calls to FaceSign are under way in this session: wait for one to end, or raise max_calls"
    )]
    Busy {
        /// The limit.
        limit: usize,
    },
    /// The one who asked has gone away.
    #[error("the call was cancelled")]
    Cancelled,
    /// The handle is unknown, expired or belongs to somebody else, or the session ended.
    #[error(
        "this session has ended or is unknown: call set_api_key again and use the session it returns"
    )]
    Ended,
    /// The archive could not be kept.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// Upstream sent a session page address that is none.
    #[error(
        "FaceSign answered with a session address that cannot be read: try again, then contact FaceSign"
    )]
    BadSessionUrl,
    /// A key that cannot be one.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// No key was set and no session named.
    #[error("no FaceSign API key is set: call set_api_key first")]
    NoKey,
    /// Nothing was launched yet.
    #[error("this session has no flow yet: give `flow`, or call launch_session_ui with one first")]
    NoPlan,
    /// The preview could not be opened.
    #[error(transparent)]
    Preview(#[from] PreviewError),
    /// The system gave no random bytes for a handle.
    #[error("the system gave no random bytes for a session handle: {reason}")]
    Random {
        /// What the system said.
        reason: String,
    },
    /// No answer within the deadline.
    #[error("no answer within {} seconds: try again, or raise call_seconds", after.as_secs())]
    Timeout {
        /// The deadline.
        after: Duration,
    },
    /// The process holds as many sessions as it may.
    #[error(
        "all {limit} sessions of this server are in use: try again later, or raise max_sessions"
    )]
    TooMany {
        /// The limit.
        limit: usize,
    },
}
