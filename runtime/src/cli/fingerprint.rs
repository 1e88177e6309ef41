//! `fingerprint`: one number per flow, for whoever pins the reviewed one.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::validate::Source;
use super::{Exit, Failure};

/// Print the fingerprint of flows: SHA-256 that neither spelling nor order of nodes changes
#[derive(Debug, Args)]
pub(super) struct Fingerprint {
    /// Files with a flow; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Fingerprint {
    pub(super) fn run(self, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
        for path in &self.files {
            let source = Source::of(path)?;
            let fingerprint = source.walkable(err)?.fingerprint().ok_or_else(|| {
                let reason =
                    "a node has too many members: remove those that the schema does not know";
                Failure::new(
                    Exit::Failed,
                    format!("`{}` has no fingerprint: {reason}", path.display()),
                )
            })?;
            writeln!(out, "{fingerprint}  {}", path.display())?;
        }
        out.flush()?;
        Ok(Exit::Ok)
    }
}
