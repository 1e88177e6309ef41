//! The Model Context Protocol surface; the only module that knows rmcp.
//!
//! A request comes in through `handler.rs`, finds its tool in the table of `catalogue.rs`, runs in a file of `tools/`
//! and leaves through the door of `error.rs` if it fails. Both eras of the protocol are served by the same handler:
//! what differs between them is told apart in `caller.rs` alone.

mod call;
mod caller;
mod catalogue;
mod client_log;
mod completion;
mod elicit;
mod error;
mod flow_answer;
mod fresh;
mod handler;
mod instructions;
mod plan_input;
mod progress;
mod prompts;
mod report;
mod resources;
mod schema;
mod seal;
mod tool;
mod tools;
mod toolset;
mod transport;
mod watch;

pub use handler::{Context, Handler};
pub use seal::Seal;
pub use toolset::{Selection, SelectionError, Toolset};
pub use transport::{Doors, McpService, McpSessions, Serve, serve_stdio, service};
