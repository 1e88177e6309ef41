//! `install`: the server's entry in the configuration of a client.
//!
//! Written is only what a client needs to find the server; no key is ever part of it.

mod client;
mod merge;

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use url::Url;

use self::client::{Client, Reach};
use self::merge::{Merged, merge};
use super::{Exit, Failure, file};
use crate::sources::web_address;

/// How API keys begin (FaceSign authentication reference; `sk_live_` is the older spelling).
const KEY_PREFIXES: [&str; 3] = ["sk_test_", "sk_prod_", "sk_live_"];

/// Enter this server into the configuration of an AI client
#[derive(Debug, Args)]
pub(super) struct Install {
    /// The client
    #[arg(long, value_enum)]
    client: Client,
    /// Let the client start this program, instead of reaching a running server
    #[arg(long, conflicts_with = "url")]
    stdio: bool,
    /// Address of the running server
    #[arg(long, default_value = "http://127.0.0.1:8787/mcp", value_parser = web_address)]
    url: Url,
    /// Only print the resulting file
    #[arg(long)]
    print: bool,
    /// Folder of the project, for clients with one configuration per project
    #[arg(long, value_name = "DIR")]
    project: Option<PathBuf>,
}

impl Install {
    pub(super) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let path = self.file()?;
        let entry = self.client.entry(&self.reach()?);
        let text = read(&path)?;
        let earlier = text.as_deref().unwrap_or_default();
        let merged = merge(earlier, self.client.list(), &entry).map_err(|error| {
            failed(format!("`{}` {error}; nothing was changed", path.display()))
        })?;
        let (changed, done) = match &merged {
            Merged::Same => (earlier, None),
            Merged::Added(changed) => (changed.as_str(), Some("added to")),
            Merged::Replaced(changed) => (changed.as_str(), Some("replaced in")),
        };
        let shown = path.display();
        if self.print {
            write!(out, "{changed}")?;
        } else if let Some(done) = done {
            let backup = save(&path, text.is_some(), changed)?;
            writeln!(out, "entry `{}` {done} {shown}", merge::NAME)?;
            if let Some(backup) = backup {
                writeln!(out, "earlier file kept as {}", backup.display())?;
            }
            writeln!(out, "next: {}", self.client.next())?;
        } else {
            let name = merge::NAME;
            writeln!(out, "entry `{name}` stands in {shown}: nothing to do")?;
        }
        out.flush()?;
        Ok(Exit::Ok)
    }

    fn file(&self) -> Result<PathBuf, Failure> {
        let Some(file) = self.client.project_file() else {
            if self.project.is_some() {
                return Err(Failure::new(
                    Exit::Usage,
                    "this client has one configuration per user: leave out --project",
                ));
            }
            let variable = |name: &str| std::env::var_os(name);
            return self.client.user_file(std::env::consts::OS, variable).map_err(
                |name| failed(format!("the environment variable `{name}` is not set: set it to find the client's folder")),
            );
        };
        let project = match &self.project {
            Some(project) => project.clone(),
            None => std::env::current_dir()
                .map_err(|error| failed(format!("cannot find the current folder: {error}")))?,
        };
        if !project.is_dir() {
            return Err(Failure::new(
                Exit::Usage,
                format!(
                    "`{}` is no folder: give that of the project",
                    project.display()
                ),
            ));
        }
        Ok(project.join(file))
    }

    fn reach(&self) -> Result<Reach, Failure> {
        if self.stdio {
            // Clients with windows do not see the search path of a shell: the full path always works.
            let program = std::env::current_exe().map_err(|error| {
                failed(format!("cannot find the path of this program: {error}"))
            })?;
            let program = program.into_os_string().into_string().map_err(|_| {
                failed("the path of this program is not Unicode: move it to another folder")
            })?;
            return Ok(Reach::Stdio(program));
        }
        let url = &self.url;
        let usage = |message: &str| Failure::new(Exit::Usage, message);
        if !matches!(url.scheme(), "http" | "https") {
            return Err(usage("--url must begin with http:// or https://"));
        }
        let has_key = KEY_PREFIXES.iter().any(|key| url.as_str().contains(key));
        if has_key || !url.username().is_empty() || url.password().is_some() {
            return Err(usage(
                "--url must hold no key or password: use set_api_key or the server's environment",
            ));
        }
        Ok(Reach::Http(url.clone()))
    }
}

fn failed(message: impl Into<String>) -> Failure {
    Failure::new(Exit::Failed, message)
}

/// The text of the configuration; `None` where there is none yet.
fn read(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(format!("cannot read `{}`: {error}", path.display()))),
    }
}

/// Writes the configuration; the earlier one is kept beside it under the name returned.
fn save(path: &Path, exists: bool, text: &str) -> Result<Option<PathBuf>, Failure> {
    let cannot = |error| failed(format!("cannot write `{}`: {error}", path.display()));
    file::make_room(path).map_err(cannot)?;
    let backup = exists
        .then(|| file::keep(path))
        .transpose()
        .map_err(|error| {
            failed(format!(
                "cannot keep a copy of `{}`: {error}; nothing was changed",
                path.display()
            ))
        })?;
    file::replace(path, text.as_bytes()).map_err(cannot)?;
    Ok(backup)
}
