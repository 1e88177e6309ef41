//! `assure`: what a flow guarantees by itself.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::format::Format;
use super::validate::{Source, json};
use super::{Exit, Failure};

/// Tell which checks every path to success passes, which only some, and where a deepfake leaves
#[derive(Debug, Args)]
pub(super) struct Assure {
    /// File with a flow; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Ids of the ends that are a success; by default all whose id does not say failure
    #[arg(long, value_name = "ID,ID", value_delimiter = ',')]
    success: Option<Vec<String>>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

impl Assure {
    pub(super) fn run(self, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
        let source = Source::of(&self.file)?;
        let flow = source.walkable(err)?;
        let wanted = self.success.iter().flatten();
        let is_end = |id: &str| {
            flow.index(id)
                .is_some_and(|at| flow.nodes()[at].node_type == "end")
        };
        if let Some(unknown) = wanted.into_iter().find(|id| !is_end(id)) {
            return Err(Failure::usage(format!(
                "the flow has no end `{unknown}`: name its ends under `--success`"
            )));
        }
        let assurance = flow.assurance(self.success.as_deref());
        if self.format == Format::Json {
            writeln!(out, "{}", json(&assurance)?)?;
        } else {
            write!(out, "{assurance}")?;
        }
        out.flush()?;
        Ok(Exit::Ok)
    }
}
