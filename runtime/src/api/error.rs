//! Why a call to upstream failed, in words that are safe to show to a person or a model.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::Value;

use super::redact::redact;

/// Most characters of upstream's own words that are repeated.
const MAX_MESSAGE_CHARS: usize = 600;

/// What went wrong, for code that decides on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// An argument cannot be sent, such as an id with a slash at its heart or a base address that is none.
    InvalidArgument,
    /// 401: no key, or not a key of this host.
    Authentication,
    /// 403: the key may not do this.
    Permission,
    /// 400 or 422: the request is wrong.
    Validation,
    /// 404.
    NotFound,
    /// 429.
    RateLimited,
    /// Any other refusal, 409 for one.
    Refused,
    /// 5xx.
    Server,
    /// The deadline of the call passed.
    Timeout,
    /// No connection, no TLS, or it broke.
    Connection,
    /// An answer that is too large, not JSON, or not of the documented shape.
    Answer,
    /// The HTTP client could not be set up.
    Setup,
}

/// Who can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Upstream or the way to it.
    Upstream,
    /// This program.
    Us,
    /// Whoever gave key or arguments.
    Caller,
}

/// A failed call; `Display` contains no secret.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The argument never left this process.
    #[error("{0}")]
    Argument(String),
    /// Upstream answered with a status other than 2xx.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// No complete answer came within the deadline.
    #[error("FaceSign did not answer within {} ms; try again, or check the address with `--api-url`", .after.as_millis())]
    Timeout {
        /// The deadline.
        after: Duration,
    },
    /// Could not connect, or the connection broke.
    #[error("no connection to FaceSign at `{host}`: {reason}; check the network and `--api-url`")]
    Connection {
        /// Host and port that were tried.
        host: String,
        /// Innermost reason in the words of the network layer.
        reason: String,
        /// The error below.
        #[source]
        cause: reqwest::Error,
    },
    /// The answer exceeds what is read.
    #[error(
        "the answer of FaceSign is larger than {limit} bytes; ask for fewer sessions with `limit`"
    )]
    TooLarge {
        /// Bytes read at most.
        limit: usize,
    },
    /// The answer is not what the API documents.
    #[error(
        "the answer of FaceSign to {call} cannot be read: {reason}; check that `--api-url` points to a FaceSign API"
    )]
    Unreadable {
        /// Method and path template.
        call: &'static str,
        /// What the JSON reader said.
        reason: String,
    },
    /// The HTTP client could not be built.
    #[error("the HTTP client cannot start: {0}")]
    Setup(#[source] reqwest::Error),
}

/// An answer of upstream that refuses the call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("FaceSign answered {status}{}: {message}{}", self.code.as_ref().map(|c| format!(" ({c})")).unwrap_or_default(), self.advice())]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// `error.type`, such as `validation_error`.
    pub error_type: Option<String>,
    /// `error.code`, such as `invalid_api_key`.
    pub code: Option<String>,
    /// `error.param`, the field that is wrong.
    pub param: Option<String>,
    /// `error.message` or the flat error text, redacted, on one line and bounded.
    pub message: String,
    /// `Retry-After`.
    pub retry_after: Option<Duration>,
}

impl ApiError {
    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Argument(_) => ErrorKind::InvalidArgument,
            Self::Refused(refusal) => refusal.kind(),
            Self::Timeout { .. } => ErrorKind::Timeout,
            Self::Connection { .. } => ErrorKind::Connection,
            Self::TooLarge { .. } | Self::Unreadable { .. } => ErrorKind::Answer,
            Self::Setup(_) => ErrorKind::Setup,
        }
    }

    /// Who can do something about it.
    pub fn origin(&self) -> Origin {
        match self.kind() {
            ErrorKind::Setup => Origin::Us,
            ErrorKind::Server | ErrorKind::Timeout | ErrorKind::Connection | ErrorKind::Answer => {
                Origin::Upstream
            }
            _ => Origin::Caller,
        }
    }

    /// Whether the same call may succeed later.
    pub fn retryable(&self) -> bool {
        match self {
            Self::Refused(refusal) => matches!(refusal.status, 429 | 502 | 503 | 504),
            Self::Timeout { .. } => true,
            Self::Connection { cause, .. } => cause.is_connect() || cause.is_request(),
            _ => false,
        }
    }

    /// HTTP status, where upstream answered.
    pub fn status(&self) -> Option<u16> {
        self.refusal().map(|refusal| refusal.status)
    }

    /// How long upstream asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.refusal().and_then(|refusal| refusal.retry_after)
    }

    /// What upstream said, where it answered.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

