//! The actor of a session: lifecycle and possessions only; messages are in `handlers.rs`, transitions in `state.rs`.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::Arc;

use actix::fut::{self, ActorFutureExt as _, WrapFuture as _};
use actix::prelude::*;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::SessionError;
use super::connect::{Catalogue, Connected};
use super::directory::{Environs, Registration};
use super::messages::Summary;
use super::state::State;
use crate::api::{ApiClient, ApiError};
use crate::export::Download;
use crate::preview::Preview;

/// Download links a session keeps open; the oldest closes first.
pub(super) const KEPT_DOWNLOADS: usize = 4;

/// Owns everything of one session. Dropping it closes the preview and the links and leaves the directory, so that a
/// panic cleans up like an ordinary end.
pub(super) struct SessionActor {
    pub(super) state: State,
    pub(super) client: ApiClient,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) preview: Option<Preview>,
    pub(super) downloads: VecDeque<Download>,
    pub(super) environs: Arc<Environs>,
    pub(super) registration: Registration,
}

impl SessionActor {
    pub(super) fn new(
        connected: Connected,
        environs: Arc<Environs>,
        registration: Registration,
    ) -> Self {
        let limits = environs.limits;
        Self {
            state: State::new(Instant::now(), limits.calls, limits.idle),
            client: connected.client,
            catalogue: Arc::new(connected.catalogue),
            preview: None,
            downloads: VecDeque::new(),
            environs,
            registration,
        }
    }

    pub(super) fn summary(&self) -> Summary {
        Summary {
            environment: self.client.environment(),
            masked_key: self.client.masked_key(),
            catalogue: self.catalogue.clone(),
        }
    }

    /// Runs a call to upstream beside the mailbox: other messages are answered meanwhile, and the call ends with the
    /// one who asked (`cancel`) or with the session.
    pub(super) fn call<T: 'static>(
        &mut self,
        cancel: CancellationToken,
        call: impl Future<Output = Result<T, ApiError>> + 'static,
    ) -> ResponseActFuture<Self, Result<T, SessionError>> {
        if let Err(busy) = self.state.begin_call() {
            return Box::pin(fut::ready(Err(busy)));
        }
        let cancellable = async move {
            tokio::select! {
                biased;
                () = cancel.cancelled() => Err(SessionError::Cancelled),
                answer = call => answer.map_err(SessionError::Api),
            }
        };
        Box::pin(cancellable.into_actor(self).map(|answer, actor, _| {
            actor.state.end_call(Instant::now());
            answer
        }))
    }

    /// Ends the session once it has idled long enough, else looks again when that could be.
    fn watch_idleness(&mut self, context: &mut Context<Self>) {
        match self.state.time_left(Instant::now()) {
            None => context.stop(),
            Some(left) => {
                context.run_later(left, Self::watch_idleness);
            }
        }
    }
}

impl Actor for SessionActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Self::Context) {
        self.watch_idleness(context);
    }
}
