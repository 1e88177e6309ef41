//! The page on which a person gives an API key to this server, past the client and its model.
//!
//! A tool opens a page for its caller ([`KeyPages::open`]), the client sends its person there, and what is entered
//! becomes the key of the caller's session; the tool waits for that ([`KeyPages::wait`]). The address is unguessable,
//! works once, for ten minutes, and only from this machine. That the one at the browser is the one at the client is
//! shown by a code: the client tells it, the address does not contain it, and the page wants it typed. A stranger who
//! got hold of the address can do nothing, and who was sent one by a stranger has no code.
//!
//! Absent on purpose: script, cookies, anything from elsewhere, any state on disk.

mod page;
mod registry;
mod routes;

pub use registry::{KeyPage, KeyPageError, KeyPages, LIFETIME};
pub use routes::configure;
