//! The pages that wait for a key: unguessable tokens, few, short-lived, each for one caller and for one use.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;
use tokio::time::Instant;
use url::Url;

use crate::api::ApiKey;
use crate::session::{Caller, Directory, Opened};

/// How long a page waits for its key.
pub const LIFETIME: Duration = Duration::from_mins(10);
/// Pages that wait at once; one person has one, rarely two.
const MOST_PAGES: usize = 32;
/// Submissions a page takes, wrong codes and refused keys together.
const MOST_TRIES: u8 = 8;
/// Random bytes of a token: 256 bits.
const TOKEN_BYTES: usize = 32;
/// Characters of a code: 30 bits, of which a page lets nobody try more than [`MOST_TRIES`].
const CODE_CHARS: usize = 6;
/// 32 characters that nobody mistakes for another.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Every page of the process. Clones share them.
#[derive(Clone)]
pub struct KeyPages {
    inner: Arc<Inner>,
}

struct Inner {
    directory: Directory,
    base_url: Url,
    slots: Mutex<BTreeMap<String, Slot>>,
}

/// A page as the one who opened it sees it.
#[derive(Clone)]
pub struct KeyPage {
    /// Names the page and opens nothing: the digest of its token.
    pub id: String,
    /// The address, which holds the token.
    pub url: Url,
    /// The code that the client shows and the page wants.
    pub code: String,
}

/// Why no page could be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyPageError {
    /// The system gave no random bytes.
    #[error("the system gave no random bytes for a key page: {0}")]
    Random(String),
    /// Too many pages wait.
    #[error(
        "{MOST_PAGES} pages wait for a key already: use one of them, or wait until they expire after {} minutes",
        LIFETIME.as_secs() / 60
    )]
    TooMany,
}

struct Slot {
    page: KeyPage,
    /// The client's name for itself, for the person to compare.
    asker: String,
    caller: Caller,
    opened: Instant,
    tries_left: u8,
    settled: watch::Sender<Option<Opened>>,
}

/// What came of a submission.
pub(super) enum Submitted {
    /// The key is set; here it is masked, with its environment.
    Done(String),
    /// The person may try again.
    Again(String),
    /// The page is over.
    Gone,
}

impl KeyPages {
    /// No pages yet; keys go to this directory, addresses begin with `base_url`.
    pub fn new(directory: Directory, base_url: Url) -> Self {
        Self {
            inner: Arc::new(Inner {
                directory,
                base_url,
                slots: Mutex::default(),
            }),
        }
    }

    /// Opens a page for the caller, or finds the one that still waits for it. `asker` is the client's own name.
    ///
    /// # Errors
    /// [`KeyPageError`], where the limit is reached or the system gives no random bytes.
    pub fn open(&self, caller: Caller, asker: &str) -> Result<KeyPage, KeyPageError> {
        let mut slots = self.live();
        let waiting = slots.values().find(|slot| slot.waits_for(&caller));
        if let Some(slot) = waiting {
            return Ok(slot.page.clone());
        }
        if slots.len() >= MOST_PAGES {
            return Err(KeyPageError::TooMany);
        }
        let token = URL_SAFE_NO_PAD.encode(random::<TOKEN_BYTES>()?);
        let mut url = self.inner.base_url.clone();
        url.set_path(&format!("/key/{token}"));
        let page = KeyPage {
            id: id_of(&token),
            url,
            code: code()?,
        };
        let slot = Slot {
            page: page.clone(),
            asker: asker.to_owned(),
            caller,
            opened: Instant::now(),
            tries_left: MOST_TRIES,
            settled: watch::Sender::new(None),
        };
        slots.insert(page.id.clone(), slot);
        Ok(page)
    }

    /// The page of that id, as long as its outcome was not taken.
    pub fn find(&self, id: &str) -> Option<KeyPage> {
        self.live().get(id).map(|slot| slot.page.clone())
    }

    /// Closes a page that nobody wants.
    pub fn close(&self, id: &str) {
        self.live().remove(id);
    }

