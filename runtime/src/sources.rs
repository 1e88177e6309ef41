//! Where the configuration comes from: the raw values of file, environment and flags, merged by key.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use url::Url;

use crate::config::{ENV_API_KEY, ENV_PREFIX, KEYS};

/// Where a value came from; part of every configuration error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The TOML file.
    File(PathBuf),
    /// An environment variable.
    Env(String),
    /// A command line flag.
    Flag(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "file `{}`", path.display()),
            Self::Env(name) => write!(f, "environment variable `{name}`"),
            Self::Flag(name) => write!(f, "flag `{name}`"),
        }
    }
}

/// Why a configuration was refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read configuration file `{}`: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is not TOML.
    #[error("configuration file `{}` is not valid TOML at line {line}: {reason}", path.display())]
    NotToml {
        /// The file.
        path: PathBuf,
        /// Where reading stopped.
        line: usize,
        /// Message of the TOML reader, one line.
        reason: String,
    },
    /// A key nobody knows.
    #[error("unknown key `{key}` in {origin}; known keys: {}", known_keys())]
    UnknownKey {
        /// The key.
        key: String,
        /// Its source.
        origin: Source,
    },
    /// A value that does not fit its key.
    #[error("key `{key}` from {origin}: {reason}")]
    BadValue {
        /// The key.
        key: &'static str,
        /// Its source.
        origin: Source,
        /// What is wrong and what would be accepted.
        reason: String,
    },
    /// The default API key is unusable.
    #[error("environment variable `FACESIGN_API_KEY`: {0}")]
    ApiKey(String),
}

fn known_keys() -> String {
    KEYS.iter()
        .map(|key| key.name)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The raw sources, gathered by the command line (or by a test).
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// TOML file, where one was named.
    pub file: Option<PathBuf>,
    /// Environment variables that start with [`ENV_PREFIX`].
    pub env: BTreeMap<String, String>,
    /// Flags: key and value.
    pub flags: Vec<(&'static str, String)>,
    /// Content of [`ENV_API_KEY`].
    pub api_key: Option<String>,
}

impl Sources {
    /// The sources of this process: its environment and the given file and flags.
    pub fn of_process(file: Option<PathBuf>, flags: Vec<(&'static str, String)>) -> Self {
        let env: BTreeMap<String, String> = std::env::vars()
            .filter(|(name, _)| name.starts_with(ENV_PREFIX))
            .collect();
        let file = file.or_else(|| env.get("FACESIGN_MCP_CONFIG").map(PathBuf::from));
        let api_key = std::env::var(ENV_API_KEY)
            .ok()
            .filter(|text| !text.is_empty());
        Self {
            file,
            env,
            flags,
            api_key,
        }
    }
}

/// Merged values, each with the source it came from.
pub(super) struct Values(BTreeMap<&'static str, (String, Source)>);

impl Values {
    pub(super) fn merge(sources: Sources) -> Result<Self, ConfigError> {
        let mut merged = BTreeMap::new();
        if let Some(path) = sources.file {
            for (key, value) in read_file(&path)? {
                let origin = Source::File(path.clone());
                let Some(key) = known(&key) else {
                    return Err(ConfigError::UnknownKey { key, origin });
                };
                merged.insert(key, (value, origin));
            }
        }
        for (name, value) in sources.env {
            let key = name.trim_start_matches(ENV_PREFIX).to_ascii_lowercase();
            if key == "config" {
                continue;
            }
            let origin = Source::Env(name);
            let Some(key) = known(&key) else {
                return Err(ConfigError::UnknownKey { key, origin });
            };
            merged.insert(key, (value, origin));
        }
        for (key, value) in sources.flags {
            let origin = Source::Flag(format!("--{}", key.replace('_', "-")));
            merged.insert(key, (value, origin));
        }
        Ok(Self(merged))
    }

    pub(super) fn text(&self, key: &'static str) -> Option<&str> {
        self.0.get(key).map(|(value, _)| value.as_str())
    }

    pub(super) fn bad(&self, key: &'static str, reason: String) -> ConfigError {
        let origin = self
            .0
            .get(key)
            .map_or(Source::Flag(key.to_owned()), |(_, origin)| origin.clone());
        ConfigError::BadValue {
            key,
            origin,
            reason,
        }
    }

    pub(super) fn read<T: std::str::FromStr>(
        &self,
        key: &'static str,
        accepted: &str,
    ) -> Result<Option<T>, ConfigError> {
        let Some(text) = self.text(key) else {
            return Ok(None);
        };
        let parsed = text.trim().parse().ok();
        parsed
            .map(Some)
            .ok_or_else(|| self.bad(key, format!("`{text}` is not {accepted}")))
    }

    pub(super) fn port(&self, key: &'static str) -> Result<Option<u16>, ConfigError> {
        self.read(key, "a port from 0 to 65535")
    }

    pub(super) fn switch(&self, key: &'static str) -> Result<Option<bool>, ConfigError> {
        match self
            .text(key)
            .map(|text| text.trim().to_ascii_lowercase())
            .as_deref()
        {
            None => Ok(None),
            Some("true" | "1" | "yes" | "on") => Ok(Some(true)),
            Some("false" | "0" | "no" | "off") => Ok(Some(false)),
            Some(other) => Err(self.bad(key, format!("`{other}` is neither true nor false"))),
        }
    }

    pub(super) fn url(&self, key: &'static str) -> Result<Option<Url>, ConfigError> {
        let read = self.text(key).map(web_address).transpose();
        read.map_err(|reason| self.bad(key, reason))
    }

    pub(super) fn list(&self, key: &'static str) -> Vec<String> {
        let text = self.text(key).unwrap_or_default();
        text.split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    }

    pub(super) fn origins(&self, key: &'static str) -> Result<Vec<String>, ConfigError> {
        let origins = self.list(key);
        for origin in &origins {
            if !origin.starts_with("http://") && !origin.starts_with("https://") {
                return Err(self.bad(
                    key,
                    format!("`{origin}` needs a scheme, as in https://app.example.org"),
                ));
            }
        }
        Ok(origins)
    }
}

/// An address that a browser or a client can open.
///
/// # Errors
///
/// What it should look like, in one line.
pub(crate) fn web_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text.trim()).ok();
    url.filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some())
        .ok_or_else(|| {
            format!("`{text}` is not an http or https address such as https://facesign.example.org")
        })
}

fn known(key: &str) -> Option<&'static str> {
    KEYS.iter().map(|key| key.name).find(|name| *name == key)
}

fn read_file(path: &Path) -> Result<Vec<(String, String)>, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    })?;
    let table: toml::Table =
        text.parse()
            .map_err(|error: toml::de::Error| ConfigError::NotToml {
                path: path.to_owned(),
                line: line_of(&text, error.span()),
                reason: error.message().replace('\n', " "),
            })?;
    Ok(table
        .into_iter()
        .map(|(key, value)| (key, flatten(&value)))
        .collect())
}

/// Number of the line in which a span begins, from 1.
fn line_of(text: &str, span: Option<Range<usize>>) -> usize {
    let before = span.and_then(|span| text.get(..span.start));
    before.map_or(1, |before| 1 + before.matches('\n').count())
}

fn flatten(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(items) => items.iter().map(flatten).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
