//! News of sessions: whose verification sessions became more or fewer, for those who follow a caller.

use std::sync::Weak;

use tokio::sync::broadcast::{self, error::RecvError};

use super::caller::{Caller, Handle};
use super::directory::Shared;

/// Changes kept for a follower that is slow; one that missed some is told as after a change of its own.
const KEPT: usize = 64;

/// Where changes are told.
pub(super) struct News(broadcast::Sender<Handle>);

impl Default for News {
    fn default() -> Self {
        Self(broadcast::Sender::new(KEPT))
    }
}

impl News {
    /// The verification sessions that this session started are others than before.
    pub(super) fn tell(&self, handle: &Handle) {
        // Nobody follows, nobody misses it.
        let _ = self.0.send(handle.clone());
    }
}

/// Follows the session of a caller, whichever that is at the time.
pub struct Follower {
    directory: Weak<Shared>,
    news: broadcast::Receiver<Handle>,
    caller: Caller,
    /// The caller's session when it was last looked at: its end is news, too.
    known: Option<Handle>,
}

impl Follower {
    pub(super) fn new(directory: Weak<Shared>, news: &News, caller: Caller) -> Self {
        Self {
            directory,
            news: news.0.subscribe(),
            caller,
            known: None,
        }
    }

    /// Waits until the verification sessions that the caller's session started have changed; false where the directory is
    /// gone and nothing will change any more.
    pub async fn changed(&mut self) -> bool {
        loop {
            let told = match self.news.recv().await {
                Ok(handle) => Some(handle),
                Err(RecvError::Lagged(_)) => None,
                Err(RecvError::Closed) => return false,
            };
            let Some(directory) = self.directory.upgrade() else {
                return false;
            };
            let now = directory.standing(&self.caller);
            let now = now.map(|session| session.handle().clone());
            let before = std::mem::replace(&mut self.known, now);
            if told.is_none() || told == before || told == self.known {
                return true;
            }
        }
    }
}
