//! `draw`: a flow file as a picture.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::validate::{Printer, Source};
use super::{Exit, Failure, file};
use crate::draw;

/// Draw a flow as SVG, with a badge on every node that has findings
#[derive(Debug, Args)]
pub(super) struct Draw {
    /// File with a flow; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// File to write; without it the picture goes to standard output
    #[arg(long, value_name = "FILE.svg")]
    out: Option<PathBuf>,
    /// Replace the file where it exists
    #[arg(long, requires = "out")]
    force: bool,
}

impl Draw {
    pub(super) fn run(self, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
        let source = Source::of(&self.file)?;
        let Some(flow) = &source.checked.flow else {
            Printer::of_errors().print(&source, err)?;
            return Err(source.refused());
        };
        let picture = draw::svg(flow, &source.checked.findings);
        match &self.out {
            Some(path) => {
                file::save(path, &picture, self.force)?;
                writeln!(
                    out,
                    "{} nodes drawn to {}",
                    flow.nodes().len(),
                    path.display()
                )?;
            }
            None => write!(out, "{picture}")?,
        }
        out.flush()?;
        Ok(Exit::Ok)
    }
}
