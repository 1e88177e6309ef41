//! The directory: the one place that knows which caller may speak to which session.
//!
//! A caller is led to a session by, in this order: the handle in its arguments, its MCP session, the key in its
//! `Authorization` header, the key the process was started with. Possession of a handle is enough only for a session
//! without an owner; a session opened with credentials of its own answers to these alone.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use actix::prelude::*;
use url::Url;

use super::SessionError;
use super::actor::SessionActor;
use super::caller::{Caller, Handle, Principal};
use super::connect::{Connected, connect};
use super::messages::Summary;
use super::session_ref::SessionRef;
use crate::api::ApiKey;
use crate::config::{Limits, Upstreams};
use crate::export::Downloads;
use crate::preview::Previews;

/// Threads that run session actors, apart from those that serve HTTP.
const ARBITERS: usize = 2;

/// What every session of the process shares.
pub struct Environs {
    /// The one connection pool.
    pub http: reqwest::Client,
    /// Where keys lead.
    pub upstreams: Upstreams,
    /// Registry of previews.
    pub previews: Previews,
    /// Registry of download links.
    pub downloads: Downloads,
    /// Address under which browsers reach this server.
    pub base_url: Url,
    /// Origins of the hosted session page.
    pub session_origins: Vec<String>,
    /// Bounds.
    pub limits: Limits,
    /// Key of the default session.
    pub default_key: Option<ApiKey>,
}

/// A session that was just opened, or whose key was just replaced.
pub struct Opened {
    /// The session.
    pub session: SessionRef,
    /// What it is.
    pub summary: Summary,
}

/// Every session of the process. Clones share one directory.
#[derive(Clone)]
pub struct Directory {
    shared: Arc<Shared>,
}

struct Shared {
    environs: Arc<Environs>,
    entries: Mutex<Entries>,
    arbiters: Vec<Arbiter>,
    next_arbiter: AtomicUsize,
}

#[derive(Default)]
struct Entries {
    sessions: BTreeMap<Handle, Entry>,
    by_mcp_session: BTreeMap<String, Handle>,
    by_principal: BTreeMap<Principal, Handle>,
}

struct Entry {
    session: SessionRef,
    owner: Option<Principal>,
}

/// A session's place in the directory; dropping it gives the place free.
pub(super) struct Registration {
    handle: Handle,
    shared: Weak<Shared>,
}

impl Registration {
    pub(super) fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        if let Some(shared) = self.shared.upgrade() {
            shared.entries().forget(&self.handle);
        }
    }
}

