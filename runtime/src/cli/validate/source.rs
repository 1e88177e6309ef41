//! Flow files as they are read: a path or standard input, bounded.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::human::Printer;
use crate::cli::{Exit, Failure};
use crate::flow::{self, Checked, Flow, Policy};
use flow_core::Options;

/// Largest file in bytes: no flow comes near it, and a wrong path to a video is told quickly.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// A flow file and what was found in it.
pub(in crate::cli) struct Source {
    /// Path as given; `-` is standard input.
    pub(in crate::cli) path: PathBuf,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// The bytes as text; what is not UTF-8 is replaced, so that it can be shown.
    pub(in crate::cli) text: String,
    /// What checking it found.
    pub(in crate::cli) checked: Checked,
    options: Options,
    policies: Vec<Policy>,
}

impl Source {
    /// Reads and checks a file, against policies, too.
    ///
    /// # Errors
    /// The reason in one line, where it cannot be read.
    pub(super) fn read(path: &Path, options: Options, policies: &[Policy]) -> Result<Self, String> {
        let bytes = bytes(path)?;
        Ok(Self {
            path: path.to_owned(),
            checked: flow::check_by(&bytes, policies, options),
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
            options,
            policies: policies.to_vec(),
        })
    }

    /// Puts another text in place and checks it as the first one.
    pub(super) fn replace(&mut self, text: String) {
        self.checked = flow::check_by(text.as_bytes(), &self.policies, self.options);
        self.bytes = text.clone().into_bytes();
        self.text = text;
    }

    /// The one file of a command.
    ///
    /// # Errors
    /// A failure with the exit code of a file that cannot be read.
    pub(in crate::cli) fn of(path: &Path) -> Result<Self, Failure> {
        Self::read(path, Options::default(), &[])
            .map_err(|reason| Failure::new(Exit::Usage, unreadable(path, &reason)))
    }

    /// The flow, for a command that walks it.
    ///
    /// # Errors
    /// A failure where it cannot be walked, after the findings were written to `err`.
    pub(in crate::cli) fn walkable(&self, err: &mut dyn Write) -> Result<&Flow, Failure> {
        let Some(flow) = &self.checked.flow else {
            Printer::of_errors().print(self, err)?;
            return Err(self.refused());
        };
        Ok(flow)
    }

    /// The failure of a command that needs a flow, behind the findings.
    pub(in crate::cli) fn refused(&self) -> Failure {
        Failure::new(
            Exit::Failed,
            format!("correct the errors of `{}` first", self.name()),
        )
    }

    /// Whether it came from standard input.
    pub(super) fn is_standard_input(&self) -> bool {
        is_standard_input(&self.path)
    }

    /// The name to show.
    pub(super) fn name(&self) -> String {
        if self.is_standard_input() {
            return "<stdin>".to_owned();
        }
        self.path.display().to_string()
    }
}

/// One line about a file that cannot be read.
pub(in crate::cli) fn unreadable(path: &Path, reason: &str) -> String {
    format!("cannot read `{}`: {reason}", path.display())
}

fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// The text of a file, or of standard input for `-`.
pub(in crate::cli) fn text(path: &Path) -> Result<String, String> {
    String::from_utf8(bytes(path)?)
        .map_err(|error| format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to()))
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let limited =
        |reader: &mut dyn Read, bytes: &mut Vec<u8>| reader.take(MAX_BYTES + 1).read_to_end(bytes);
    let size = if is_standard_input(path) {
        limited(&mut std::io::stdin().lock(), &mut bytes)
    } else {
        std::fs::File::open(path).and_then(|mut file| limited(&mut file, &mut bytes))
    };
    match size {
        Err(error) => Err(error.to_string()),
        Ok(size) if size as u64 > MAX_BYTES => Err(format!("larger than {MAX_BYTES} bytes")),
        Ok(_) => Ok(bytes),
    }
}

/// The policies of a command, each the name of a preset or the path of a file.
///
/// # Errors
/// A failure with the exit code of a file that cannot be read, also where it holds no policy.
pub(in crate::cli) fn policies(named: &[String]) -> Result<Vec<Policy>, Failure> {
    let policy = |named: &String| {
        let path = Path::new(named);
        let preset = match Policy::preset(named) {
            Err(unknown) if !path.exists() => return Err(unknown.to_string()),
            preset => preset.ok(),
        };
        if let Some(preset) = preset {
            return Ok(preset);
        }
        let text = text(path).map_err(|reason| unreadable(path, &reason))?;
        Policy::read(named, &text).map_err(|error| error.to_string())
    };
    named
        .iter()
        .map(|named| policy(named).map_err(|reason| Failure::new(Exit::Usage, reason)))
        .collect()
}
