//! Telling clients what changes: the list of resources, by itself, and verification sessions for those who subscribed to
//! `session://{id}`: upstream tells only webhooks of a change, so it is asked from time to time until the session is final.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rmcp::model::ResourceUpdatedNotificationParam;
use rmcp::service::{NotificationContext, RequestContext, SubscriptionContext, SubscriptionSink};
use rmcp::{Peer, RoleServer};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::caller;
use super::error::ToolError;
use super::handler::Context;
use super::resources::{self, Address};
use crate::api::{ErrorKind, wire::SessionStatus};
use crate::session::{Follower, SessionError, SessionRef};

/// Time between two looks right after a change; it grows while nothing happens.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(15);
/// After this time a watch ends: a link to a session does not live longer than a day, a person's attention far less.
const AT_MOST: Duration = Duration::from_hours(2);
/// Watches a connection may hold at once.
pub(super) const MOST_WATCHES: usize = 16;

/// The watches of one connection of the older revisions; they end with it.
#[derive(Default)]
pub(super) struct Watches(Mutex<BTreeMap<String, DropGuard>>);

impl Watches {
    /// Watches the session behind an address for this client.
    ///
    /// # Errors
    /// A refusal for an address that is no verification session, where it cannot be read, or beyond the limit.
    pub(super) async fn add(
        &self,
        context: &Context,
        uri: String,
        request: &RequestContext<RoleServer>,
    ) -> Result<(), ToolError> {
        let watched = Watched::find(context, uri.clone(), request).await?;
        let stop = CancellationToken::new();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_WATCHES && !all.contains_key(&uri) {
            return Err(ToolError::refused(
                format!("a connection may watch {MOST_WATCHES} sessions at once"),
                "Unsubscribe from one that is final (complete or incomplete), then subscribe again.",
            ));
        }
        all.insert(uri, stop.clone().drop_guard());
        let listener = Listener::Peer(request.peer.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = watched.until_final(&listener) => {}
            }
        });
        Ok(())
    }

    /// Ends a watch, where there is one.
    pub(super) fn remove(&self, uri: &str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(uri);
    }
}

/// Tells a connection of the older revisions when its list of resources changes; ends with the connection.
#[derive(Default)]
pub(super) struct ListNews(OnceLock<DropGuard>);

impl ListNews {
    pub(super) fn begin(&self, context: &Context, connection: &NotificationContext<RoleServer>) {
        let stop = CancellationToken::new();
        if self.0.set(stop.clone().drop_guard()).is_err() {
            // A client that says twice that it is ready is told once.
            return;
        }
        let caller = caller::connected(&connection.extensions, false);
        let follower = context.directory.follow(caller);
        let listener = Listener::Peer(connection.peer.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = tell_of_list(follower, &listener) => {}
            }
        });
    }
}

/// Tells of every change of the list until nobody hears it.
async fn tell_of_list(mut follower: Follower, listener: &Listener) {
    while follower.changed().await && listener.tell_of_list().await {}
}

/// Who is told of a change.
enum Listener {
    /// A connection of the older revisions.
    Peer(Peer<RoleServer>),
    /// A subscription of the newer one.
    Sink(SubscriptionSink),
}

impl Listener {
    /// Whether the listener was there to hear it.
    async fn tell(&self, uri: &str) -> bool {
        match self {
            Self::Peer(peer) => {
                let note = ResourceUpdatedNotificationParam::new(uri);
                !peer.is_transport_closed() && peer.notify_resource_updated(note).await.is_ok()
            }
            Self::Sink(sink) => sink.notify_resource_updated(uri).await.is_ok(),
        }
    }

    /// Whether the listener was there to hear that the list of resources is another.
    async fn tell_of_list(&self) -> bool {
        match self {
            Self::Peer(peer) => {
                !peer.is_transport_closed() && peer.notify_resource_list_changed().await.is_ok()
            }
            Self::Sink(sink) => sink.notify_resource_list_changed().await.is_ok(),
        }
    }

    fn is_gone(&self) -> bool {
        match self {
            Self::Peer(peer) => peer.is_transport_closed(),
            // The stream's end cancels the subscription itself.
            Self::Sink(_) => false,
        }
    }
}

/// Serves a subscription of the newer revision until its client ends it.
pub(super) async fn listen(context: &Context, subscription: &SubscriptionContext) {
    let request = subscription.request_context();
    let sessionless = caller::sessionless(request);
    let follower = (subscription.accepted().resources_list_changed == Some(true)).then(|| {
        let caller = caller::connected(&request.extensions, sessionless);
        context.directory.follow(caller)
    });
    let uris = subscription
        .accepted()
        .resource_subscriptions
        .iter()
        .flatten();
    let listener = Listener::Sink(subscription.sink().clone());
    let mut watching = Vec::new();
    for uri in uris.take(MOST_WATCHES) {
        // What cannot be read is not told of; reading it says why.
        if let Ok(watched) = Watched::find(context, uri.clone(), request).await {
            watching.push(watched.until_final(&listener));
        }
    }
    let telling = async {
        if let Some(follower) = follower {
            tell_of_list(follower, &listener).await;
        }
    };
    let watching = futures_util::future::join_all(watching);
    tokio::select! {
        () = subscription.cancelled() => {}
        // Nothing more will come, but the stream stays open for as long as the client wants it.
        _ = futures_util::future::join(watching, telling) => subscription.cancelled().await,
    }
}

/// A verification session under watch.
struct Watched {
    uri: String,
    id: String,
    session: SessionRef,
    status: SessionStatus,
}

impl Watched {
    async fn find(
        context: &Context,
        uri: String,
        request: &RequestContext<RoleServer>,
    ) -> Result<Self, ToolError> {
        let Some(Address::Session { id, handle }) = Address::parse(&uri) else {
            return Err(ToolError::refused(
                format!("`{uri}` never changes"),
                "Read it once; only session://{id} changes, with the id of a verification session.",
            ));
        };
        let session = resources::owner(context, request, handle).await?;
        let status = session.fetch(&id).await?.status;
        Ok(Self {
            uri,
            id,
            session,
            status,
        })
    }

    /// Tells of every change of the status until the last one, until nobody hears it, or until time is up.
    ///
    /// A session that is final at the first look is told of once: it may have become so while the client subscribed.
    async fn until_final(mut self, listener: &Listener) {
        if is_final(&self.status) {
            listener.tell(&self.uri).await;
            return;
        }
        let watching = async {
            let mut pause = SHORTEST;
            while !is_final(&self.status) && !listener.is_gone() {
                tokio::time::sleep(pause).await;
                pause = pause.mul_f32(1.5).min(LONGEST);
                match self.session.fetch(&self.id).await {
                    Ok(found) if found.status != self.status => {
                        self.status = found.status;
                        pause = SHORTEST;
                        if !listener.tell(&self.uri).await {
                            return;
                        }
                    }
                    Err(error) if is_over(&error) => return,
                    // Nothing new, or a hiccup: the next look may succeed.
                    Ok(_) | Err(_) => {}
                }
            }
        };
        // A watch that ran out of time has nothing to tell.
        let _ = tokio::time::timeout(AT_MOST, watching).await;
    }
}

fn is_final(status: &SessionStatus) -> bool {
    matches!(status, SessionStatus::Complete | SessionStatus::Incomplete)
}

/// Whether looking again is of no use.
fn is_over(error: &SessionError) -> bool {
    match error {
        SessionError::Ended => true,
        SessionError::Api(error) => matches!(
            error.kind(),
            ErrorKind::Authentication | ErrorKind::Permission | ErrorKind::NotFound
        ),
        _ => false,
    }
}