impl Refusal {
    /// Reads either envelope, `{"error":{…}}` or `{"error":"text"}`, and tolerates a body that is neither.
    pub(super) fn read(status: StatusCode, body: &[u8], retry_after: Option<Duration>) -> Self {
        let parsed: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = parsed.get("error").unwrap_or(&parsed);
        let text = |field: &str| error.get(field).and_then(Value::as_str).map(safe);
        let message = error
            .as_str()
            .map(safe)
            .or_else(|| text("message"))
            .filter(|message| !message.is_empty())
            .unwrap_or_else(|| {
                status
                    .canonical_reason()
                    .unwrap_or("no explanation")
                    .to_lowercase()
            });
        Self {
            status: status.as_u16(),
            error_type: text("type"),
            code: text("code"),
            param: text("param"),
            message,
            retry_after,
        }
    }

    /// What the status means.
    pub fn kind(&self) -> ErrorKind {
        match self.status {
            400 | 422 => ErrorKind::Validation,
            401 => ErrorKind::Authentication,
            403 => ErrorKind::Permission,
            404 => ErrorKind::NotFound,
            429 => ErrorKind::RateLimited,
            500.. => ErrorKind::Server,
            _ => ErrorKind::Refused,
        }
    }

    /// What to do next, as the end of the sentence.
    fn advice(&self) -> String {
        match (self.kind(), self.retry_after) {
            (ErrorKind::Authentication, _) => "; set a valid API key with set_api_key".to_owned(),
            (ErrorKind::RateLimited, Some(wait)) => {
                format!("; try again in {} s", wait.as_secs().max(1))
            }
            (ErrorKind::RateLimited, None) => "; try again in a minute".to_owned(),
            (ErrorKind::Server, _) => "; try again later".to_owned(),
            _ => String::new(),
        }
    }
}

/// Upstream's words on one line, without secrets and bounded.
fn safe(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown = redact(&line);
    if let Some((cut, _)) = shown.char_indices().nth(MAX_MESSAGE_CHARS) {
        shown.truncate(cut);
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, body: &str) -> Refusal {
        Refusal::read(StatusCode::from_u16(status).unwrap(), body.as_bytes(), None)
    }

    #[test]
    fn both_envelopes_are_read() {
        let full = refusal(
            400,
            r#"{"error":{"type":"validation_error","message":"flow is empty","code":"invalid_flow","param":"flow"}}"#,
        );
        assert_eq!(
            (full.kind(), full.message.as_str()),
            (ErrorKind::Validation, "flow is empty")
        );
        assert_eq!(full.code.as_deref(), Some("invalid_flow"));
        assert_eq!(full.param.as_deref(), Some("flow"));
        let flat = refusal(401, r#"{"error":"bad key"}"#);
        assert_eq!(
            (flat.kind(), flat.message.as_str()),
            (ErrorKind::Authentication, "bad key")
        );
    }

    #[test]
    fn a_body_without_words_gets_the_name_of_the_status() {
        for body in [
            "",
            "<html>oops</html>",
            "{}",
            "null",
            "[1]",
            r#"{"error":""}"#,
        ] {
            assert_eq!(refusal(503, body).message, "service unavailable", "{body}");
        }
    }

    #[test]
    fn words_of_upstream_are_redacted_bounded_and_on_one_line() {
        let text = format!(
            "{{\"error\":\"key sk_test_abcdefgh1234\\nis bad {}\"}}",
            "x".repeat(2_000)
        );
        let shown = ApiError::Refused(Box::new(refusal(401, &text))).to_string();
        assert!(
            !shown.contains("abcdefgh1234") && !shown.contains('\n'),
            "{shown}"
        );
        assert!(shown.chars().count() < MAX_MESSAGE_CHARS + 120, "{shown}");
    }

    #[test]
    fn only_passing_faults_are_retryable() {
        for (status, retryable) in [
            (400, false),
            (401, false),
            (404, false),
            (429, true),
            (500, false),
            (503, true),
        ] {
            assert_eq!(
                ApiError::Refused(Box::new(refusal(status, ""))).retryable(),
                retryable,
                "{status}"
            );
        }
    }
}
