//! The studio page: a live preview of the current plan in the browser of its author.
//!
//! The data path is plan → [`Shown`] → [`Previews::open`] → a token → the page under `/preview/{token}` ([`configure`]).
//! The page draws the flow, starts verification sessions through the [`Backend`], embeds the hosted session page and
//! follows the run. An API key never comes near: the page knows the token only, the backend keeps the key.
//!
//! Absent on purpose: editing the flow (the assistant does that), any script from elsewhere, any state on disk.

mod assets;
mod backend;
mod error;
mod policy;
mod registry;
mod routes;
mod shown;
mod state;
#[cfg(test)]
mod tests;
mod texts;

pub use backend::{Backend, BackendError, BackendErrorKind, Started};
pub(crate) use policy::{STATIC_CSP, default_headers, is_same_origin};
pub use registry::{Clock, Preview, PreviewError, PreviewLimits, Previews};
pub use routes::configure;
pub use shown::{LangName, Shown};