    /// Waits until a key was entered and takes the session; `None` where the patience or the page ends first.
    pub async fn wait(&self, id: &str, patience: Duration) -> Option<Opened> {
        let mut settled = self.live().get(id)?.settled.subscribe();
        let waiting = settled.wait_for(Option::is_some);
        let opened = tokio::time::timeout(patience, waiting).await.ok()?;
        let opened = opened.ok()?.clone();
        self.close(id);
        opened
    }

    /// The name of the client for which the page of this token waits.
    pub(super) fn asker(&self, token: &str) -> Option<String> {
        let slots = self.live();
        let slot = slots.get(&id_of(token)).filter(|slot| slot.is_waiting())?;
        Some(slot.asker.clone())
    }

    /// Takes what was entered: the code first, then the key, which `FaceSign` itself checks.
    pub(super) async fn submit(&self, token: &str, code: &str, key: &str) -> Submitted {
        let id = id_of(token);
        let caller = match self.attempt(&id, code) {
            Ok(caller) => caller,
            Err(answer) => return answer,
        };
        let key = match ApiKey::parse(key) {
            Ok(key) => key,
            Err(error) => return Submitted::Again(error.to_string()),
        };
        let shown = format!("{} ({})", key.masked(), key.environment());
        match self.inner.directory.set_key(&caller, key).await {
            Ok(opened) => {
                if let Some(slot) = self.live().get(&id) {
                    slot.settled.send_replace(Some(opened));
                }
                Submitted::Done(shown)
            }
            Err(error) => Submitted::Again(error.to_string()),
        }
    }

    /// Counts a try and compares the code.
    fn attempt(&self, id: &str, code: &str) -> Result<Caller, Submitted> {
        let mut slots = self.live();
        let Some(slot) = slots.get_mut(id).filter(|slot| slot.is_waiting()) else {
            return Err(Submitted::Gone);
        };
        let Some(left) = slot.tries_left.checked_sub(1) else {
            slots.remove(id);
            return Err(Submitted::Gone);
        };
        slot.tries_left = left;
        if plain(code) == plain(&slot.page.code) {
            return Ok(slot.caller.clone());
        }
        Err(Submitted::Again(
            "this is not the code that your assistant shows; look there again".to_owned(),
        ))
    }

    /// The pages, without those whose time is over.
    fn live(&self) -> MutexGuard<'_, BTreeMap<String, Slot>> {
        // The map is whole between any two statements that hold the lock, so a panic elsewhere leaves it usable.
        let slots = self.inner.slots.lock();
        let mut slots = slots.unwrap_or_else(PoisonError::into_inner);
        slots.retain(|_, slot| slot.opened.elapsed() < LIFETIME);
        slots
    }
}

impl Slot {
    fn is_waiting(&self) -> bool {
        self.settled.borrow().is_none()
    }

    /// Callers without an identity of their own are never taken for one another.
    fn waits_for(&self, caller: &Caller) -> bool {
        caller.is_known()
            && self.is_waiting()
            && self.caller.binding() == caller.binding()
            && self.caller.handle == caller.handle
    }
}

fn id_of(token: &str) -> String {
    let digest = Sha256::digest(token.as_bytes());
    URL_SAFE_NO_PAD.encode(&digest[..16])
}

fn random<const N: usize>() -> Result<[u8; N], KeyPageError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| KeyPageError::Random(error.to_string()))?;
    Ok(bytes)
}

/// A fresh code such as `K7Q-M2X`.
fn code() -> Result<String, KeyPageError> {
    let mut code = String::with_capacity(CODE_CHARS + 1);
    for (at, byte) in random::<CODE_CHARS>()?.into_iter().enumerate() {
        if at == CODE_CHARS / 2 {
            code.push('-');
        }
        // 256 is a multiple of 32: every character is equally likely.
        code.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
    }
    Ok(code)
}

/// A code as people write it: without spaces and hyphens, whatever the case.
fn plain(code: &str) -> String {
    let kept = code.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_uppercase()).collect()
}
