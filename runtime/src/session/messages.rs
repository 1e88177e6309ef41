//! One type per request to the session actor, with its reply.

use std::sync::Arc;

use actix::Message;
use bytes::Bytes;
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::SessionError;
use super::connect::{Catalogue, Connected};
use crate::api::Environment;
use crate::api::wire::{Created, ListQuery, Session, SessionPage};
use crate::export::AppName;
use crate::flow::Finding;
use crate::plan::Plan;

/// What a session is, without its secrets.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Environment of the key.
    pub environment: Environment,
    /// The key, masked.
    pub masked_key: String,
    /// Avatars and languages of the account.
    pub catalogue: Arc<Catalogue>,
}

/// A launched preview.
#[derive(Clone, Debug)]
pub struct Launched {
    /// Address of the studio page.
    pub url: Url,
    /// Environment in which its verification sessions are created.
    pub environment: Environment,
}

/// Puts another accepted key into the session; the current plan stays.
#[derive(Message)]
#[rtype(result = "Summary")]
pub(super) struct Rekey(pub(super) Connected);

/// Asks what the session is.
#[derive(Message)]
#[rtype(result = "Summary")]
pub(super) struct Describe;

/// Asks for the current plan.
#[derive(Message)]
#[rtype(result = "Result<Plan, SessionError>")]
pub(super) struct CurrentPlan;

/// Makes a plan current and shows it in the studio.
#[derive(Message)]
#[rtype(result = "Result<Launched, SessionError>")]
pub(super) struct Launch {
    pub(super) plan: Plan,
    pub(super) findings: Vec<Finding>,
}

/// Makes a plan current without showing it.
#[derive(Message)]
#[rtype(result = "()")]
pub(super) struct Adopt {
    pub(super) plan: Plan,
    pub(super) findings: Vec<Finding>,
}

/// Keeps an archive behind a link.
#[derive(Message)]
#[rtype(result = "Result<Url, SessionError>")]
pub(super) struct Keep {
    pub(super) name: AppName,
    pub(super) archive: Bytes,
}

/// Creates a verification session of the current plan.
#[derive(Message)]
#[rtype(result = "Result<Created, SessionError>")]
pub(super) struct Create {
    pub(super) lang: Option<String>,
    pub(super) cancel: CancellationToken,
}

/// Reads a verification session.
#[derive(Message)]
#[rtype(result = "Result<Session, SessionError>")]
pub(super) struct Fetch {
    pub(super) id: String,
    pub(super) cancel: CancellationToken,
}

/// Lists verification sessions.
#[derive(Message)]
#[rtype(result = "Result<SessionPage, SessionError>")]
pub(super) struct List {
    pub(super) query: ListQuery,
    pub(super) cancel: CancellationToken,
}

/// Asks which verification sessions were created here, the newest first.
#[derive(Message)]
#[rtype(result = "Vec<String>")]
pub(super) struct Started;

/// Ends the session.
#[derive(Message)]
#[rtype(result = "()")]
pub(super) struct End;

/// A verification session as JSON, without anything that opens it.
pub(super) fn without_secrets(session: &Session) -> Value {
    serde_json::to_value(session).unwrap_or_default()
}
