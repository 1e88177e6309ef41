//! What every command that runs a server has in common: log, runtime, signals.

use std::future::Future;
use std::io::IsTerminal as _;

use tracing::{Level, Metadata};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

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
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_filter(filter_fn(|event| !dumps_messages(event)));
    // A test may have set up a log already; the first one stays.
    let _ = tracing_subscriber::registry()
        .with(filter)
        .with(lines)
        .try_init();
    let system = actix_web::rt::System::new();
    let done = system.block_on(future);
    // A read of standard input cannot be taken back: waiting for it would hold the process until somebody presses Enter.
    std::mem::forget(system);
    done
}

/// Below `info`, rmcp writes whole messages into the log, and with them the API key in the arguments of `set_api_key`.
fn dumps_messages(event: &Metadata<'_>) -> bool {
    event.target().starts_with("rmcp") && *event.level() > Level::INFO
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
            // What `--state-dir` names is no place for a database.
            StartError::Sandbox(_) => Exit::Config,
            _ => Exit::Failed,
        };
        Self::new(exit, error.to_string())
    }
}
