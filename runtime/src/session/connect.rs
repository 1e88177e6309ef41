//! The live check of a key: a session begins with what upstream answers to it.

use actix::ArbiterHandle;
use tokio::sync::oneshot;

use super::SessionError;
use crate::api::wire::{Avatar, Lang};
use crate::api::{ApiClient, ApiError, ApiKey, Timing};
use crate::config::Upstreams;

/// Avatars and languages an account may use, as upstream listed them when the key was set.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Avatars, in upstream's order.
    pub avatars: Vec<Avatar>,
    /// Languages, in upstream's order.
    pub langs: Vec<Lang>,
}

impl Catalogue {
    /// Name of an avatar, where the catalogue knows it.
    pub fn avatar_name(&self, id: &str) -> Option<&str> {
        self.avatars
            .iter()
            .find(|avatar| avatar.id == id)
            .map(|avatar| avatar.name.as_str())
    }
}

/// A client whose key upstream has accepted.
pub(super) struct Connected {
    pub(super) client: ApiClient,
    pub(super) catalogue: Catalogue,
}

/// Asks upstream for avatars and languages with this key, on a thread of the sessions; given up with the caller.
///
/// # Errors
/// The first failure of either call, such as a refused key; [`SessionError::Ended`] while the process stops.
pub(super) async fn connect(
    arbiter: &ArbiterHandle,
    http: reqwest::Client,
    upstreams: &Upstreams,
    key: ApiKey,
) -> Result<Connected, SessionError> {
    let base = upstreams.of(key.environment()).clone();
    let client = ApiClient::new(http, base, key, Timing::default());
    let (mut answer, answered) = oneshot::channel();
    arbiter.spawn_fn(move || {
        actix::spawn(async move {
            tokio::select! {
                biased;
                () = answer.closed() => {}
                checked = check(client) => {
                    // The caller may have gone in this very moment.
                    let _ = answer.send(checked);
                }
            }
        });
    });
    Ok(answered.await.map_err(|_| SessionError::Ended)??)
}

async fn check(client: ApiClient) -> Result<Connected, ApiError> {
    let (avatars, langs) = tokio::try_join!(client.avatars(), client.langs())?;
    Ok(Connected {
        client,
        catalogue: Catalogue { avatars, langs },
    })
}
