//! Messages of the session actor: each touches the session, then calls a transition or upstream.

use std::sync::Arc;

use actix::prelude::*;
use tokio::time::Instant;
use url::Url;

use super::SessionError;
use super::actor::{KEPT_DOWNLOADS, SessionActor};
use super::backend::SessionBackend;
use super::messages::{
    Adopt, Create, CurrentPlan, Describe, End, Fetch, Keep, Launch, Launched, List, Rekey, Started,
    Summary,
};
use super::state::Current;
use crate::api::wire::{Created, Session, SessionPage};
use crate::plan::Plan;
use crate::preview::{LangName, PreviewError, Shown};

impl Handler<Describe> for SessionActor {
    type Result = MessageResult<Describe>;

    fn handle(&mut self, _: Describe, _: &mut Self::Context) -> Self::Result {
        self.state.touch(Instant::now());
        MessageResult(self.summary())
    }
}

impl Handler<Rekey> for SessionActor {
    type Result = MessageResult<Rekey>;

    fn handle(&mut self, Rekey(connected): Rekey, _: &mut Self::Context) -> MessageResult<Rekey> {
        self.state.touch(Instant::now());
        self.client = connected.client;
        self.catalogue = Arc::new(connected.catalogue);
        // An open page would go on under a banner of the former environment.
        self.preview = None;
        // What was created with the former key may belong to another account.
        if self.state.forget_started() {
            self.registration.tell();
        }
        let summary: Summary = self.summary();
        MessageResult(summary)
    }
}

impl Handler<CurrentPlan> for SessionActor {
    type Result = Result<Plan, SessionError>;

    fn handle(&mut self, _: CurrentPlan, _: &mut Self::Context) -> Self::Result {
        self.state.touch(Instant::now());
        Ok(self.state.current()?.plan.clone())
    }
}

impl Handler<Adopt> for SessionActor {
    type Result = ();

    fn handle(&mut self, message: Adopt, _: &mut Self::Context) {
        self.state.touch(Instant::now());
        self.state.adopt(message.plan, message.findings);
    }
}

impl Handler<Launch> for SessionActor {
    type Result = Result<Launched, SessionError>;

    fn handle(&mut self, message: Launch, context: &mut Self::Context) -> Self::Result {
        self.state.touch(Instant::now());
        self.state.adopt(message.plan, message.findings);
        let shown = self.shown(self.state.current()?);
        let url = self.show(shown, &context.address())?;
        Ok(Launched {
            url,
            environment: self.client.environment(),
        })
    }
}

impl Handler<Keep> for SessionActor {
    type Result = Result<Url, SessionError>;

    fn handle(&mut self, message: Keep, _: &mut Self::Context) -> Self::Result {
        self.state.touch(Instant::now());
        if self.downloads.len() >= KEPT_DOWNLOADS {
            self.downloads.pop_front();
        }
        let download = self
            .environs
            .downloads
            .keep(message.name, message.archive)?;
        let url = download.url(&self.environs.base_url);
        self.downloads.push_back(download);
        Ok(url)
    }
}

impl Handler<Create> for SessionActor {
    type Result = ResponseActFuture<Self, Result<Created, SessionError>>;

    fn handle(&mut self, message: Create, _: &mut Self::Context) -> Self::Result {
        self.state.touch(Instant::now());
        let settings = match self.state.current() {
            Ok(current) => current.plan.settings(message.lang.as_deref()),
            Err(none) => return Box::pin(fut::ready(Err(none))),
        };
        let client = self.client.clone();
        let created = self.call(message.cancel, async move {
            client.create_session(&settings).await
        });
        Box::pin(created.map(|created, actor, _| {
            if let Ok(created) = &created {
                actor.state.remember_started(created.session.id.clone());
                actor.registration.tell();
            }
            created
        }))
    }
}

impl Handler<Started> for SessionActor {
    type Result = MessageResult<Started>;

    /// Clients list by themselves: that is no use of the session.
    fn handle(&mut self, _: Started, _: &mut Self::Context) -> Self::Result {
        MessageResult(self.state.started())
    }
}

impl Handler<Fetch> for SessionActor {
    type Result = ResponseActFuture<Self, Result<Session, SessionError>>;

    fn handle(&mut self, message: Fetch, _: &mut Self::Context) -> Self::Result {
        self.state.touch(Instant::now());
        let client = self.client.clone();
        // The client secret of the answer opens the session and is not ours to pass on.
        self.call(message.cancel, async move {
            Ok(client.session(&message.id).await?.session)
        })
    }
}

impl Handler<List> for SessionActor {
    type Result = ResponseActFuture<Self, Result<SessionPage, SessionError>>;

    fn handle(&mut self, message: List, _: &mut Self::Context) -> Self::Result {
        self.state.touch(Instant::now());
        let client = self.client.clone();
        self.call(message.cancel, async move {
            client.list_sessions(&message.query).await
        })
    }
}

impl Handler<End> for SessionActor {
    type Result = ();

    fn handle(&mut self, _: End, context: &mut Self::Context) {
        context.stop();
    }
}

impl SessionActor {
    /// What the studio shows of the current plan.
    fn shown(&self, current: &Current) -> Shown {
        let plan = &current.plan;
        let allowed = |id: &str| {
            plan.langs
                .as_ref()
                .is_none_or(|langs| langs.iter().any(|lang| lang == id))
        };
        let langs = self.catalogue.langs.iter().filter(|lang| allowed(&lang.id));
        let avatar = plan
            .avatar_id
            .as_deref()
            .and_then(|id| self.catalogue.avatar_name(id));
        Shown {
            plan: plan.clone(),
            findings: current.findings.clone(),
            environment: self.client.environment(),
            avatar_name: avatar.map(str::to_owned),
            langs: langs
                .map(|lang| LangName {
                    id: lang.id.clone(),
                    title: lang.title.clone(),
                })
                .collect(),
            session_origins: self.environs.session_origins.clone(),
        }
    }

    /// Updates the open page, or opens one.
    fn show(&mut self, shown: Shown, address: &Addr<Self>) -> Result<Url, SessionError> {
        let base = &self.environs.base_url;
        if let Some(open) = &self.preview {
            match open.update(shown.clone()) {
                Ok(()) => return Ok(open.url(base)),
                Err(PreviewError::Expired) => {}
                Err(other) => return Err(other.into()),
            }
        }
        let backend = Arc::new(SessionBackend::new(
            self.registration.handle().clone(),
            address,
            self.environs.limits.call,
        ));
        let preview = self.environs.previews.open(shown, backend)?;
        let url = preview.url(base);
        self.preview = Some(preview);
        Ok(url)
    }
}
