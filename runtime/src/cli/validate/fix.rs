//! Certain corrections, applied to the files themselves or shown as a difference.

use std::io::Write;

use similar::TextDiff;

use super::source::Source;
use crate::cli::{Exit, Failure, file};
use crate::flow::{Edit, Finding, Fix};

/// Corrections may uncover others; each pass removes the findings it corrects, so few are needed.
const MOST_PASSES: usize = 8;

/// What became of a file.
pub(super) struct Fixed {
    /// The file with its certain corrections and what is still found.
    pub(super) source: Source,
    /// The corrections in words, in the order applied.
    titles: Vec<String>,
    before: String,
}

impl Fixed {
    /// Applies every certain correction, again and again until none is left.
    pub(super) fn of(mut source: Source) -> Self {
        let before = source.text.clone();
        let mut titles = Vec::new();
        for _ in 0..MOST_PASSES {
            let Some(corrected) = source.checked.corrected.take() else {
                break;
            };
            titles.extend(applied(&source.checked.findings));
            source.replace(corrected);
        }
        Self {
            source,
            titles,
            before,
        }
    }

    /// Writes the file in place, whole or not at all; standard input goes corrected to `out`. Tells `err` what was done.
    ///
    /// # Errors
    /// The file cannot be written; it is then as it was.
    pub(super) fn keep(&self, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), Failure> {
        if self.source.is_standard_input() {
            out.write_all(&self.source.bytes)?;
        } else if self.source.text != self.before {
            file::replace(&self.source.path, &self.source.bytes).map_err(|error| {
                let name = self.source.name();
                Failure::new(Exit::Usage, format!("cannot write `{name}`: {error}"))
            })?;
        }
        let name = self.source.name();
        for title in &self.titles {
            writeln!(err, "{name}: fixed {title}")?;
        }
        Ok(())
    }

    /// Shows what would be written, as a unified difference.
    pub(super) fn show(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let name = self.source.name();
        let difference = TextDiff::from_lines(self.before.as_str(), self.source.text.as_str());
        write!(out, "{}", difference.unified_diff().header(&name, &name))
    }
}

/// The corrections of one pass in words: in the order of the text, without those that overlap an earlier one.
fn applied(findings: &[Finding]) -> Vec<String> {
    let mut certain: Vec<(&Finding, &Fix, &Edit)> = findings
        .iter()
        .filter(|finding| finding.is_certain())
        .filter_map(|finding| {
            let fix = finding.fix.as_ref()?;
            Some((finding, fix, fix.edits.first()?))
        })
        .collect();
    certain.sort_by_key(|(_, _, edit)| (edit.offset, edit.len));
    let mut done = 0;
    certain.retain(|(_, _, edit)| {
        let is_free = edit.offset >= done;
        if is_free {
            done = edit.offset + edit.len;
        }
        is_free
    });
    let told = |(finding, fix, _): (&Finding, &Fix, &Edit)| {
        format!("{} line {}: {}", finding.code, finding.span.line, fix.title)
    };
    certain.into_iter().map(told).collect()
}
