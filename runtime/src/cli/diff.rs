//! `diff`: what changed between two flows, and which guarantees were lost.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::format::Format;
use super::validate::{Source, json, policies};
use super::{Exit, Failure};
use crate::flow::Difference;

/// Compare two flows: nodes, edges, guarantees
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 no guarantee was lost; 1 one was lost, or a flow has errors; 2 a file cannot be read."
)]
pub(super) struct Diff {
    /// File with the flow as it was; `-` reads standard input
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// File with the flow as it is; `-` reads standard input, too, where OLD does not
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Count the clauses of this policy as guarantees, too: a preset or a file; may be repeated
    #[arg(long, value_name = "PRESET|FILE")]
    policy: Vec<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

impl Diff {
    pub(super) fn run(self, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
        let policies = policies(&self.policy)?;
        if [&self.old, &self.new]
            .iter()
            .all(|path| path.as_os_str() == "-")
        {
            return Err(Failure::usage(
                "standard input holds one flow only: give a file for OLD or NEW",
            ));
        }
        let (old, new) = (Source::of(&self.old)?, Source::of(&self.new)?);
        let difference = Difference::between(old.walkable(err)?, new.walkable(err)?, &policies);
        if self.format == Format::Json {
            writeln!(out, "{}", json(&difference)?)?;
        } else {
            write!(out, "{difference}")?;
        }
        out.flush()?;
        Ok(if difference.guarantees_lost.is_empty() {
            Exit::Ok
        } else {
            Exit::Failed
        })
    }
}
