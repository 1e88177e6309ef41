//! One typed configuration: file, then environment, then flags; the later source wins.
//!
//! Every key stands once in [`KEYS`]: a TOML file spells it as is, the environment as `FACESIGN_MCP_` plus the key in
//! capitals, the command line as a flag with dashes. A value that cannot be read is an error that names the key, the
//! source and what would be accepted.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::api::{ApiKey, Environment};
use crate::mcp::Selection;
use crate::sources::Values;
pub use crate::sources::{ConfigError, Source, Sources};

/// Host of the `FaceSign` API for sandbox and production alike (FaceSign API reference, authentication).
pub const PUBLIC_API: &str = "https://api.facesign.ai";
/// Prefix of every environment variable but the key itself.
pub const ENV_PREFIX: &str = "FACESIGN_MCP_";
/// The environment variable of a default API key; read by `stdio` and `dev` only.
pub const ENV_API_KEY: &str = "FACESIGN_API_KEY";

/// Notes of the web server about its start and of rmcp about every request say nothing that our own do not; what rmcp's
/// service calls errors are answers to clients that have gone, as at the end of every subscription.
pub const DEFAULT_LOG: &str = "info,actix_server=warn,rmcp=warn,rmcp::service=off";

/// One key of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Name in a file; the environment variable and the flag are spelt from it.
    pub name: &'static str,
    /// What its value is called; a `BOOL` may be left out behind the flag and is then true.
    pub value: &'static str,
    /// What it means, with the default.
    pub meaning: &'static str,
}

const fn key(name: &'static str, value: &'static str, meaning: &'static str) -> Key {
    Key {
        name,
        value,
        meaning,
    }
}

/// Every key, in the order in which `--help` shows them.
#[rustfmt::skip]
pub const KEYS: &[Key] = &[
    key("host", "HOST", "Address to listen on (default 127.0.0.1)"),
    key("port", "PORT", "Port of MCP, preview and exports; 0 takes a free one (default 8787; in stdio 0)"),
    key("public_url", "URL", "Address under which clients and browsers reach the server"),
    key("api_url", "URL", "FaceSign API for every key (default https://api.facesign.ai; in dev the embedded sandbox)"),
    key("production_api_url", "URL", "FaceSign API for production keys, where it differs from the other"),
    key("sandbox", "BOOL", "Run the embedded sandbox beside the server (default: only in dev)"),
    key("sandbox_port", "PORT", "Port of the embedded sandbox; 0 takes a free one (default 8788)"),
    key("state_dir", "DIR", "Folder for sandbox data, made where it is missing (default: memory, gone with the process)"),
    key("allowed_hosts", "NAMES", "Host names answered besides loopback and the public address, comma-separated"),
    key("allowed_origins", "ORIGINS", "Browser origins answered besides loopback and the public address, comma-separated"),
    key("open", "BOOL", "Let launch_session_ui open the browser when it can (default true)"),
    key("toolsets", "SETS", "Tools offered, comma-separated: core, authoring (default both)"),
    key("read_only", "BOOL", "Offer only the tools that change nothing (default false)"),
    key("max_sessions", "N", "Sessions per process (default 1000)"),
    key("max_calls", "N", "Calls to FaceSign in flight per session (default 8)"),
    key("idle_minutes", "N", "Minutes without a call after which a session ends (default 120)"),
    key("call_seconds", "N", "Seconds after which a tool call is given up (default 60)"),
    key("drain_seconds", "N", "Seconds that calls in flight get at shutdown (default 10)"),
    key("max_body_bytes", "N", "Largest request body in bytes (default 4194304)"),
    key("log", "FILTER", "Log filter such as `info` or `facesign_mcp=debug`; logs go to standard error (default info,actix_server=warn,rmcp=warn,rmcp::service=off)"),
];

/// How the server runs; decides a few defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Streamable HTTP for anybody who can reach it.
    Serve,
    /// Streamable HTTP on the developer's machine, with the embedded sandbox.
    Dev,
    /// One client over standard input and output.
    Stdio,
}

