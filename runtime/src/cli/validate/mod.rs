//! `validate`: findings about flow files, for people and for machines, and their certain corrections.

mod fix;
mod human;
mod rules;
mod sarif;
mod source;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ColorChoice, ValueEnum};
use serde::Serialize;

use super::{Exit, Failure};
use crate::flow::{Finding, PolicyReport};
use fix::Fixed;
pub(super) use human::Printer;
use rules::RuleFlags;
pub(super) use source::{Source, policies, text, unreadable};

/// Check flow files: findings with excerpt, help and correction
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 all valid; 1 findings of severity error; 2 a file or policy cannot be read."
)]
pub(super) struct Validate {
    /// Files with a flow (a JSON array of nodes, or an object with `flow`); `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Prove this policy, too: a preset (step-up, payment-sca, account-recovery, kyc) or a file; may be repeated
    #[arg(long, value_name = "PRESET|FILE")]
    policy: Vec<String>,
    /// Apply the certain corrections to the files themselves; standard input comes out corrected
    #[arg(long)]
    fix: bool,
    /// With --fix: show the corrections as a difference and change nothing
    #[arg(long, requires = "fix", conflicts_with = "format")]
    dry_run: bool,
    /// Colours: by default on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
    #[command(flatten)]
    rules: RuleFlags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Sarif,
}

/// The JSON output.
#[derive(Debug, Serialize)]
pub struct ValidateReport<'a> {
    /// One entry per file, in the order given.
    pub files: Vec<FileReport<'a>>,
}

/// The findings about one file.
#[derive(Debug, Serialize)]
pub struct FileReport<'a> {
    /// Path as given.
    pub path: String,
    /// Whether no finding is an error.
    pub valid: bool,
    /// Findings in the order of the text.
    pub findings: &'a [Finding],
    /// Further findings beyond the limit of the report.
    pub omitted: usize,
    /// What became of the policies; absent where none was asked for, or the flow cannot be walked.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub policy: &'a [PolicyReport],
}

/// The files that could be read, and one line about each that could not.
#[derive(Default)]
struct Sources {
    read: Vec<Source>,
    unreadable: Vec<String>,
}

impl Validate {
    pub(super) fn run(self, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
        let policies = policies(&self.policy)?;
        let mut sources = Sources::default();
        let options = self.rules.options();
        for path in &self.files {
            match Source::read(path, options, &policies) {
                Ok(source) => sources.read.push(source),
                Err(reason) => sources.unreadable.push(unreadable(path, &reason)),
            }
        }
        for reason in &sources.unreadable {
            writeln!(err, "facesign-mcp: {reason}")?;
        }
        let corrects_input = self.fix && !self.dry_run && sources.has_standard_input();
        if self.fix {
            sources.read = self.corrected(sources.read, out, err)?;
        }
        if corrects_input {
            // Standard output is the corrected flow: what is still found goes to standard error.
            self.report(&sources, err, &std::io::stderr())?;
        } else if !self.dry_run {
            self.report(&sources, out, &std::io::stdout())?;
        }
        out.flush()?;
        let all_valid = sources.read.iter().all(|source| source.checked.is_valid());
        Ok(match (sources.unreadable.is_empty(), all_valid) {
            (false, _) => Exit::Usage,
            (true, true) => Exit::Ok,
            (true, false) => Exit::Failed,
        })
    }

    /// The sources with their corrections, which are written or shown.
    fn corrected(
        &self,
        sources: Vec<Source>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<Vec<Source>, Failure> {
        let mut corrected = Vec::with_capacity(sources.len());
        for source in sources {
            let fixed = Fixed::of(source);
            if self.dry_run {
                fixed.show(out)?;
            } else {
                fixed.keep(out, err)?;
            }
            corrected.push(fixed.source);
        }
        Ok(corrected)
    }

    fn report(
        &self,
        sources: &Sources,
        out: &mut dyn Write,
        stream: &impl anstream::stream::RawStream,
    ) -> Result<(), Failure> {
        match self.format {
            Format::Json => writeln!(out, "{}", json(&ValidateReport::of(&sources.read))?)?,
            Format::Sarif => {
                let log = sarif::log(&sources.read, &sources.unreadable);
                writeln!(out, "{}", json(&log)?)?;
            }
            Format::Human => {
                let printer = Printer::new(self.color, stream);
                let mut files = sources.read.iter();
                files.try_for_each(|source| printer.print(source, out))?;
            }
        }
        Ok(())
    }
}

impl Sources {
    fn has_standard_input(&self) -> bool {
        self.read.iter().any(Source::is_standard_input)
    }
}

impl<'a> ValidateReport<'a> {
    fn of(sources: &'a [Source]) -> Self {
        let files = sources.iter().map(|source| FileReport {
            path: source.path.display().to_string(),
            valid: source.checked.is_valid(),
            findings: &source.checked.findings,
            omitted: source.checked.omitted,
            policy: &source.checked.policies,
        });
        Self {
            files: files.collect(),
        }
    }
}

pub(super) fn json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::new(Exit::Failed, error.to_string()))
}
