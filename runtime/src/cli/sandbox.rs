//! `sandbox`: the imitation of the FaceSign API alone.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::Args;

use super::launch::{in_system, signal};
use super::{Exit, Failure};
use crate::config::DEFAULT_LOG;
use crate::http;

/// Run the embedded FaceSign sandbox alone
#[derive(Debug, Args)]
pub(super) struct SandboxOnly {
    /// Address to listen on
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Port; 0 takes a free one
    #[arg(long, default_value_t = 8788)]
    port: u16,
    /// Folder for its data, made where it is missing; without it everything is gone with the process
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,
    /// Log filter; logs go to standard error
    #[arg(long, value_name = "FILTER", default_value = DEFAULT_LOG)]
    log: String,
}

impl SandboxOnly {
    pub(super) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        in_system(&self.log, async {
            let running = http::start_sandbox(self.host, self.port, self.state_dir.as_deref())?;
            writeln!(
                out,
                "Sandbox: {} (any key sk_test_ and 8 or more characters)",
                running.url
            )?;
            out.flush()?;
            running.until(signal()).await;
            Ok(Exit::Ok)
        })
    }
}
