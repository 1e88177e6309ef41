//! Flags of the commands that run a server; each overrides the environment and the file.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Failure};
use crate::config::{Config, Mode, Sources};

/// Flags of every server; the configuration knows their defaults.
#[derive(Debug, Default, Args)]
pub(super) struct Settings {
    /// TOML file with any of the keys below (dashes as underscores); also `FACESIGN_MCP_CONFIG`
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address to listen on
    #[arg(long)]
    host: Option<String>,
    /// Port of MCP, preview and exports; 0 takes a free one
    #[arg(long)]
    port: Option<String>,
    /// Address under which clients and browsers reach the server
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// FaceSign API to use
    #[arg(long, value_name = "URL")]
    api_url: Option<String>,
    /// FaceSign API for production keys, where it differs
    #[arg(long, value_name = "URL")]
    production_api_url: Option<String>,
    /// Run the embedded sandbox beside the server
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    sandbox: Option<String>,
    /// Port of the embedded sandbox; 0 takes a free one
    #[arg(long, value_name = "PORT")]
    sandbox_port: Option<String>,
    /// Folder for sandbox data; without it everything is gone with the process
    #[arg(long, value_name = "DIR")]
    state_dir: Option<String>,
    /// Host names answered besides loopback, comma-separated
    #[arg(long, value_name = "NAMES")]
    allowed_hosts: Option<String>,
    /// Browser origins answered besides loopback, comma-separated
    #[arg(long, value_name = "ORIGINS")]
    allowed_origins: Option<String>,
    /// Tools offered, comma-separated: core, authoring
    #[arg(long, value_name = "SETS")]
    toolsets: Option<String>,
    /// Offer only the tools that change nothing
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    read_only: Option<String>,
    /// Sessions per process
    #[arg(long, value_name = "N")]
    max_sessions: Option<String>,
    /// Calls to FaceSign in flight per session
    #[arg(long, value_name = "N")]
    max_calls: Option<String>,
    /// Minutes without a call after which a session ends
    #[arg(long, value_name = "N")]
    idle_minutes: Option<String>,
    /// Seconds after which a tool call is given up
    #[arg(long, value_name = "N")]
    call_seconds: Option<String>,
    /// Seconds that calls in flight get at shutdown
    #[arg(long, value_name = "N")]
    drain_seconds: Option<String>,
    /// Largest request body in bytes
    #[arg(long, value_name = "N")]
    max_body_bytes: Option<String>,
    /// Log filter, such as `info` or `facesign_mcp=debug`; logs go to standard error
    #[arg(long, value_name = "FILTER")]
    log: Option<String>,
    /// Let `launch_session_ui` open the browser (the default)
    #[arg(long, overrides_with = "no_open")]
    open: bool,
    /// Never open a browser
    #[arg(long)]
    no_open: bool,
}

impl Settings {
    /// The configuration of this process.
    pub(super) fn load(self, mode: Mode) -> Result<Config, Failure> {
        let file = self.config.clone();
        let sources = Sources::of_process(file, self.flags());
        Config::load(mode, sources).map_err(|error| Failure::new(Exit::Config, error.to_string()))
    }

    fn flags(self) -> Vec<(&'static str, String)> {
        let open = match (self.open, self.no_open) {
            (_, true) => Some("false".to_owned()),
            (true, false) => Some("true".to_owned()),
            (false, false) => None,
        };
        let given = [
            ("host", self.host),
            ("port", self.port),
            ("public_url", self.public_url),
            ("api_url", self.api_url),
            ("production_api_url", self.production_api_url),
            ("sandbox", self.sandbox),
            ("sandbox_port", self.sandbox_port),
            ("state_dir", self.state_dir),
            ("allowed_hosts", self.allowed_hosts),
            ("allowed_origins", self.allowed_origins),
            ("toolsets", self.toolsets),
            ("read_only", self.read_only),
            ("max_sessions", self.max_sessions),
            ("max_calls", self.max_calls),
            ("idle_minutes", self.idle_minutes),
            ("call_seconds", self.call_seconds),
            ("drain_seconds", self.drain_seconds),
            ("max_body_bytes", self.max_body_bytes),
            ("log", self.log),
            ("open", open),
        ];
        given
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use clap::{Args as _, Command, FromArgMatches as _};

    use super::*;
    use crate::config::KEYS;

    #[test]
    fn every_key_has_a_flag() {
        let command = Settings::augment_args(Command::new("test"));
        for (key, _) in KEYS {
            let flag = key.replace('_', "-");
            assert!(
                command
                    .get_arguments()
                    .any(|argument| argument.get_long() == Some(&flag)),
                "--{flag}"
            );
        }
    }

    #[test]
    fn flags_arrive_under_their_key() {
        let command = Settings::augment_args(Command::new("test"));
        let matches =
            command.get_matches_from(["test", "--max-calls", "3", "--sandbox", "--no-open"]);
        let settings = Settings::from_arg_matches(&matches).expect("flags are read");
        let mut flags = settings.flags();
        flags.sort_unstable();
        let expected = [("max_calls", "3"), ("open", "false"), ("sandbox", "true")];
        assert_eq!(flags, expected.map(|(key, value)| (key, value.to_owned())));
    }
}
