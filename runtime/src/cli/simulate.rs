//! `simulate`: walks a flow file by outcomes, without a server or a person.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::validate::{FileReport, read_flow};
use super::{Exit, Failure};
use crate::flow;

/// Walk a flow by outcomes and print the path; where they run out, the possible ones are listed
#[derive(Debug, Args)]
pub(super) struct Simulate {
    /// File with a flow; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Outcomes in the order they are taken; a node with a single way out needs none
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    outcomes: Vec<String>,
}

impl Simulate {
    pub(super) fn run(self, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
        let checked = flow::check(&read_flow(&self.file)?);
        let Some(flow) = checked.flow.clone() else {
            FileReport::of(&self.file, checked).print(err)?;
            return Err(Failure::new(
                Exit::Failed,
                "the flow cannot be walked: correct the errors above first",
            ));
        };
        let walked = flow
            .walk(self.outcomes)
            .map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
        write!(out, "{walked}")?;
        out.flush()?;
        Ok(Exit::Ok)
    }
}
