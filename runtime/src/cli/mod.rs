//! The command line: one file per subcommand, exit codes in `exit.rs`.
//!
//! Output goes through the writers passed in: with `stdio` the standard output belongs to the protocol.

mod assure;
mod build;
mod dev;
mod diff;
mod draw;
mod exit;
mod explain;
mod export;
mod file;
mod fingerprint;
mod format;
mod install;
mod launch;
mod sandbox;
mod schema;
mod serve;
mod settings;
mod simulate;
mod stdio;
mod validate;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

pub use exit::Exit;
pub use validate::{FileReport, ValidateReport};

/// Builds, validates, previews and exports FaceSign verification flows for AI assistants
#[derive(Debug, Parser)]
#[command(name = "facesign-mcp", version, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 failed (validate: findings of severity error; diff: a guarantee was lost);
2 wrong command line, or a file that cannot be read; 3 port in use; 4 wrong configuration.

A first look: `facesign-mcp dev` serves everything on this machine, without an account.";

/// In the order in which they are met: servers, from a wish to a reviewed flow, what is made of it, reference.
#[derive(Debug, Subcommand)]
enum Command {
    Dev(dev::Dev),
    Serve(serve::Serve),
    Stdio(stdio::Stdio),
    Sandbox(sandbox::SandboxOnly),
    Build(build::Build),
    Validate(validate::Validate),
    Assure(assure::Assure),
    Diff(diff::Diff),
    Fingerprint(fingerprint::Fingerprint),
    Simulate(simulate::Simulate),
    Draw(draw::Draw),
    Export(export::Export),
    Install(install::Install),
    Explain(explain::Explain),
    Schema(schema::Schema),
}

/// Why a command failed: what to write to standard error, and the exit code.
#[derive(Debug)]
struct Failure {
    exit: Exit,
    /// `None` where the reader has gone away, as `head` does once it has enough: nobody wants to be told.
    message: Option<String>,
}

impl Failure {
    /// A mistake of the command line.
    fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: Some(message.into()),
        }
    }
}

impl From<io::Error> for Failure {
    /// Writing an answer failed.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self {
                exit: Exit::Failed,
                message: None,
            };
        }
        Self::new(Exit::Failed, format!("cannot write the output: {error}"))
    }
}

/// Runs the command line.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(help) => return answer_of_clap(&help, out, err),
    };
    let done = match cli.command {
        Command::Dev(command) => command.run(out),
        Command::Serve(command) => command.run(out),
        Command::Stdio(command) => command.run(err),
        Command::Sandbox(command) => command.run(out),
        Command::Validate(command) => command.run(out, err),
        Command::Assure(command) => command.run(out, err),
        Command::Diff(command) => command.run(out, err),
        Command::Fingerprint(command) => command.run(out, err),
        Command::Export(command) => command.run(out, err),
        Command::Build(command) => command.run(out, err),
        Command::Simulate(command) => command.run(out, err),
        Command::Install(command) => command.run(out),
        Command::Draw(command) => command.run(out, err),
        Command::Explain(command) => command.run(out),
        Command::Schema(command) => command.run(out),
    };
    done.unwrap_or_else(|Failure { exit, message }| {
        if let Some(message) = message {
            // Where even standard error is closed, the exit code must do.
            let _ = writeln!(err, "facesign-mcp: {message}");
        }
        exit
    })
}

/// Help and version go to standard output, what is wrong with a command line in one line to standard error.
fn answer_of_clap(told: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> Exit {
    // Where the stream is closed, the exit code must do.
    if !told.use_stderr() {
        let _ = write!(out, "{told}");
        return Exit::Ok;
    }
    let _ = if told.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        write!(err, "{told}")
    } else {
        writeln!(err, "facesign-mcp: {}", in_one_line(&told.to_string()))
    };
    Exit::Usage
}

/// The paragraphs of a complaint in one line: what is wrong, what was perhaps meant, the usage.
fn in_one_line(complaint: &str) -> String {
    let paragraphs = complaint
        .trim_start_matches("error: ")
        .split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|paragraph| !paragraph.starts_with("For more information"))
        .map(|paragraph| {
            paragraph
                .replacen("tip: ", "", 1)
                .replacen("Usage: ", "usage: ", 1)
        });
    let mut told: Vec<String> = paragraphs.collect();
    told.push("`--help` tells more".to_owned());
    told.join("; ")
}
