//! A second implementation of the public `FaceSign` API over `SQLite`, with its hosted session page.

mod error;

pub use error::SandboxError;

use std::path::PathBuf;
use std::sync::Arc;

use actix_web::web;
use url::Url;

/// Where sessions are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// In memory: gone with the process.
    Memory,
    /// In a `SQLite` file, created if missing.
    File(PathBuf),
}

/// The sandbox: sessions of any number of tenants. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sandbox {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    storage: Storage,
    public_url: Url,
}

impl Sandbox {
    /// Opens the storage; `public_url` is the address browsers reach the sandbox at, such as `http://127.0.0.1:8788`.
    ///
    /// # Errors
    /// [`SandboxError`] when the storage cannot be opened or the address cannot carry a page.
    pub fn open(storage: Storage, public_url: Url) -> Result<Self, SandboxError> {
        if public_url.cannot_be_a_base() {
            return Err(SandboxError::PublicUrl(public_url.to_string()));
        }
        Ok(Self {
            inner: Arc::new(Inner {
                storage,
                public_url,
            }),
        })
    }

    /// Adds the REST routes, the hosted page at `/session` and its assets under `/hosted/`.
    pub fn configure(&self, cfg: &mut web::ServiceConfig) {
        tracing::debug!(storage = ?self.inner.storage, url = %self.inner.public_url, "sandbox routes");
        cfg.app_data(web::Data::new(self.clone()));
    }
}
