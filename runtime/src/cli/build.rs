//! `build`: a wish, steps or edits become a flow file.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::format::Format;
use super::validate::{Printer, Source, text, unreadable};
use super::{Exit, Failure, file};
use crate::author::{self, BuildError, Built, Note, Passed, Question, Request, Settings};

/// Build a flow from plain English, from steps or by edits of a flow
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 built; 1 nothing was built, or a question is open with --strict; 2 wrong command line, or \
                        a file that cannot be read."
)]
pub(super) struct Build {
    /// The wish in plain English, such as "liveness, then an email code"
    #[arg(value_name = "DESCRIPTION")]
    description: Option<String>,
    /// JSON file with an array of steps; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    steps: Option<PathBuf>,
    /// JSON file with an array of edits, to be done on --flow
    #[arg(long, value_name = "FILE", requires = "flow")]
    edits: Option<PathBuf>,
    /// Flow to edit
    #[arg(long, value_name = "FILE")]
    flow: Option<PathBuf>,
    /// Answer to a question, by its id; may be given several times. Besides those that come back there are `failure` (reject,
    /// review), `retries` (0 to 3), `policy` (a preset), `languages` and `avatar`
    #[arg(long = "answer", value_name = "ID=TEXT", value_parser = answer)]
    answers: Vec<(String, String)>,
    /// File to write the flow to; without it the flow goes to standard output, and everything else to standard error
    #[arg(long, value_name = "FILE.json")]
    out: Option<PathBuf>,
    /// Replace the file where it exists
    #[arg(long, requires = "out")]
    force: bool,
    /// Write nothing while a question about the wish is open
    #[arg(long)]
    strict: bool,
    /// Form of the output; json holds flow, path, notes and questions in one object
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// The JSON output.
#[derive(Debug, Serialize)]
struct Output<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<&'a Value>,
    path: &'a [Passed],
    notes: &'a [Note],
    questions: &'a [Question],
    settings: &'a Settings,
}

fn answer(text: &str) -> Result<(String, String), String> {
    let (id, answer) = text.split_once('=').ok_or("write it as ID=TEXT")?;
    Ok((id.trim().to_owned(), answer.trim().to_owned()))
}

impl Build {
    pub(super) fn run(self, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
        if self.description.is_none() && self.steps.is_none() && self.edits.is_none() {
            return Err(Failure::usage(
                "there is nothing to build from: say what to check, such as `build \"liveness, then an email code\"`, or give \
                 --steps FILE, or --edits FILE with --flow FILE",
            ));
        }
        let built = match author::build(&self.request(err)?) {
            Ok(built) => built,
            Err(error) => return refuse(&error, self.flow.as_deref(), err),
        };
        let open = built.questions.iter().any(|question| question.open);
        let flow = built
            .checked
            .as_ref()
            .and_then(|checked| checked.flow.as_ref())
            .map(crate::flow::Flow::value);
        let flow = flow.filter(|_| !(self.strict && open));
        if let (Some(path), Some(flow)) = (&self.out, flow) {
            file::save(path, &pretty(flow)?, self.force)?;
        }
        match self.format {
            Format::Json => {
                let output = Output {
                    flow,
                    path: &built.path,
                    notes: &built.notes,
                    questions: &built.questions,
                    settings: &built.settings,
                };
                write!(out, "{}", pretty(&output)?)?;
            }
            Format::Human => {
                let (told, printed): (&mut dyn Write, _) = if self.out.is_some() {
                    (out, None)
                } else {
                    (err, Some(out))
                };
                tell(&built, told)?;
                if let (Some(out), Some(flow)) = (printed, flow) {
                    write!(out, "{}", pretty(flow)?)?;
                    out.flush()?;
                }
            }
        }
        if flow.is_some() {
            return Ok(Exit::Ok);
        }
        Err(Failure::new(
            Exit::Failed,
            "nothing was built: answer the questions with --answer, or say it in other words",
        ))
    }

    fn request(&self, err: &mut dyn Write) -> Result<Request, Failure> {
        let flow = self
            .flow
            .as_deref()
            .map(|path| flow(path, err))
            .transpose()?;
        Ok(Request {
            description: self.description.clone(),
            steps: self
                .steps
                .as_deref()
                .map(list)
                .transpose()?
                .unwrap_or_default(),
            edits: self
                .edits
                .as_deref()
                .map(list)
                .transpose()?
                .unwrap_or_default(),
            answers: self.answers.iter().cloned().collect(),
            flow,
        })
    }
}

/// The flow to edit; where it is no JSON at all, that is shown as `validate` shows it.
fn flow(path: &Path, err: &mut dyn Write) -> Result<Value, Failure> {
    let source = Source::of(path)?;
    if let Ok(flow) = serde_json::from_str(&source.text) {
        return Ok(flow);
    }
    Printer::of_errors().print(&source, err)?;
    Err(source.refused())
}

/// The steps or edits in a file.
fn list<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Failure> {
    let name = path.display();
    let text = text(path).map_err(|reason| Failure::usage(unreadable(path, &reason)))?;
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| Failure::usage(format!("`{name}` is not JSON: {error}")))?;
    if !value.is_array() {
        return Err(Failure::usage(format!(
            "`{name}` does not hold a list: write one or more objects between `[` and `]`"
        )));
    }
    // From the text once more: the error of a value knows no line.
    let mut reader = serde_json::Deserializer::from_str(&text);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        Failure::usage(format!(
            "`{name}`, at `{}`: {}",
            error.path(),
            error.inner()
        ))
    })
}

fn pretty(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n")
        .map_err(|error| Failure::new(Exit::Failed, error.to_string()))
}

/// Says why nothing was built; a flow to edit that has errors is shown with them.
fn refuse(error: &BuildError, flow: Option<&Path>, err: &mut dyn Write) -> Result<Exit, Failure> {
    if let (BuildError::Invalid(_), Some(path)) = (error, flow) {
        Printer::of_errors().print(&Source::of(path)?, err)?;
    }
    if let BuildError::Breaks(checked) = error {
        for finding in &checked.findings {
            writeln!(
                err,
                "{} {}: {}",
                finding.code, finding.pointer, finding.message
            )?;
        }
    }
    Err(Failure::new(Exit::Failed, error.to_string()))
}

/// Path, notes and questions for people.
fn tell(built: &Built, out: &mut dyn Write) -> std::io::Result<()> {
    for passed in &built.path {
        let because = passed
            .because
            .as_deref()
            .map(|why| format!("  (added: {why})"))
            .unwrap_or_default();
        writeln!(out, "{:<16} {}{because}", passed.id, passed.node_type)?;
    }
    for note in &built.notes {
        writeln!(out, "note: {}: {}", note.about, note.text)?;
    }
    for question in built.questions.iter().filter(|question| question.open) {
        let default = question
            .default
            .as_deref()
            .map(|default| format!(" Until then: {default}."))
            .unwrap_or_default();
        writeln!(
            out,
            "question: --answer {}=…: {}{default}",
            question.id, question.text
        )?;
    }
    out.flush()
}
