//! The registry of open previews: unguessable tokens, bounded in number, ended by idleness or by their guard.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::Url;

use super::backend::Backend;
use super::shown::Shown;
use crate::draw;

/// Random bytes of a token: 256 bits, twice what guessing over a network could ever threaten.
const TOKEN_BYTES: usize = 32;

/// Source of the present moment, so that tests own the time.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// Bounds of the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreviewLimits {
    /// Open previews in the process; beyond it [`Previews::open`] refuses.
    pub count: usize,
    /// A preview without any request for this long is closed.
    pub idle: Duration,
    /// Verification sessions a preview remembers; the oldest is forgotten first.
    pub sessions: usize,
}

impl Default for PreviewLimits {
    /// 256 previews, 2 hours (the life of a client secret), 32 verification sessions each.
    fn default() -> Self {
        Self {
            count: 256,
            idle: Duration::from_hours(2),
            sessions: 32,
        }
    }
}

/// Why a preview could not be opened or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PreviewError {
    /// The preview was closed because nobody used it.
    #[error("the preview has expired: launch it again")]
    Expired,
    /// The system gave no randomness for a token.
    #[error("the system gave no random bytes for a preview token: {reason}")]
    NoRandomness {
        /// What the system said.
        reason: String,
    },
    /// The registry is full.
    #[error(
        "all {limit} previews of this server are open: close one, wait until an idle one expires or raise the limit of open previews"
    )]
    TooMany {
        /// The limit.
        limit: usize,
    },
}

/// All open previews of the process; clones share them.
#[derive(Clone)]
pub struct Previews {
    inner: Arc<Inner>,
}

struct Inner {
    limits: PreviewLimits,
    clock: Clock,
    open: Mutex<BTreeMap<String, Slot>>,
}

/// What stands behind a token.
struct Slot {
    shown: Arc<Shown>,
    /// Counts the changes of `shown`, from 1.
    version: u64,
    /// The drawing of this version, made when it is first asked for.
    drawing: Arc<OnceLock<String>>,
    backend: Arc<dyn Backend>,
    /// Verification sessions started here, oldest first.
    sessions: VecDeque<String>,
    /// Whether a session is being created at the moment.
    starting: bool,
    used: Instant,
}

/// A preview as a request sees it.
#[derive(Clone)]
pub(super) struct View {
    pub(super) shown: Arc<Shown>,
    pub(super) version: u64,
    drawing: Arc<OnceLock<String>>,
    pub(super) backend: Arc<dyn Backend>,
}

impl View {
    /// The flow as an SVG document.
    pub(super) fn drawing(&self) -> &str {
        self.drawing
            .get_or_init(|| draw::svg(&self.shown.plan.flow, &self.shown.findings))
    }
}

impl Previews {
    /// An empty registry.
    pub fn new(limits: PreviewLimits) -> Self {
        Self::with_clock(limits, Arc::new(Instant::now))
    }

    /// An empty registry that reads the time from `clock`.
    pub fn with_clock(limits: PreviewLimits, clock: Clock) -> Self {
        Self {
            inner: Arc::new(Inner {
                limits,
                clock,
                open: Mutex::default(),
            }),
        }
    }

    /// Opens a preview; it lives until its guard is dropped or nobody has used it for [`PreviewLimits::idle`].
    ///
    /// # Errors
    ///
    /// Fails where as many previews are open as allowed, or where the system gives no randomness.
    pub fn open(&self, shown: Shown, backend: Arc<dyn Backend>) -> Result<Preview, PreviewError> {
        let token = new_token()?;
        let now = (self.inner.clock)();
        let limit = self.inner.limits.count;
        let mut open = self.live(now);
        if open.len() >= limit {
            return Err(PreviewError::TooMany { limit });
        }
        open.insert(
            token.clone(),
            Slot {
                shown: Arc::new(shown),
                version: 1,
                drawing: Arc::default(),
                backend,
                sessions: VecDeque::new(),
                starting: false,
                used: now,
            },
        );
        drop(open);
        Ok(Preview {
            previews: self.clone(),
            token,
        })
    }

