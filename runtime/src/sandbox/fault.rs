//! What the sandbox answers when it does not do what was asked: one table from cause to status and envelope.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, ResponseError};
use serde_json::{Value, json};

use super::quota::Window;
use crate::flow::Finding;

/// Findings repeated in an answer; further ones are counted.
const MAX_FINDINGS: usize = 20;

/// A refused or failed request.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("{message}")]
    Unauthorized { code: &'static str, message: String },
    #[error("{message}")]
    Invalid {
        code: &'static str,
        param: Option<String>,
        message: String,
    },
    #[error("{message}")]
    InvalidFlow {
        message: String,
        param: String,
        findings: Vec<Finding>,
    },
    #[error("there is no session `{0}` for this key; take an id from `GET /sessions`")]
    NoSession(String),
    #[error("there is no such page here")]
    NoRoute,
    #[error("this key may make {} calls a minute; wait until the window ends", .0.limit)]
    TooMany(Window),
    #[error(
        "the sandbox keeps {max} sessions; wait for old ones to expire or start it with an empty state folder"
    )]
    Full { max: i64 },
    #[error("this link is not known here; create a session and open its new link")]
    UnknownSecret,
    #[error("this link has expired; ask for a new one with `GET /sessions/{{id}}/refresh`")]
    ExpiredSecret,
    #[error("{0}")]
    Conflict(String),
    #[error("the request is larger than {max} bytes")]
    TooLarge { max: usize },
    #[error("the sandbox database failed")]
    Database(#[from] rusqlite::Error),
    #[error("a stored session cannot be read")]
    Stored(#[from] serde_json::Error),
    #[error("the sandbox is stopping")]
    Stopped,
}

impl Fault {
    /// A wrong value of the field or parameter `param`.
    pub(super) fn invalid(param: &str, message: impl Into<String>) -> Self {
        Self::Invalid {
            code: "invalid_value",
            param: Some(param.to_owned()),
            message: message.into(),
        }
    }

    /// Type and code of the envelope (`FaceSign` API reference, errors).
    fn names(&self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Unauthorized { code, .. } => ("authentication_error", Some(code)),
            Self::Invalid { code, .. } => ("validation_error", Some(code)),
            Self::InvalidFlow { .. } => ("validation_error", Some("invalid_flow")),
            Self::NoSession(_) | Self::NoRoute => ("not_found_error", None),
            Self::TooMany(_) => ("rate_limit_error", Some("rate_limit_exceeded")),
            Self::Full { .. } => ("rate_limit_error", Some("session_limit_exceeded")),
            Self::UnknownSecret => ("authentication_error", Some("unknown_client_secret")),
            Self::ExpiredSecret => ("authentication_error", Some("expired_client_secret")),
            Self::Conflict(_) => ("validation_error", Some("conflict")),
            Self::TooLarge { .. } => ("validation_error", Some("too_large")),
            Self::Database(_) | Self::Stored(_) | Self::Stopped => ("server_error", None),
        }
    }

    /// The envelope; `findings` and `omitted` are an addition of the sandbox.
    fn envelope(&self) -> Value {
        let (error_type, code) = self.names();
        let mut error = json!({ "type": error_type, "message": self.to_string() });
        if let Some(code) = code {
            error["code"] = json!(code);
        }
        match self {
            Self::Invalid {
                param: Some(param), ..
            } => error["param"] = json!(param),
            Self::InvalidFlow {
                param, findings, ..
            } => {
                error["param"] = json!(param);
                error["findings"] = json!(findings.iter().take(MAX_FINDINGS).collect::<Vec<_>>());
                error["omitted"] = json!(findings.len().saturating_sub(MAX_FINDINGS));
            }
            _ => {}
        }
        json!({ "error": error })
    }
}

impl ResponseError for Fault {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Unauthorized { .. } | Self::UnknownSecret => StatusCode::UNAUTHORIZED,
            Self::Invalid { .. } | Self::InvalidFlow { .. } => StatusCode::BAD_REQUEST,
            Self::NoSession(_) | Self::NoRoute => StatusCode::NOT_FOUND,
            Self::TooMany(_) | Self::Full { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::ExpiredSecret => StatusCode::GONE,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Database(_) | Self::Stored(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Stopped => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn error_response(&self) -> HttpResponse {
        if self.status_code().is_server_error() {
            tracing::error!(error = ?self, "sandbox request failed");
        }
        let mut answer = HttpResponse::build(self.status_code());
        if let Self::TooMany(window) = self {
            window.write(&mut answer);
            answer.insert_header((RETRY_AFTER, window.seconds_left().to_string()));
        }
        answer.json(self.envelope())
    }
}
