//! `serve`: streamable HTTP for clients anywhere.

use std::io::Write;

use clap::Args;

use super::launch::{in_system, signal};
use super::settings::Settings;
use super::{Exit, Failure};
use crate::config::Mode;
use crate::http;

/// Serve MCP over streamable HTTP against the FaceSign API
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    settings: Settings,
}

impl Serve {
    pub(super) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let config = self.settings.load(Mode::Serve)?;
        let log = config.log.clone();
        in_system(&log, async move {
            let running = http::start(config).await?;
            writeln!(out, "MCP server: {}", running.mcp_url())?;
            if let Some(sandbox) = &running.sandbox_url {
                writeln!(out, "Sandbox:    {sandbox}")?;
            }
            writeln!(
                out,
                "Connect a client: facesign-mcp install --client NAME --url {}",
                running.mcp_url()
            )?;
            out.flush()?;
            running.until(signal()).await;
            Ok(Exit::Ok)
        })
    }
}