/// The `FaceSign` API per environment.
#[derive(Clone, Debug)]
pub struct Upstreams {
    /// Address for sandbox keys.
    pub sandbox: Url,
    /// Address for production keys.
    pub production: Url,
}

impl Upstreams {
    /// The address a key of this environment talks to.
    pub fn of(&self, environment: Environment) -> &Url {
        match environment {
            Environment::Sandbox => &self.sandbox,
            Environment::Production => &self.production,
        }
    }
}

/// The embedded sandbox.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// Port on the server's host; 0 takes a free one.
    pub port: u16,
    /// Folder of its database; `None` keeps everything in memory.
    pub state_dir: Option<PathBuf>,
}

/// Bounds of one process; beyond each of them a call is refused with the limit and its key.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Sessions alive at once.
    pub sessions: usize,
    /// Calls to upstream in flight per session.
    pub calls: usize,
    /// Time without a call after which a session ends.
    pub idle: Duration,
    /// Time after which one tool call is given up.
    pub call: Duration,
    /// Time that calls in flight get at shutdown.
    pub drain: Duration,
    /// Largest request body in bytes.
    pub body: usize,
}

/// The whole configuration of a server.
#[derive(Clone, Debug)]
pub struct Config {
    /// How the server runs.
    pub mode: Mode,
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Address clients and browsers use, where it differs from `listen`.
    pub public_url: Option<Url>,
    /// Where upstream calls go; `None` means the embedded sandbox.
    pub upstreams: Option<Upstreams>,
    /// The embedded sandbox, where one is wanted.
    pub sandbox: Option<SandboxConfig>,
    /// Hosts answered besides loopback and `public_url`.
    pub allowed_hosts: Vec<String>,
    /// Browser origins answered besides loopback and `public_url`.
    pub allowed_origins: Vec<String>,
    /// Whether a browser may be opened.
    pub open: bool,
    /// The tools offered.
    pub tools: Selection,
    /// Key of the default session; read by `stdio` and `dev` only.
    pub api_key: Option<ApiKey>,
    /// Bounds.
    pub limits: Limits,
    /// Log filter.
    pub log: String,
}

impl Config {
    /// Whether everybody who reaches the server sits at this machine.
    ///
    /// Never so for `serve`: a loopback address may well stand behind a proxy that the world can reach.
    pub fn is_local(&self) -> bool {
        let here = self.listen.ip().is_loopback() && self.public_url.is_none();
        match self.mode {
            Mode::Stdio => true,
            Mode::Dev => here,
            Mode::Serve => false,
        }
    }

    /// Merges the three sources and reads every value.
    ///
    /// # Errors
    /// [`ConfigError`]: unreadable file, unknown key, or a value that does not fit; it names key and source.
    pub fn load(mode: Mode, sources: Sources) -> Result<Self, ConfigError> {
        let api_key = sources.api_key.clone();
        let values = Values::merge(sources)?;
        let loopback = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let host = values
            .read("host", "an IP address such as 127.0.0.1")?
            .unwrap_or(loopback);
        // Several clients may each start their own stdio server: none may insist on one port.
        let default_port = if mode == Mode::Stdio { 0 } else { 8787 };
        let port = values.port("port")?.unwrap_or(default_port);
        let wants_sandbox = values.switch("sandbox")?.unwrap_or(mode == Mode::Dev);
        let sandbox_port = values.port("sandbox_port")?.unwrap_or(8788);
        let state_dir = values.text("state_dir").map(PathBuf::from);
        let sandbox = wants_sandbox.then_some(SandboxConfig {
            port: sandbox_port,
            state_dir,
        });
        let upstreams = upstreams(&values, sandbox.is_some())?;
        let api_key = match api_key {
            Some(text) if mode != Mode::Serve => {
                Some(ApiKey::parse(&text).map_err(|error| ConfigError::ApiKey(error.to_string()))?)
            }
            _ => None,
        };
        Ok(Self {
            mode,
            listen: SocketAddr::new(host, port),
            public_url: values.url("public_url")?,
            upstreams,
            sandbox,
            allowed_hosts: values.list("allowed_hosts"),
            allowed_origins: values.origins("allowed_origins")?,
            open: values.switch("open")?.unwrap_or(true),
            tools: tools(&values)?,
            api_key,
            limits: limits(&values)?,
            log: values.text("log").unwrap_or(DEFAULT_LOG).to_owned(),
        })
    }
}

