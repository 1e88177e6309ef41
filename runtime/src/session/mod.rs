//! The product session: a plain state struct, the actor that owns it, and the directory of handles.
//!
//! A session begins with an API key that FaceSign has accepted and ends after idling, with the process, or by a panic.
//! The actor owns the API client, the preview and the download links; all of them end with it. It takes the messages
//! of `messages.rs`, emits nothing, and blocks on nothing: calls to upstream run beside the mailbox.
//! Who may speak to which session is decided in `entries.rs` and nowhere else.

mod actor;
mod backend;
mod caller;
mod connect;
mod directory;
mod entries;
mod error;
mod handlers;
mod messages;
mod news;
mod session_ref;
mod state;

pub use caller::{Caller, Handle};
pub use connect::Catalogue;
pub use directory::{Directory, Environs, Opened};
pub use error::SessionError;
pub use messages::{Launched, Summary};
pub use news::Follower;
pub use session_ref::SessionRef;
