//! The door through which failures leave the studio: a JSON answer with a code, a message and what to do.

use std::fmt;
use std::time::Duration;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use super::backend::{BackendError, BackendErrorKind};
use super::registry::StartError;

/// A failure as the page receives it.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    help: String,
    retry_after: Option<Duration>,
}

#[derive(Serialize)]
struct Body<'a> {
    error: Detail<'a>,
}

#[derive(Serialize)]
struct Detail<'a> {
    code: &'a str,
    message: &'a str,
    help: &'a str,
    #[serde(skip_serializing_if = "Option::is_none", rename = "retryAfterSeconds")]
    retry_after_seconds: Option<u64>,
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, message: &str, help: &str) -> Self {
        Self {
            status,
            code,
            message: message.to_owned(),
            help: help.to_owned(),
            retry_after: None,
        }
    }

    /// The token is unknown or its preview has ended.
    pub(super) fn gone() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "preview_ended",
            "this preview has ended or never existed",
            "ask your assistant to launch the preview again",
        )
    }

    /// The request does not come from the studio page itself.
    pub(super) fn foreign() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "foreign_request",
            "only the preview page itself may start a session",
            "open the address of the preview in the browser and click Start Session there",
        )
    }

    /// The body is not what the page sends.
    pub(super) fn malformed(reason: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed_request",
            &format!("the request cannot be read: {reason}"),
            "reload the page and click Start Session again",
        )
    }

    /// The chosen language is not on offer.
    pub(super) fn unknown_language(lang: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "unknown_language",
            &format!("the language `{lang}` is not among those of this plan"),
            "choose a language of the list, or ask your assistant to add it to `langs`",
        )
    }

    /// The session was not started in this preview.
    pub(super) fn unknown_session(id: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "unknown_session",
            &format!("the session `{id}` was not started in this preview"),
            "start a session here, or ask your assistant for the results of that session",
        )
    }

    /// The hosted page lies at an origin that the page may not embed.
    pub(super) fn foreign_frame(origin: &str) -> Self {
        Self::new(
            StatusCode::BAD_GATEWAY,
            "foreign_frame",
            &format!("the session page lies at `{origin}`, which this preview may not embed"),
            "add that origin to the session origins in the configuration of the server",
        )
    }
}

impl From<StartError> for Refusal {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Gone => Self::gone(),
            StartError::UnderWay => Self::new(
                StatusCode::CONFLICT,
                "already_starting",
                "a session is being created at this moment",
                "wait for it to open",
            ),
        }
    }
}

impl From<BackendError> for Refusal {
    fn from(error: BackendError) -> Self {
        let (status, code) = match error.kind {
            BackendErrorKind::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            BackendErrorKind::KeyRefused => (StatusCode::BAD_GATEWAY, "key_refused"),
            BackendErrorKind::NotFound => (StatusCode::NOT_FOUND, "not_found"),
            BackendErrorKind::RateLimited => (StatusCode::TOO_MANY_REQUESTS, "rate_limited"),
            BackendErrorKind::Refused => (StatusCode::UNPROCESSABLE_ENTITY, "refused"),
            BackendErrorKind::SessionEnded => (StatusCode::GONE, "session_ended"),
            BackendErrorKind::Timeout => (StatusCode::GATEWAY_TIMEOUT, "timeout"),
            BackendErrorKind::Upstream => (StatusCode::BAD_GATEWAY, "upstream"),
        };
        Self {
            status,
            code,
            message: error.message,
            help: error.help,
            retry_after: error.retry_after,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let retry_after_seconds = self.retry_after.map(|wait| wait.as_secs().max(1));
        let mut response = HttpResponse::build(self.status);
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if let Some(seconds) = retry_after_seconds {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        response.json(Body {
            error: Detail {
                code: self.code,
                message: &self.message,
                help: &self.help,
                retry_after_seconds,
            },
        })
    }
}