    /// How many previews are open.
    pub fn count(&self) -> usize {
        self.live((self.inner.clock)()).len()
    }

    /// The preview behind a token; looking counts as use.
    pub(super) fn view(&self, token: &str) -> Option<View> {
        self.with(token, |slot| View {
            shown: Arc::clone(&slot.shown),
            version: slot.version,
            drawing: Arc::clone(&slot.drawing),
            backend: Arc::clone(&slot.backend),
        })
    }

    /// Marks that a session is being created, until the value is dropped.
    pub(super) fn begin_start(&self, token: &str) -> Result<Starting, StartError> {
        match self.with(token, |slot| std::mem::replace(&mut slot.starting, true)) {
            None => Err(StartError::Gone),
            Some(true) => Err(StartError::UnderWay),
            Some(false) => Ok(Starting {
                previews: self.clone(),
                token: token.to_owned(),
            }),
        }
    }

    /// Whether the verification session was started in this preview.
    pub(super) fn started_here(&self, token: &str, session: &str) -> bool {
        self.with(token, |slot| slot.sessions.iter().any(|id| id == session))
            .unwrap_or(false)
    }

    fn with<T>(&self, token: &str, act: impl FnOnce(&mut Slot) -> T) -> Option<T> {
        let now = (self.inner.clock)();
        let mut open = self.live(now);
        let slot = open.get_mut(token)?;
        slot.used = now;
        Some(act(slot))
    }

    /// The open previews, without those that idled too long.
    fn live(&self, now: Instant) -> MutexGuard<'_, BTreeMap<String, Slot>> {
        // The map is whole between any two statements that hold the lock, so a panic elsewhere leaves it usable.
        let mut open = self
            .inner
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let idle = self.inner.limits.idle;
        open.retain(|_, slot| now.saturating_duration_since(slot.used) < idle);
        open
    }
}

/// Why no session may be created now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StartError {
    /// The preview has ended.
    Gone,
    /// Another session is being created.
    UnderWay,
}

/// The right to create one session; ends with its value, so an abandoned request never blocks the next.
pub(super) struct Starting {
    previews: Previews,
    token: String,
}

impl Starting {
    /// Remembers the session that was created.
    pub(super) fn done(self, session: &str) {
        let limit = self.previews.inner.limits.sessions.max(1);
        self.previews.with(&self.token, |slot| {
            slot.sessions.push_back(session.to_owned());
            while slot.sessions.len() > limit {
                slot.sessions.pop_front();
            }
        });
    }
}

impl Drop for Starting {
    fn drop(&mut self) {
        self.previews
            .with(&self.token, |slot| slot.starting = false);
    }
}

/// An open preview; dropping it closes the page's token.
pub struct Preview {
    previews: Previews,
    token: String,
}

impl Preview {
    /// The secret part of the address, 43 characters of base64url.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The address of the page on a server with this base, such as `http://127.0.0.1:8787/`.
    pub fn url(&self, base: &Url) -> Url {
        let mut url = base.clone();
        url.set_path(&format!("/preview/{}", self.token));
        url.set_query(None);
        url.set_fragment(None);
        url
    }

    /// Shows something else; an open page notices within seconds.
    ///
    /// # Errors
    ///
    /// Fails where the preview has expired meanwhile.
    pub fn update(&self, shown: Shown) -> Result<(), PreviewError> {
        self.previews
            .with(&self.token, |slot| {
                slot.shown = Arc::new(shown);
                slot.version += 1;
                slot.drawing = Arc::default();
            })
            .ok_or(PreviewError::Expired)
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let mut open = self.previews.live((self.previews.inner.clock)());
        open.remove(&self.token);
    }
}

fn new_token() -> Result<String, PreviewError> {
    let mut bytes = [0_u8; TOKEN_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| PreviewError::NoRandomness {
        reason: error.to_string(),
    })?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
