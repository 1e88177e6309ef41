//! What every command that runs a server has in common: log, runtime, signals.

use std::future::Future;
use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use super::{Exit, Failure};
use crate::http::StartError;

/// Sets up the log on standard error and runs a future in an actix system.
pub(super) fn in_system<F: Future<Output = Result<Exit, Failure>>>(
    log: &str,
    future: F,
) -> Result<Exit, Failure> {
    let filter = EnvFilter::try_new(log).map_err(|error| {
        Failure::new(
            Exit::Config,
            format!("key `log`: `{log}` is no log filter: {error}"),
        )
    })?;
    // A test may have set up a log already; the first one stays.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init();
    let system = actix_web::rt::System::new();
    let done = system.block_on(future);
    // A read of standard input cannot be taken back: waiting for it would hold the process until somebody presses Enter.
    std::mem::forget(system);
    done
}

/// Ends with the first of Ctrl-C and the system's wish to terminate.
pub(super) async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        tracing::warn!("signals cannot be heard: end the process from outside");
        std::future::pending::<()>().await;
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        let exit = match error {
            StartError::Listen { .. } => Exit::PortInUse,
            _ => Exit::Failed,
        };
        Self::new(exit, error.to_string())
    }
}
