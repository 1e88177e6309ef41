//! The studio's way to its session.

use std::time::Duration;

use actix::{Addr, WeakAddr};
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::SessionError;
use super::actor::SessionActor;
use super::caller::Handle;
use super::messages::without_secrets;
use super::session_ref::SessionRef;
use crate::api::{ApiError, ErrorKind};
use crate::preview::{Backend, BackendError, BackendErrorKind, Started};

/// Holds the session weakly: an open page alone does not keep it alive.
pub(super) struct SessionBackend {
    handle: Handle,
    session: WeakAddr<SessionActor>,
    deadline: Duration,
}

impl SessionBackend {
    pub(super) fn new(handle: Handle, address: &Addr<SessionActor>, deadline: Duration) -> Self {
        Self {
            handle,
            session: address.downgrade(),
            deadline,
        }
    }

    fn session(&self) -> Result<SessionRef, SessionError> {
        let address = self.session.upgrade().ok_or(SessionError::Ended)?;
        Ok(SessionRef::new(self.handle.clone(), address, self.deadline))
    }

    async fn create(&self, lang: Option<String>) -> Result<Started, SessionError> {
        let created = self.session()?.create(lang).await?;
        let secret = created.client_secret;
        let url = secret
            .url
            .parse()
            .map_err(|_| SessionError::BadSessionUrl)?;
        Ok(Started {
            session_id: created.session.id,
            url,
            expires_at_ms: secret.expire_at,
            warnings: created.warnings,
        })
    }
}

impl Backend for SessionBackend {
    fn start(&self, lang: Option<String>) -> BoxFuture<'_, Result<Started, BackendError>> {
        Box::pin(async move { self.create(lang).await.map_err(|error| told(&error)) })
    }

    fn session(&self, id: &str) -> BoxFuture<'_, Result<Value, BackendError>> {
        let id = id.to_owned();
        Box::pin(async move {
            let session = self
                .session()
                .map_err(|error| told(&error))?
                .fetch(&id)
                .await
                .map_err(|error| told(&error))?;
            Ok(without_secrets(&session))
        })
    }
}

/// A session error in the words of the studio.
fn told(error: &SessionError) -> BackendError {
    let (kind, help) = match error {
        SessionError::Api(error) => (kind_of(error), help_for(error)),
        SessionError::Busy { .. } => (BackendErrorKind::Busy, "Wait a moment, then start again."),
        SessionError::Timeout { .. } | SessionError::Cancelled => {
            (BackendErrorKind::Timeout, "Start again.")
        }
        SessionError::NoPlan => (
            BackendErrorKind::Refused,
            "Launch the flow again from the assistant.",
        ),
        SessionError::Ended => (
            BackendErrorKind::SessionEnded,
            "Set the API key and launch again from the assistant.",
        ),
        _ => (
            BackendErrorKind::Upstream,
            "Start again; if it stays so, look into the server's log.",
        ),
    };
    let retry_after = match error {
        SessionError::Api(error) => error.retry_after(),
        _ => None,
    };
    BackendError {
        kind,
        message: error.to_string(),
        help: help.to_owned(),
        retry_after,
    }
}

fn kind_of(error: &ApiError) -> BackendErrorKind {
    match error.kind() {
        ErrorKind::Authentication | ErrorKind::Permission => BackendErrorKind::KeyRefused,
        ErrorKind::NotFound => BackendErrorKind::NotFound,
        ErrorKind::RateLimited => BackendErrorKind::RateLimited,
        ErrorKind::Timeout => BackendErrorKind::Timeout,
        ErrorKind::Validation | ErrorKind::InvalidArgument | ErrorKind::Refused => {
            BackendErrorKind::Refused
        }
        _ => BackendErrorKind::Upstream,
    }
}

fn help_for(error: &ApiError) -> &'static str {
    match error.kind() {
        ErrorKind::Authentication | ErrorKind::Permission => {
            "Set another API key from the assistant."
        }
        ErrorKind::NotFound => "Start a new session.",
        ErrorKind::RateLimited => "Wait, then start again.",
        ErrorKind::Validation | ErrorKind::InvalidArgument | ErrorKind::Refused => {
            "Let the assistant repair the flow and launch it again."
        }
        _ => "Start again in a moment.",
    }
}