impl Directory {
    /// An empty directory; must be called where an actix system runs.
    pub fn new(environs: Environs) -> Self {
        let arbiters = (0..ARBITERS).map(|_| Arbiter::new()).collect();
        let shared = Shared {
            environs: Arc::new(environs),
            entries: Mutex::default(),
            arbiters,
            next_arbiter: AtomicUsize::new(0),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Sessions alive.
    pub fn len(&self) -> usize {
        self.shared.entries().sessions.len()
    }

    /// Whether no session is alive.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Checks a key with upstream and opens a session for the caller, or puts the key into the caller's session.
    ///
    /// # Errors
    /// [`SessionError::Api`] where upstream refuses the key or cannot be reached; [`SessionError::TooMany`].
    pub async fn set_key(&self, caller: &Caller, key: ApiKey) -> Result<Opened, SessionError> {
        let present = match self.present(caller) {
            // The handle may be from before a restart: a new session is what the caller wants.
            Err(SessionError::Ended) => None,
            other => other?,
        };
        let connected = self.connect(key).await?;
        match present {
            Some(session) => Ok(Opened {
                summary: session.rekey(connected).await?,
                session,
            }),
            None => self.open(caller, caller.principal(), connected),
        }
    }

    /// The session of the caller; opens one where the caller or the process brings a key.
    ///
    /// # Errors
    /// [`SessionError::NoKey`], [`SessionError::Ended`], or those of [`Self::set_key`].
    pub async fn resolve(&self, caller: &Caller) -> Result<SessionRef, SessionError> {
        if let Some(session) = self.present(caller)? {
            return Ok(session);
        }
        let default_key = self.shared.environs.default_key.as_ref();
        let (owner, key) = match (caller.principal(), &caller.bearer, default_key) {
            (Some(owner), Some(key), _) => (owner, key),
            (_, _, Some(key)) => (Principal::Process, key),
            _ => return Err(SessionError::NoKey),
        };
        if let Some(session) = self.shared.entries().of_principal(owner) {
            return Ok(session);
        }
        let connected = self.connect(key.clone()).await?;
        // Another call of the same owner may have been faster.
        let earlier = self.shared.entries().of_principal(owner);
        match earlier {
            Some(session) => Ok(session),
            None => Ok(self
                .open(&Caller::default(), Some(owner), connected)?
                .session),
        }
    }

    /// The MCP session is over: its pointer goes, and its session with it where nothing else leads there.
    pub async fn close_mcp_session(&self, id: &str) {
        let orphan = self.shared.entries().detach(id);
        if let Some(session) = orphan {
            // An actor that is gone or too busy to answer ends by idling.
            let _ = session.end().await;
        }
    }

    /// The session the caller already has, without opening one.
    fn present(&self, caller: &Caller) -> Result<Option<SessionRef>, SessionError> {
        let entries = self.shared.entries();
        let handle = match (&caller.handle, &caller.mcp_session) {
            (Some(given), _) => Some(Handle::given(given)),
            (None, Some(id)) => entries.by_mcp_session.get(id).cloned(),
            (None, None) => None,
        };
        let Some(handle) = handle else {
            return Ok(caller
                .principal()
                .and_then(|principal| entries.of_principal(principal)));
        };
        let entry = entries
            .sessions
            .get(&handle)
            .filter(|entry| entry.answers_to(caller));
        entry
            .map(|entry| Some(entry.session.clone()))
            .ok_or(SessionError::Ended)
    }

    async fn connect(&self, key: ApiKey) -> Result<Connected, SessionError> {
        let environs = &self.shared.environs;
        let after = environs.limits.call;
        let arbiter = self.shared.arbiter();
        let connecting = connect(&arbiter, environs.http.clone(), &environs.upstreams, key);
        tokio::time::timeout(after, connecting)
            .await
            .unwrap_or(Err(SessionError::Timeout { after }))
    }

    fn open(
        &self,
        caller: &Caller,
        owner: Option<Principal>,
        connected: Connected,
    ) -> Result<Opened, SessionError> {
        let handle = Handle::random()?;
        let environs = self.shared.environs.clone();
        let limits = environs.limits;
        if self.len() >= limits.sessions {
            return Err(SessionError::TooMany {
                limit: limits.sessions,
            });
        }
        let registration = Registration {
            handle: handle.clone(),
            shared: Arc::downgrade(&self.shared),
        };
        let actor = SessionActor::new(connected, environs, registration);
        let summary = actor.summary();
        // Not under the lock: an actor that cannot start is dropped here and now, and leaves the directory by itself.
        let address = SessionActor::start_in_arbiter(&self.shared.arbiter(), |_| actor);
        let session = SessionRef::new(handle.clone(), address, limits.call);
        let mut entries = self.shared.entries();
        entries.sessions.insert(
            handle.clone(),
            Entry {
                session: session.clone(),
                owner,
            },
        );
        if let Some(id) = &caller.mcp_session {
            entries.by_mcp_session.insert(id.clone(), handle.clone());
        }
        if let Some(owner) = owner {
            entries.by_principal.insert(owner, handle);
        }
        Ok(Opened { session, summary })
    }
}

impl Entry {
    /// Whether the caller may speak to this session, and the session still listens.
    fn answers_to(&self, caller: &Caller) -> bool {
        let permitted = match self.owner {
            Some(owner @ Principal::Bearer(_)) => caller.principal() == Some(owner),
            Some(Principal::Process) | None => true,
        };
        permitted && self.session.is_alive()
    }
}

impl Entries {
    fn of_principal(&self, principal: Principal) -> Option<SessionRef> {
        let entry = self.sessions.get(self.by_principal.get(&principal)?)?;
        entry.session.is_alive().then(|| entry.session.clone())
    }

    /// Pointers of MCP sessions stay until these end, so that their callers hear that the session is over.
    fn forget(&mut self, handle: &Handle) {
        self.sessions.remove(handle);
        self.by_principal.retain(|_, pointed| pointed != handle);
    }

    /// Removes a pointer; returns the session where it had no owner and was reached by this pointer alone.
    fn detach(&mut self, mcp_session: &str) -> Option<SessionRef> {
        let handle = self.by_mcp_session.remove(mcp_session)?;
        let entry = self.sessions.get(&handle)?;
        let reachable = entry.owner.is_some()
            || self
                .by_mcp_session
                .values()
                .any(|pointed| *pointed == handle);
        (!reachable).then(|| entry.session.clone())
    }
}

impl Shared {
    /// The maps are whole between any two statements that hold the lock, so a panic elsewhere leaves them usable.
    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn arbiter(&self) -> ArbiterHandle {
        let turn = self.next_arbiter.fetch_add(1, Ordering::Relaxed) % self.arbiters.len();
        self.arbiters[turn].handle()
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        for arbiter in &self.arbiters {
            arbiter.stop();
        }
    }
}
