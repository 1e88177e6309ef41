//! `stdio`: one client over standard input and output; preview and exports on a loopback port.

use std::io::{IsTerminal as _, Write};

use clap::Args;
use tokio_util::sync::CancellationToken;

use super::launch::{in_system, signal};
use super::settings::Settings;
use super::{Exit, Failure};
use crate::config::Mode;
use crate::http;
use crate::mcp::serve_stdio;

/// Serve MCP over standard input and output; `FACESIGN_API_KEY` sets the key of its session
#[derive(Debug, Args)]
pub(super) struct Stdio {
    #[command(flatten)]
    settings: Settings,
}

impl Stdio {
    /// Notes go to standard error: standard output is the protocol.
    pub(super) fn run(self, notes: &mut dyn Write) -> Result<Exit, Failure> {
        let config = self.settings.load(Mode::Stdio)?;
        let log = config.log.clone();
        in_system(&log, async move {
            let running = http::start(config).await?;
            writeln!(
                notes,
                "facesign-mcp: preview and exports at {}",
                running.base_url
            )?;
            if std::io::stdin().is_terminal() {
                writeln!(
                    notes,
                    "facesign-mcp: a client starts this command and speaks to its standard input; enter it with \
                     `install --stdio`, or use `dev` for a look"
                )?;
            }
            let stop = CancellationToken::new();
            let served = serve_stdio(running.handler.clone(), stop.clone());
            let ended = tokio::select! {
                ended = served => ended,
                () = signal() => { stop.cancel(); Ok(()) }
            };
            running.stop().await;
            match ended {
                Ok(()) => Ok(Exit::Ok),
                Err(reason) => Err(Failure::new(
                    Exit::Failed,
                    format!("the client's connection failed: {reason}"),
                )),
            }
        })
    }
}
