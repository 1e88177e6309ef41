//! `export`: a flow file as a Next.js app, without a server.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use url::Url;

use super::validate::{Printer, Source};
use super::{Exit, Failure};
use crate::config::PUBLIC_API;
use crate::export::{self, AppName, Upstream};
use crate::plan::Plan;
use crate::sources::web_address;

/// Export a flow file as a deployable Next.js app
#[derive(Debug, Args)]
pub(super) struct Export {
    /// File with a flow; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder to write to: new, empty, or written by an earlier export
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Name of the app, used in package.json
    #[arg(long, default_value = "facesign-app")]
    name: String,
    /// FaceSign API the app talks to
    #[arg(long, value_name = "URL", default_value = PUBLIC_API, value_parser = web_address)]
    api_url: Url,
}

impl Export {
    pub(super) fn run(self, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
        let source = Source::of(&self.file)?;
        let name = AppName::parse(&self.name)
            .map_err(|error| Failure::new(Exit::Usage, error.to_string()))?;
        let checked = &source.checked;
        let flow = checked.flow.clone().filter(|_| checked.is_valid());
        Printer::of_errors().print(&source, err)?;
        let Some(flow) = flow else {
            return Err(Failure::new(
                Exit::Failed,
                "the flow has errors: nothing was exported",
            ));
        };
        let files = export::plan_files(
            &Plan::of_flow(flow),
            &name,
            &Upstream {
                base_url: self.api_url,
            },
        )
        .map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
        let written = export::write(&files, &self.out, &mut |_, _| ControlFlow::Continue(()))
            .map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
        writeln!(
            out,
            "{} files, {} bytes written to {}",
            written.files,
            written.bytes,
            written.dir.display()
        )?;
        for path in &written.kept {
            writeln!(out, "left as edited: {path}")?;
        }
        writeln!(
            out,
            "next: cd {} && npm install, set FACESIGN_API_KEY in .env.local, npm run dev",
            written.dir.display()
        )?;
        Ok(Exit::Ok)
    }
}
