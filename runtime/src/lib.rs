//! The MCP server of FaceSign flows: author, validate, preview, run and export.
//!
//! Modules in the order of the data: a text becomes a [`flow`], with settings a [`plan`]; a [`session`] holds the plan
//! and the [`api`] client; [`mcp`] offers it as tools, [`preview`] (with [`draw`]) and [`export`] turn it into pages and
//! apps; on a [`key_page`] a person enters a key past the client; [`sandbox`] stands in for the API; [`http`] and [`cli`] are the doors; [`config`] is read once at the start.

pub mod api;
pub mod author;
pub mod cli;
pub mod config;
pub mod draw;
pub mod export;
pub mod flow;
mod html;
pub mod http;
pub mod key_page;
pub mod mcp;
pub mod metrics;
pub mod plan;
pub mod preview;
pub mod sandbox;
pub mod session;
mod sources;
pub mod timestamp;

use std::future::Future;

/// Runs a server until `shutdown` ends.
///
/// Must be called where an actix system runs. Port 0 in the configuration takes free ports.
///
/// # Errors
/// [`http::StartError`], with the address where a port is in use.
pub async fn run(
    config: config::Config,
    shutdown: impl Future<Output = ()>,
) -> Result<(), http::StartError> {
    http::start(config).await?.until(shutdown).await;
    Ok(())
}
