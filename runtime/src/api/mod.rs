//! The client of the upstream `FaceSign` API: wire types, deadlines, retries, errors. Only this module speaks to upstream.
//!
//! Everything here follows the `FaceSign` API reference (six endpoints, bearer key, one host for both environments).
//! Where its sources disagree the client accepts both forms: objects and bare arrays for the catalogue lists, 200 and
//! 201 for a creation, the error envelope and a flat error string.

mod client;
mod error;
mod key;
mod proxy;
mod redact;
mod retry;
pub mod wire;

pub use client::{ApiClient, MAX_RESPONSE_BYTES, http_client};
pub use error::{ApiError, ErrorKind, Origin, Refusal};
pub use key::{ApiKey, Environment, KeyError, MAX_KEY_CHARS, MIN_KEY_CHARS};
pub use redact::redact;
pub use retry::Timing;
