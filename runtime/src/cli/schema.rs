//! `schema`: the JSON Schema of a flow, for editors and other validators.

use std::io::Write;

use clap::Args;

use super::{Exit, Failure};
use crate::flow;

/// Print the JSON Schema (2020-12) of a flow
#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    pub(super) fn run(self, out: &mut dyn Write) -> Result<Exit, Failure> {
        let Self {} = self;
        writeln!(out, "{:#}", flow::schema())?;
        out.flush()?;
        Ok(Exit::Ok)
    }
}
