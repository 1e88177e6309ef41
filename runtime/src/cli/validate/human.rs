//! Findings for people: the place in the source, underlined, with help and the correction, as compilers print them.

use std::io::Write;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use clap::ColorChoice;

use super::source::Source;
use crate::flow::{Applicability, Edit, Finding, Fix, Severity, Tally};

/// Columns of an excerpt: lines of flows that no editor has laid out are cut around the place.
const WIDTH: usize = 120;

/// Prints findings, coloured or plain.
pub(in crate::cli) struct Printer(Renderer);

impl Printer {
    /// Coloured where the person says so; by default only on a terminal that wants it (`NO_COLOR`, `TERM`).
    pub(in crate::cli) fn new(color: ColorChoice, out: &impl anstream::stream::RawStream) -> Self {
        let coloured = match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => anstream::AutoStream::choice(out) != anstream::ColorChoice::Never,
        };
        let renderer = if coloured {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        Self(renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH))
    }

    /// For findings that keep another command from its work.
    pub(in crate::cli) fn of_errors() -> Self {
        Self::new(ColorChoice::Auto, &std::io::stderr())
    }

    /// The findings of a file and its verdict.
    pub(in crate::cli) fn print(
        &self,
        source: &Source,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let name = source.name();
        let checked = &source.checked;
        for finding in &checked.findings {
            let groups = groups(&name, &source.text, finding);
            writeln!(out, "{}\n", self.0.render(&groups))?;
        }
        if checked.omitted > 0 {
            writeln!(out, "{name}: {} further findings", checked.omitted)?;
        }
        let verdict = if checked.is_valid() {
            "valid"
        } else {
            "not valid"
        };
        let tally = Tally::of(&checked.findings);
        let certain = checked
            .findings
            .iter()
            .filter(|finding| finding.is_certain());
        write!(out, "{name}: {verdict}, {tally}")?;
        match certain.count() {
            0 => writeln!(out),
            count => writeln!(out, "; --fix corrects {count}"),
        }?;
        let mut policies = checked.policies.iter();
        policies.try_for_each(|policy| write!(out, "{policy}"))
    }
}

fn groups<'a>(name: &'a str, text: &'a str, finding: &'a Finding) -> Vec<Group<'a>> {
    let span = range(finding.span.offset, finding.span.len, text);
    let place = AnnotationKind::Primary.span(span);
    let place = match finding.pointer.as_str() {
        "" => place,
        pointer => place.label(pointer),
    };
    let excerpt = Snippet::source(text).path(name).annotation(place);
    let title = level(finding.severity).primary_title(finding.message.as_str());
    let mut main = title
        .id(format!("{} {}", finding.code, finding.name))
        .element(excerpt);
    if !finding.help.is_empty() {
        main = main.element(Level::HELP.message(finding.help.as_str()));
    }
    let mut groups = vec![main];
    groups.extend(finding.fix.as_ref().map(|fix| correction(text, fix)));
    groups
}

/// The correction as the text would stand; in words alone where that is one endless line.
fn correction<'a>(text: &'a str, fix: &'a Fix) -> Group<'a> {
    let title = match fix.applicability {
        Applicability::Safe => fix.title.clone(),
        Applicability::Unsafe => format!("{} (yours to decide)", fix.title),
        Applicability::DisplayOnly => format!("{} (a sketch)", fix.title),
    };
    let title = Level::HELP.secondary_title(title);
    if fix.edits.iter().any(|edit| in_long_line(edit, text)) {
        return Group::with_title(title);
    }
    let patches = fix
        .edits
        .iter()
        .map(|edit| Patch::new(range(edit.offset, edit.len, text), edit.text.as_str()));
    title.element(Snippet::source(text).patches(patches))
}

/// Whether the line of an edit is much longer than an excerpt: the renderer cuts lines around a place, not those of a patch.
fn in_long_line(edit: &Edit, text: &str) -> bool {
    let Range { start, end } = range(edit.offset, edit.len, text);
    let before = text[..start]
        .bytes()
        .rev()
        .take_while(|byte| *byte != b'\n');
    let behind = text[end..].bytes().take_while(|byte| *byte != b'\n');
    before.take(2 * WIDTH).count() + behind.take(2 * WIDTH).count() > 2 * WIDTH
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// A place within the text, whole characters of it.
fn range(offset: u32, len: u32, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(offset as usize);
    let end = text.ceil_char_boundary(offset as usize + len as usize);
    start..end.max(start)
}
