//! The way to a session from outside: every question has a deadline and ends with the one who asks.

use std::time::Duration;

use actix::dev::ToEnvelope;
use actix::prelude::*;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::SessionError;
use super::actor::SessionActor;
use super::caller::Handle;
use super::connect::Connected;
use super::messages::{
    Adopt, Create, CurrentPlan, Describe, End, Fetch, Keep, Launch, Launched, List, Rekey, Started,
    Summary,
};
use crate::api::wire::{Created, ListQuery, Session, SessionPage};
use crate::export::AppName;
use crate::flow::Finding;
use crate::plan::Plan;

/// A session that may be asked.
#[derive(Clone)]
pub struct SessionRef {
    handle: Handle,
    address: Addr<SessionActor>,
    deadline: Duration,
}

impl SessionRef {
    pub(super) fn new(handle: Handle, address: Addr<SessionActor>, deadline: Duration) -> Self {
        Self {
            handle,
            address,
            deadline,
        }
    }

    /// The handle of the session.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// What the session is.
    ///
    /// # Errors
    /// [`SessionError::Ended`] or [`SessionError::Timeout`], as for every question below.
    pub async fn describe(&self) -> Result<Summary, SessionError> {
        self.ask(Describe).await
    }

    /// The current plan.
    ///
    /// # Errors
    /// [`SessionError::NoPlan`] before the first launch.
    pub async fn plan(&self) -> Result<Plan, SessionError> {
        self.ask(CurrentPlan).await?
    }

    /// Makes a plan current and shows it in the studio.
    ///
    /// # Errors
    /// [`SessionError::Preview`] where no preview can be opened.
    pub async fn launch(
        &self,
        plan: Plan,
        findings: Vec<Finding>,
    ) -> Result<Launched, SessionError> {
        self.ask(Launch { plan, findings }).await?
    }

    /// Makes a plan current without showing it.
    ///
    /// # Errors
    /// As for [`Self::describe`].
    pub async fn adopt(&self, plan: Plan, findings: Vec<Finding>) -> Result<(), SessionError> {
        self.ask(Adopt { plan, findings }).await
    }

    /// Keeps an archive behind a link that ends with the session.
    ///
    /// # Errors
    /// [`SessionError::Export`] beyond the limits of kept archives.
    pub async fn keep(&self, name: AppName, archive: Bytes) -> Result<Url, SessionError> {
        self.ask(Keep { name, archive }).await?
    }

    /// Creates a verification session of the current plan.
    ///
    /// # Errors
    /// [`SessionError::Api`], [`SessionError::Busy`] or [`SessionError::NoPlan`].
    pub async fn create(&self, lang: Option<String>) -> Result<Created, SessionError> {
        self.call(|cancel| Create { lang, cancel }).await?
    }

    /// Ids of the verification sessions created here, the newest first; at most 32.
    ///
    /// # Errors
    /// As for [`Self::describe`].
    pub async fn started(&self) -> Result<Vec<String>, SessionError> {
        self.ask(Started).await
    }

    /// Reads a verification session.
    ///
    /// # Errors
    /// [`SessionError::Api`] or [`SessionError::Busy`].
    pub async fn fetch(&self, id: &str) -> Result<Session, SessionError> {
        self.call(|cancel| Fetch {
            id: id.to_owned(),
            cancel,
        })
        .await?
    }

    /// Lists verification sessions.
    ///
    /// # Errors
    /// [`SessionError::Api`] or [`SessionError::Busy`].
    pub async fn list(&self, query: ListQuery) -> Result<SessionPage, SessionError> {
        self.call(|cancel| List { query, cancel }).await?
    }

    pub(super) async fn rekey(&self, connected: Connected) -> Result<Summary, SessionError> {
        self.ask(Rekey(connected)).await
    }

    pub(super) async fn end(&self) -> Result<(), SessionError> {
        self.ask(End).await
    }

    pub(super) fn is_alive(&self) -> bool {
        self.address.connected()
    }

    /// Asks with a token that is cancelled when the caller drops the question.
    fn call<M, F>(&self, message: F) -> BoxFuture<'static, Result<M::Result, SessionError>>
    where
        F: FnOnce(CancellationToken) -> M,
        SessionActor: Handler<M>,
        <SessionActor as Actor>::Context: ToEnvelope<SessionActor, M>,
        M: Message + Send + 'static,
        M::Result: Send,
    {
        let cancel = CancellationToken::new();
        let asked = self.ask(message(cancel.clone()));
        Box::pin(async move {
            let _ends_with_the_question = cancel.drop_guard();
            asked.await
        })
    }

    /// Asks and waits until the deadline.
    pub(super) fn ask<M>(&self, message: M) -> BoxFuture<'static, Result<M::Result, SessionError>>
    where
        SessionActor: Handler<M>,
        <SessionActor as Actor>::Context: ToEnvelope<SessionActor, M>,
        M: Message + Send + 'static,
        M::Result: Send,
    {
        let answer = self.address.send(message);
        let after = self.deadline;
        Box::pin(async move {
            match tokio::time::timeout(after, answer).await {
                Ok(Ok(answer)) => Ok(answer),
                Ok(Err(MailboxError::Closed)) => Err(SessionError::Ended),
                Ok(Err(MailboxError::Timeout)) | Err(_) => Err(SessionError::Timeout { after }),
            }
        })
    }
}
