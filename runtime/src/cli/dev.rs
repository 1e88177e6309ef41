//! `dev`: everything on this machine, without an account and without a network.

use std::io::Write;

use clap::Args;

use super::launch::{in_system, signal};
use super::settings::Settings;
use super::{Exit, Failure};
use crate::config::Mode;
use crate::http::{self, Running};

/// Random bytes of a sandbox key, written as hexadecimal digits after the prefix.
const KEY_BYTES: usize = 12;

/// Serve MCP on this machine together with an embedded FaceSign sandbox: no account, no network
#[derive(Debug, Args)]
pub(super) struct Dev {
    #[command(flatten)]
    settings: Settings,
}

impl Dev {
    pub(super) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let config = self.settings.load(Mode::Dev)?;
        let log = config.log.clone();
        let has_key = config.api_key.is_some();
        in_system(&log, async move {
            let running = http::start(config).await?;
            greet(out, &running, has_key)?;
            running.until(signal()).await;
            Ok(Exit::Ok)
        })
    }
}

fn greet(out: &mut dyn Write, running: &Running, has_key: bool) -> Result<(), Failure> {
    writeln!(out, "MCP server: {}", running.mcp_url())?;
    writeln!(
        out,
        "Preview:    {}preview/… (launch_session_ui returns the address)",
        running.base_url
    )?;
    if let Some(sandbox) = &running.sandbox_url {
        writeln!(out, "Sandbox:    {sandbox} (API and hosted page)")?;
    }
    if has_key {
        writeln!(
            out,
            "API key:    from FACESIGN_API_KEY; tools work without set_api_key"
        )?;
    } else if running.sandbox_url.is_some() {
        writeln!(
            out,
            "API key:    {} (fresh; any sk_test_ key works)",
            sandbox_key()?
        )?;
    }
    let client = http::client_configuration(&running.mcp_url());
    writeln!(out, "\nClient configuration (.mcp.json):\n{client}\n")?;
    let first_words = if has_key {
        "Build a verification that checks liveness, then sends an email code"
    } else {
        "Set my FaceSign API key to sk_test_…"
    };
    writeln!(out, "Then say: \"{first_words}\". Ctrl-C ends the server.")?;
    out.flush()?;
    Ok(())
}

/// A sandbox key nobody had before: a tenant of its own.
fn sandbox_key() -> Result<String, Failure> {
    let mut bytes = [0; KEY_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| {
        Failure::new(
            Exit::Failed,
            format!("the system gave no random bytes: {error}"),
        )
    })?;
    Ok(bytes.iter().fold("sk_test_".to_owned(), |key, byte| {
        format!("{key}{byte:02x}")
    }))
}
