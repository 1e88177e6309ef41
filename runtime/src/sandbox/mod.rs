//! A second implementation of the public `FaceSign` API over `SQLite`, with its hosted session page.
//!
//! Six REST endpoints with the shapes, statuses and error envelope of the `FaceSign` API reference, and the page that
//! a client secret opens. What no machine without a model can do, such as judging a reply, the person at the page
//! chooses; what a scenario can play (`metadata.sandboxScenario`, see [`scenario`]) needs no page at all. Everything
//! the sandbox makes up is marked SANDBOX.
//!
//! Choices of this project where the reference is silent: every key `sk_test_` is a tenant of its own; an older client
//! secret stays valid until it expires when `refresh` creates a newer one; a page that was left counts as abandoned
//! after [`LEFT_GRACE_MS`], a silent one after [`IDLE_MS`]; sessions are kept for [`RETENTION_MS`].

mod admission;
mod analysis;
mod catalog;
mod clock;
mod decide;
mod device;
mod error;
mod fault;
mod lang;
mod media;
mod portrait;
mod quota;
mod random;
mod report;
mod routes;
pub mod scenario;
mod store;
mod tenant;
#[cfg(test)]
mod tests;
mod view;
mod walk;

pub use clock::Clock;
pub use error::SandboxError;

use std::path::PathBuf;
use std::sync::Arc;

use actix_web::web;
use url::Url;

use fault::Fault;
use media::Signer;
use quota::Quotas;
use store::Store;

/// Milliseconds a client secret opens its session: two hours (`FaceSign` API reference, client secrets).
pub const SECRET_MS: i64 = 2 * 60 * 60 * 1_000;
/// Milliseconds after which a page that was left is not expected back. A reload is back within a second.
pub const LEFT_GRACE_MS: i64 = 15 * 1_000;
/// Milliseconds without a sign of life after which a session in progress is incomplete; the page signals every 20 s.
pub const IDLE_MS: i64 = 15 * 60 * 1_000;
/// Milliseconds a session is kept: 7 days (`FaceSign` API reference, sandbox retention).
pub const RETENTION_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// Sessions kept at a time, all tenants together; at some 10 KB each the database stays near 200 MB.
pub const MAX_SESSIONS: i64 = 20_000;
/// Calls a minute and key. The real sandbox allows 100 (`FaceSign` API reference, authentication); ours is generous
/// so that a preview page which polls does not trip over it.
pub const REQUESTS_PER_MINUTE: u32 = 1_000;

/// Where sessions are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// In memory: gone with the process.
    Memory,
    /// In a `SQLite` file, created if missing.
    File(PathBuf),
}

/// What may be set besides storage and address.
#[derive(Clone, Debug)]
pub struct Options {
    /// Source of the time.
    pub clock: Clock,
    /// Calls a minute and key, at least 1.
    pub requests_per_minute: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            clock: Clock::system(),
            requests_per_minute: REQUESTS_PER_MINUTE,
        }
    }
}

/// The sandbox: sessions of any number of tenants. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sandbox {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    public_url: Url,
    clock: Clock,
    quotas: Quotas,
    signer: Signer,
}

impl Sandbox {
    /// Opens the storage; `public_url` is the address browsers reach the sandbox at, such as `http://127.0.0.1:8788`.
    ///
    /// # Errors
    /// [`SandboxError`] when the storage cannot be opened or the address cannot carry a page.
    pub fn open(storage: Storage, public_url: Url) -> Result<Self, SandboxError> {
        Self::open_with(storage, public_url, Options::default())
    }

    /// Opens the storage with a clock and limits of one's own.
    ///
    /// # Errors
    /// As [`Sandbox::open`].
    pub fn open_with(
        storage: Storage,
        public_url: Url,
        options: Options,
    ) -> Result<Self, SandboxError> {
        if public_url.cannot_be_a_base() {
            return Err(SandboxError::PublicUrl(public_url.to_string()));
        }
        let inner = Inner {
            store: Store::open(storage)?,
            public_url,
            clock: options.clock,
            quotas: Quotas::new(options.requests_per_minute),
            signer: Signer::new(),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Adds the REST routes, the hosted page at `/session` and what belongs to it under `/hosted/` and `/media/`.
    pub fn configure(&self, cfg: &mut web::ServiceConfig) {
        cfg.app_data(web::Data::new(self.clone()));
        routes::configure(cfg);
    }

    /// Milliseconds since 1970.
    fn now(&self) -> i64 {
        self.inner.clock.now_ms()
    }

    /// An address below the public one.
    fn address(&self, path: &str) -> String {
        format!(
            "{}{path}",
            self.inner.public_url.as_str().trim_end_matches('/')
        )
    }

    /// Runs database work away from the async threads.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let sandbox = self.clone();
        tokio::task::spawn_blocking(move || work(&sandbox))
            .await
            .map_err(|_| Fault::Stopped)?
    }
}
