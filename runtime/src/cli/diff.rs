//! `diff`: what changed between two flows, and which guarantees were lost.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::validate::{Source, json, policies};
use super::{Exit, Failure};
use crate::flow::Difference;

/// Compare two flows: nodes, edges, guarantees; 1 where a guarantee was lost
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// File with the flow as it was
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// File with the flow as it is; `-` reads standard input
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Count the clauses of this policy as guarantees, too: a preset or a file; may be repeated
    #[arg(long, value_name = "PRESET|FILE")]
    policy: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Diff {
    pub(super) fn run(self, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
        let policies = policies(&self.policy)?;
        let (old, new) = (Source::of(&self.old)?, Source::of(&self.new)?);
        let difference = Difference::between(old.walkable(err)?, new.walkable(err)?, &policies);
        if self.json {
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
