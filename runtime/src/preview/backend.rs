//! What the studio asks of the product session behind it.

use std::time::Duration;

use futures_util::future::BoxFuture;
use serde_json::Value;
use url::Url;

/// The product session behind a preview: it holds the key and speaks to upstream.
pub trait Backend: Send + Sync {
    /// Creates a fresh verification session of the current plan.
    ///
    /// `lang` is the language chosen on the page (an id of [`super::LangName`]): the session is then held in it alone.
    /// `None` leaves the choice to the browser of the person and the languages of the plan.
    fn start(&self, lang: Option<String>) -> BoxFuture<'_, Result<Started, BackendError>>;

    /// Reads a verification session as the API returns it.
    fn session(&self, id: &str) -> BoxFuture<'_, Result<Value, BackendError>>;
}

/// A verification session that waits for a person.
#[derive(Clone, Debug)]
pub struct Started {
    /// Id of the verification session.
    pub session_id: String,
    /// Address of the hosted page, client secret included.
    pub url: Url,
    /// When the client secret expires, in Unix milliseconds.
    pub expires_at_ms: i64,
    /// What upstream remarked about the flow.
    pub warnings: Vec<String>,
}

/// Why the product session could not serve the studio.
///
/// Both texts are shown to the person at the page, so they hold no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BackendError {
    /// What kind of failure it is.
    pub kind: BackendErrorKind,
    /// What went wrong, in one line.
    pub message: String,
    /// What to do about it, in one line.
    pub help: String,
    /// How long to wait before trying again, where upstream said so.
    pub retry_after: Option<Duration>,
}

/// Kinds of failure, each answered with an HTTP status of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackendErrorKind {
    /// Too many calls are under way in the product session.
    Busy,
    /// Upstream did not accept the key.
    KeyRefused,
    /// Upstream knows no such verification session.
    NotFound,
    /// Upstream asks to slow down.
    RateLimited,
    /// Upstream did not accept the request.
    Refused,
    /// The product session has ended.
    SessionEnded,
    /// No answer came in time.
    Timeout,
    /// Upstream failed or could not be reached.
    Upstream,
}
