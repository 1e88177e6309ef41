//! The actix-web application: routes, the bridge to rmcp, host and origin checks, shutdown gate.

mod bridge;
mod front;
mod gate;
mod guard;
mod server;
mod status;
mod sync;

pub(crate) use front::client_configuration;
pub use server::{Running, RunningSandbox, StartError, start, start_sandbox, start_with};
