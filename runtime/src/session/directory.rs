//! The directory: opens, finds and ends sessions.
//!
//! A caller is led to a session by, in this order: the handle in its arguments, its MCP session, the key in its
//! `Authorization` header, the key the process was started with. Who may speak to which session stands in `entries.rs`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use actix::prelude::*;
use url::Url;

use super::SessionError;
use super::actor::SessionActor;
use super::caller::{Caller, Handle, Principal};
use super::connect::{Connected, connect};
use super::entries::Entries;
use super::messages::Summary;
use super::news::{Follower, News};
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
#[derive(Clone)]
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

pub(super) struct Shared {
    environs: Arc<Environs>,
    entries: Mutex<Entries>,
    news: News,
    arbiters: Vec<Arbiter>,
    next_arbiter: AtomicUsize,
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

    /// The verification sessions of this session are others than before.
    pub(super) fn tell(&self) {
        if let Some(shared) = self.shared.upgrade() {
            shared.news.tell(&self.handle);
        }
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        if let Some(shared) = self.shared.upgrade() {
            shared.entries().forget(&self.handle);
            shared.news.tell(&self.handle);
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
            news: News::default(),
            arbiters,
            next_arbiter: AtomicUsize::new(0),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Sessions alive.
    pub fn len(&self) -> usize {
        self.shared.entries().len()
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

    /// The session of the caller, without opening one; `None` also where it has ended.
    pub fn standing(&self, caller: &Caller) -> Option<SessionRef> {
        self.shared.standing(caller)
    }

    /// Follows the session of a caller, also one that is opened later.
    pub fn follow(&self, caller: Caller) -> Follower {
        Follower::new(Arc::downgrade(&self.shared), &self.shared.news, caller)
    }

    /// Ends the caller's session: its key is forgotten, its preview and links are closed, calls in flight are given up.
    ///
    /// # Errors
    /// [`SessionError::NoKey`] where the caller has none, [`SessionError::Ended`] where it is over already.
    pub async fn forget(&self, caller: &Caller) -> Result<Summary, SessionError> {
        let session = self
            .shared
            .entries()
            .of_caller(caller)?
            .ok_or(SessionError::NoKey)?;
        let summary = session.describe().await?;
        session.end().await?;
        Ok(summary)
    }

    /// The MCP session is over: its pointer goes, and its session with it where nothing else leads there.
    pub async fn close_mcp_session(&self, id: &str) {
        let orphan = self.shared.entries().detach(id);
        if let Some(session) = orphan {
            // An actor that is gone or too busy to answer ends by idling.
            let _ = session.end().await;
        }
    }

    /// The session the caller already has, without opening one. The lock is held for the look alone.
    fn present(&self, caller: &Caller) -> Result<Option<SessionRef>, SessionError> {
        self.shared.entries().of_caller(caller)
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
        let session = SessionRef::new(handle, address, limits.call);
        let mcp_session = caller.mcp_session.clone();
        self.shared
            .entries()
            .enter(session.clone(), owner, mcp_session);
        Ok(Opened { session, summary })
    }
}

impl Shared {
    /// The maps are whole between any two statements that hold the lock, so a panic elsewhere leaves them usable.
    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The session that answers the caller, without opening one.
    pub(super) fn standing(&self, caller: &Caller) -> Option<SessionRef> {
        let by_process = || {
            let process = caller.bearer.is_none() && self.environs.default_key.is_some();
            process.then(|| self.entries().of_principal(Principal::Process))?
        };
        let present = self.entries().of_caller(caller);
        present.ok()?.or_else(by_process)
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::api::{ApiClient, Timing, http_client};
    use crate::export::DownloadLimits;
    use crate::preview::PreviewLimits;
    use crate::session::connect::Catalogue;

    const IDLE: Duration = Duration::from_mins(30);
    const ALMOST: Duration = Duration::from_mins(29);

    /// A directory whose upstream never answers: only what needs no upstream is tested here.
    fn directory(sessions: usize, calls: usize, upstream: &str) -> Directory {
        let url: Url = upstream.parse().expect("an address");
        let second = Duration::from_secs(1);
        Directory::new(Environs {
            http: http_client().expect("an HTTP client"),
            upstreams: Upstreams {
                sandbox: url.clone(),
                production: url.clone(),
            },
            previews: Previews::new(PreviewLimits::default()),
            downloads: Downloads::new(DownloadLimits::default()),
            base_url: url,
            session_origins: Vec::new(),
            limits: Limits {
                sessions,
                calls,
                idle: IDLE,
                call: second * 60,
                drain: second,
                body: 1024,
            },
            default_key: None,
        })
    }

    const NOWHERE: &str = "http://127.0.0.1:9/";

    fn key(text: &str) -> ApiKey {
        ApiKey::parse(text).expect("a key")
    }

    fn connected(directory: &Directory) -> Connected {
        let environs = &directory.shared.environs;
        let base = environs.upstreams.sandbox.clone();
        let client = ApiClient::new(
            environs.http.clone(),
            base,
            key("sk_test_directory"),
            Timing::default(),
        );
        Connected {
            client,
            catalogue: Catalogue::default(),
        }
    }

    fn open(directory: &Directory, caller: &Caller) -> SessionRef {
        directory
            .open(caller, caller.principal(), connected(directory))
            .expect("a free place")
            .session
    }

    fn by_handle(session: &SessionRef) -> Caller {
        Caller {
            handle: Some(session.handle().as_str().to_owned()),
            ..Caller::default()
        }
    }

    #[actix::test]
    async fn a_handle_leads_to_its_session_and_an_unknown_one_nowhere() {
        let directory = directory(10, 1, NOWHERE);
        let session = open(&directory, &Caller::default());
        let found = directory
            .resolve(&by_handle(&session))
            .await
            .expect("the handle is known");
        assert_eq!(found.handle(), session.handle());
        let unknown = Caller {
            handle: Some("fsm_unknown".to_owned()),
            ..Caller::default()
        };
        assert!(matches!(
            directory.resolve(&unknown).await,
            Err(SessionError::Ended)
        ));
        assert!(matches!(
            directory.resolve(&Caller::default()).await,
            Err(SessionError::NoKey)
        ));
    }

    #[actix::test]
    async fn a_session_with_an_owner_answers_to_the_owner_alone() {
        let directory = directory(10, 1, NOWHERE);
        let owner = Caller {
            bearer: Some(key("sk_test_the_owner")),
            ..Caller::default()
        };
        let session = open(&directory, &owner);
        let by_bearer = directory
            .resolve(&owner)
            .await
            .expect("found by its principal");
        assert_eq!(by_bearer.handle(), session.handle());
        let thief = Caller {
            bearer: Some(key("sk_test_somebody_else")),
            ..by_handle(&session)
        };
        assert!(matches!(
            directory.resolve(&thief).await,
            Err(SessionError::Ended)
        ));
        assert!(matches!(
            directory.resolve(&by_handle(&session)).await,
            Err(SessionError::Ended)
        ));
    }

    #[actix::test]
    async fn an_mcp_session_points_to_its_session_until_it_closes() {
        let directory = directory(10, 1, NOWHERE);
        let client = Caller {
            mcp_session: Some("mcp-1".to_owned()),
            ..Caller::default()
        };
        let session = open(&directory, &client);
        let found = directory
            .resolve(&client)
            .await
            .expect("found by the MCP session");
        assert_eq!(found.handle(), session.handle());
        directory.close_mcp_session("mcp-1").await;
        assert!(matches!(session.describe().await, Err(SessionError::Ended)));
    }

    #[actix::test]
    async fn sessions_beyond_the_limit_are_refused() {
        let directory = directory(1, 1, NOWHERE);
        let _first = open(&directory, &Caller::default());
        let second = directory.open(&Caller::default(), None, connected(&directory));
        assert!(matches!(
            second.err(),
            Some(SessionError::TooMany { limit: 1 })
        ));
    }

    #[actix::test]
    async fn an_idle_session_ends_and_frees_its_place() {
        tokio::time::pause();
        let directory = directory(10, 1, NOWHERE);
        // In this thread, whose clock the test moves.
        let handle = Handle::random().expect("random");
        let registration = Registration {
            handle: handle.clone(),
            shared: Arc::downgrade(&directory.shared),
        };
        let actor = SessionActor::new(
            connected(&directory),
            directory.shared.environs.clone(),
            registration,
        );
        let session = SessionRef::new(handle, actor.start(), Duration::from_secs(1));
        directory
            .shared
            .entries()
            .enter(session.clone(), None, None);
        tokio::time::sleep(ALMOST).await;
        session.describe().await.expect("used in time");
        tokio::time::sleep(ALMOST).await;
        assert_eq!(directory.len(), 1, "use prolongs a session");
        tokio::time::sleep(Duration::from_mins(2)).await;
        assert!(directory.is_empty());
        assert!(matches!(session.describe().await, Err(SessionError::Ended)));
    }

    struct Fall;

    impl Message for Fall {
        type Result = ();
    }

    impl Handler<Fall> for SessionActor {
        type Result = ();

        fn handle(&mut self, _: Fall, _: &mut Self::Context) {
            panic!("a fault in a handler");
        }
    }

    #[actix::test]
    async fn a_session_that_panicked_is_over_and_others_live_on() {
        let directory = directory(10, 1, NOWHERE);
        let sessions: Vec<SessionRef> = (0..=ARBITERS)
            .map(|_| open(&directory, &Caller::default()))
            .collect();
        let fallen = sessions[0].ask(Fall).await;
        assert!(matches!(fallen, Err(SessionError::Ended)), "{fallen:?}");
        // The mailbox may close a moment after the answer: then the next question hears it.
        let again = async {
            directory
                .resolve(&by_handle(&sessions[0]))
                .await?
                .describe()
                .await
        };
        assert!(matches!(again.await, Err(SessionError::Ended)));
        for session in &sessions[1..] {
            directory
                .resolve(&by_handle(session))
                .await
                .expect("alive")
                .describe()
                .await
                .expect("answers");
        }
    }

    /// Accepts connections and never says a word.
    fn silent() -> (std::net::TcpListener, String) {
        let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = silent.local_addr().expect("an address");
        (silent, format!("http://{address}/"))
    }

    #[actix::test]
    async fn a_call_under_way_outlives_another_key_and_ends_with_a_forgotten_one() {
        let (_silent, upstream) = silent();
        let directory = directory(10, 2, &upstream);
        let session = open(&directory, &Caller::default());
        let pending = session.fetch("some-session");
        tokio::pin!(pending);
        let rekeyed = async {
            let again = connected(&directory);
            session.rekey(again).await.expect("another key");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        tokio::select! {
            biased;
            _ = &mut pending => panic!("ended by another key"),
            () = rekeyed => {}
        }
        let caller = by_handle(&session);
        let (ended, forgotten) = tokio::join!(pending, directory.forget(&caller));
        assert!(matches!(ended, Err(SessionError::Ended)), "{ended:?}");
        forgotten.expect("the session was there");
        assert!(matches!(
            directory.forget(&caller).await,
            Err(SessionError::Ended)
        ));
        let nobody = directory.forget(&Caller::default()).await;
        assert!(matches!(nobody, Err(SessionError::NoKey)));
    }

    #[actix::test]
    async fn a_call_ends_with_its_caller_and_does_not_hold_up_others() {
        let (_silent, upstream) = silent();
        let directory = directory(10, 1, &upstream);
        let session = open(&directory, &Caller::default());
        let pending = session.fetch("some-session");
        let asked = tokio::time::timeout(Duration::from_millis(200), async {
            let describe = async {
                session.describe().await.expect("answered beside the call");
                assert!(matches!(
                    session.fetch("another").await,
                    Err(SessionError::Busy { limit: 1 })
                ));
                std::future::pending::<()>().await;
            };
            tokio::select! {
                biased;
                _ = pending => panic!("upstream never answers"),
                () = describe => {}
            }
        });
        assert!(asked.await.is_err(), "the call is still under way");
        // Dropped with its caller, the call gives its place back at once.
        let mut freed = false;
        for _ in 0..100 {
            let again =
                tokio::time::timeout(Duration::from_millis(50), session.fetch("again")).await;
            if again.is_err() {
                freed = true;
                break;
            }
            assert!(
                matches!(again, Ok(Err(SessionError::Busy { .. }))),
                "{again:?}"
            );
        }
        assert!(freed, "the place of a dropped call was never given back");
    }
}
