//! `validate`: findings about flow files, for people and for machines.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{Exit, Failure};
use crate::flow::{self, Checked, Finding, Severity};

/// Largest file in bytes: no flow comes near it, and a wrong path to a video is told quickly.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Check flow files: 0 all valid, 1 findings of severity error, 2 could not run
#[derive(Debug, Args)]
pub(super) struct Validate {
    /// Files with a flow (a JSON array of nodes, or an object with `flow`); `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

/// The JSON output.
#[derive(Debug, Serialize)]
pub struct ValidateReport {
    /// One entry per file, in the order given.
    pub files: Vec<FileReport>,
}

/// The findings about one file.
#[derive(Debug, Serialize)]
pub struct FileReport {
    /// Path as given.
    pub path: String,
    /// Whether no finding is an error.
    pub valid: bool,
    /// Findings in the order of the text.
    pub findings: Vec<Finding>,
    /// Further findings beyond the limit of the report.
    pub omitted: usize,
}

impl Validate {
    pub(super) fn run(self, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
        let mut report = ValidateReport { files: Vec::new() };
        let mut unreadable = false;
        for path in &self.files {
            match read(path) {
                Ok(text) => report.files.push(FileReport::of(path, flow::check(&text))),
                Err(reason) => {
                    writeln!(
                        err,
                        "facesign-mcp: cannot read `{}`: {reason}",
                        path.display()
                    )?;
                    unreadable = true;
                }
            }
        }
        match self.format {
            Format::Json => writeln!(out, "{}", report.json()?)?,
            Format::Human => report.files.iter().try_for_each(|file| file.print(out))?,
        }
        out.flush()?;
        let all_valid = report.files.iter().all(|file| file.valid);
        Ok(match (unreadable, all_valid) {
            (true, _) => Exit::Usage,
            (false, true) => Exit::Ok,
            (false, false) => Exit::Failed,
        })
    }
}

impl ValidateReport {
    fn json(&self) -> Result<String, Failure> {
        serde_json::to_string(self).map_err(|error| Failure::new(Exit::Failed, error.to_string()))
    }
}

impl FileReport {
    pub(super) fn of(path: &Path, checked: Checked) -> Self {
        let valid = checked.is_valid();
        Self {
            path: path.display().to_string(),
            valid,
            findings: checked.findings,
            omitted: checked.omitted,
        }
    }

    pub(super) fn print(&self, out: &mut dyn Write) -> std::io::Result<()> {
        for finding in &self.findings {
            let severity = finding.severity.as_str();
            let Finding {
                code,
                name,
                pointer,
                message,
                help,
                span,
                ..
            } = finding;
            writeln!(
                out,
                "{}:{}:{}: {severity} {code} {name}: {message}",
                self.path, span.line, span.column
            )?;
            writeln!(
                out,
                "    at {}",
                if pointer.is_empty() {
                    "the whole document"
                } else {
                    pointer
                }
            )?;
            if !help.is_empty() {
                writeln!(out, "    help: {help}")?;
            }
            if let Some(fix) = &finding.fix {
                writeln!(out, "    fix: {}", fix.title)?;
            }
        }
        if self.omitted > 0 {
            writeln!(out, "{}: {} further findings", self.path, self.omitted)?;
        }
        let count = |severity| {
            self.findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        let verdict = if self.valid { "valid" } else { "not valid" };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        writeln!(
            out,
            "{}: {verdict}, {errors} errors, {warnings} warnings",
            self.path
        )
    }
}

/// The text of the one file of a command, see [`read`].
pub(super) fn read_flow(path: &Path) -> Result<String, Failure> {
    read(path).map_err(|reason| {
        Failure::new(
            Exit::Usage,
            format!("cannot read `{}`: {reason}", path.display()),
        )
    })
}

/// The text of a file, or of standard input for `-`.
fn read(path: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let limited =
        |reader: &mut dyn Read, bytes: &mut Vec<u8>| reader.take(MAX_BYTES + 1).read_to_end(bytes);
    let size = if path == Path::new("-") {
        limited(&mut std::io::stdin().lock(), &mut bytes)
    } else {
        std::fs::File::open(path).and_then(|mut file| limited(&mut file, &mut bytes))
    };
    match size {
        Err(error) => Err(error.to_string()),
        Ok(size) if size as u64 > MAX_BYTES => Err(format!("larger than {MAX_BYTES} bytes")),
        // The validator reads text; what is not UTF-8 becomes a character that no flow may hold outside of strings.
        Ok(_) => String::from_utf8(bytes)
            .map_err(|error| format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to())),
    }
}