fn upstreams(values: &Values, sandboxed: bool) -> Result<Option<Upstreams>, ConfigError> {
    let common = values.url("api_url")?;
    let production = values.url("production_api_url")?;
    if common.is_none() && sandboxed {
        return Ok(None);
    }
    let public = || {
        PUBLIC_API
            .parse::<Url>()
            .map_err(|error| values.bad("api_url", format!("`{PUBLIC_API}`: {error}")))
    };
    let sandbox = common.map_or_else(public, Ok)?;
    let production = production.unwrap_or_else(|| sandbox.clone());
    Ok(Some(Upstreams {
        sandbox,
        production,
    }))
}

fn tools(values: &Values) -> Result<Selection, ConfigError> {
    let read_only = values.switch("read_only")?.unwrap_or(false);
    let all = Selection::default().with_read_only(read_only);
    let Some(names) = values.text("toolsets") else {
        return Ok(all);
    };
    all.with_toolsets(names)
        .map_err(|error| values.bad("toolsets", error.to_string()))
}

fn limits(values: &Values) -> Result<Limits, ConfigError> {
    let positive = |key, default: u64| -> Result<u64, ConfigError> {
        match values.read::<u64>(key, "a whole number from 1 on")? {
            Some(0) => Err(values.bad(key, "`0` is not a whole number from 1 on".to_owned())),
            Some(value) => Ok(value),
            None => Ok(default),
        }
    };
    let count = |key, default| {
        positive(key, default).map(|value| usize::try_from(value).unwrap_or(usize::MAX))
    };
    Ok(Limits {
        sessions: count("max_sessions", 1_000)?,
        calls: count("max_calls", 8)?,
        idle: Duration::from_secs(positive("idle_minutes", 120)?.saturating_mul(60)),
        call: Duration::from_secs(positive("call_seconds", 60)?),
        drain: Duration::from_secs(positive("drain_seconds", 10)?),
        body: count("max_body_bytes", 4 * 1024 * 1024)?,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn load(
        mode: Mode,
        env: &[(&str, &str)],
        flags: &[(&'static str, &str)],
    ) -> Result<Config, ConfigError> {
        let env = env
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let flags = flags
            .iter()
            .map(|(key, value)| (*key, (*value).to_owned()))
            .collect();
        Config::load(
            mode,
            Sources {
                env,
                flags,
                ..Sources::default()
            },
        )
    }

    #[test]
    fn every_key_stands_on_the_page_about_settings() {
        let page = include_str!("../../docs/settings.md");
        let rows: Vec<String> = KEYS
            .iter()
            .map(|key| format!("| `{}` | {} |", key.name, key.meaning))
            .collect();
        let written: Vec<&str> = page
            .lines()
            .filter(|line| {
                KEYS.iter()
                    .any(|key| line.starts_with(&format!("| `{}` |", key.name)))
            })
            .collect();
        assert_eq!(written, rows);
    }

    #[test]
    fn defaults_depend_on_the_mode() {
        let dev = load(Mode::Dev, &[], &[]).expect("defaults load");
        assert_eq!(dev.listen.to_string(), "127.0.0.1:8787");
        assert!(dev.sandbox.is_some() && dev.upstreams.is_none());
        let serve = load(Mode::Serve, &[], &[]).expect("defaults load");
        assert!(serve.sandbox.is_none());
        assert_eq!(
            serve.upstreams.expect("real upstream").sandbox.as_str(),
            "https://api.facesign.ai/"
        );
        assert_eq!(
            load(Mode::Stdio, &[], &[])
                .expect("defaults load")
                .listen
                .port(),
            0
        );
    }

    #[test]
    fn a_flag_beats_the_environment_and_the_environment_beats_the_file() {
        let file =
            std::env::temp_dir().join(format!("facesign-mcp-config-{}.toml", std::process::id()));
        std::fs::write(
            &file,
            "port = 1\nhost = \"0.0.0.0\"\nallowed_hosts = [\"a.example\", \"b.example\"]\n",
        )
        .expect("temporary file");
        let env = BTreeMap::from([("FACESIGN_MCP_PORT".to_owned(), "2".to_owned())]);
        let sources = Sources {
            file: Some(file.clone()),
            env,
            ..Sources::default()
        };
        let merged = Config::load(Mode::Serve, sources.clone()).expect("file and environment load");
        assert_eq!(merged.listen.to_string(), "0.0.0.0:2");
        assert_eq!(merged.allowed_hosts, ["a.example", "b.example"]);
        let flagged = Sources {
            flags: vec![("port", "3".to_owned())],
            ..sources
        };
        assert_eq!(
            Config::load(Mode::Serve, flagged)
                .expect("flags load")
                .listen
                .port(),
            3
        );
        std::fs::remove_file(file).expect("temporary file is removed");
    }

    #[test]
    fn an_error_names_the_key_and_its_source() {
        let bad = load(Mode::Serve, &[("FACESIGN_MCP_PORT", "many")], &[]).expect_err("not a port");
        assert_eq!(
            bad.to_string(),
            "key `port` from environment variable `FACESIGN_MCP_PORT`: `many` is not a port from 0 to 65535"
        );
        let flag = load(Mode::Serve, &[], &[("max_sessions", "0")]).expect_err("zero sessions");
        assert!(flag.to_string().contains("flag `--max-sessions`"), "{flag}");
        let unknown = load(Mode::Serve, &[("FACESIGN_MCP_PROT", "1")], &[]).expect_err("typo");
        assert!(
            unknown
                .to_string()
                .starts_with("unknown key `prot` in environment variable"),
            "{unknown}"
        );
        let scheme = load(Mode::Serve, &[], &[("api_url", "ftp://example.org")]).expect_err("ftp");
        assert!(
            scheme.to_string().contains("not an http or https address"),
            "{scheme}"
        );
    }

    #[test]
    fn a_missing_file_is_named() {
        let sources = Sources {
            file: Some(PathBuf::from("/nowhere/facesign.toml")),
            ..Sources::default()
        };
        let error = Config::load(Mode::Serve, sources).expect_err("no such file");
        assert!(
            error
                .to_string()
                .starts_with("cannot read configuration file `/nowhere/facesign.toml`"),
            "{error}"
        );
    }

    #[test]
    fn only_a_server_of_one_user_is_local() {
        let local = |mode, flags: &[(&'static str, &str)]| {
            load(mode, &[], flags).expect("flags load").is_local()
        };
        assert!(local(Mode::Stdio, &[]) && local(Mode::Dev, &[]));
        assert!(!local(Mode::Serve, &[]));
        assert!(!local(Mode::Dev, &[("host", "0.0.0.0")]));
        assert!(!local(
            Mode::Dev,
            &[("public_url", "https://mcp.example.org")]
        ));
    }

    #[test]
    fn a_damaged_default_key_is_told_without_repeating_it() {
        let sources = |mode| {
            let api_key = Some("\"sk_test_0123456789\"".to_owned());
            Config::load(
                mode,
                Sources {
                    api_key,
                    ..Sources::default()
                },
            )
        };
        let error = sources(Mode::Dev).expect_err("quoted").to_string();
        assert!(
            error.contains("`FACESIGN_API_KEY`") && error.contains("quotation marks"),
            "{error}"
        );
        assert!(!error.contains("0123456789"), "{error}");
        assert!(sources(Mode::Serve).expect("not read").api_key.is_none());
    }

    #[test]
    fn a_production_upstream_may_differ() {
        let config = load(
            Mode::Serve,
            &[],
            &[
                ("api_url", "http://a.example"),
                ("production_api_url", "http://b.example"),
            ],
        )
        .expect("two upstreams load");
        let upstreams = config.upstreams.expect("upstreams");
        assert_eq!(
            upstreams.of(Environment::Sandbox).host_str(),
            Some("a.example")
        );
        assert_eq!(
            upstreams.of(Environment::Production).host_str(),
            Some("b.example")
        );
    }
}
