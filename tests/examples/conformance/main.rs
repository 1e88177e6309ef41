//! The handler that the protocol's conformance suite expects, mounted on the transport of the product.
//!
//! The suite asks for tools that no product has (one that logs, one that fails, one that asks twice …). They stand in
//! `surface.json`; everything between them and the socket is what `facesign-mcp serve` runs: bridge, guard, gate and
//! sessions. `tests/run conformance` starts this program and lets both requirement sets loose on it.

mod ask;
mod handler;
mod job;
mod surface;

use std::io::Write as _;

use facesign_mcp::config::{Config, Mode, Sources};
use facesign_mcp::http;

use handler::Fixture;

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fixed = [("port", "0"), ("open", "false")];
    let sources = Sources {
        flags: fixed.map(|(key, value)| (key, value.to_owned())).to_vec(),
        ..Sources::default()
    };
    let fixture = Fixture::new()?;
    let running = http::start_with(Config::load(Mode::Serve, sources)?, |_| fixture).await?;
    // The line by which `tests/setup/server.sh` finds the address.
    let mut out = std::io::stdout();
    writeln!(out, "MCP server: {}", running.mcp_url())?;
    out.flush()?;
    tokio::signal::ctrl_c().await?;
    running.stop().await;
    Ok(())
}
