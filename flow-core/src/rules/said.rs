//! Access to the names of a finding, for messages.

use core::fmt;

use crate::diagnostic::{Detail, Finding, Named, Walked};
use crate::json::StrRef;

/// A finding with the text it was found in.
pub(super) struct Said<'a> {
    pub(super) finding: &'a Finding,
    pub(super) text: &'a str,
}

/// Writes names in backticks, with commas between them.
pub(super) fn write_names<'n>(
    mut names: impl Iterator<Item = &'n str>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    if let Some(first) = names.next() {
        write!(f, "`{first}`")?;
    }
    names.try_for_each(|name| write!(f, ", `{name}`"))
}

/// A name that may have been meant.
pub(super) enum Meant<'a> {
    Known(&'static str),
    Named(Named<'a>),
}

impl<'a> Said<'a> {
    /// The name as written, in backticks.
    pub(super) fn name(&self) -> Named<'a> {
        let name = match self.finding.detail() {
            Detail::Name(name)
            | Detail::Misspelt { name, .. }
            | Detail::Outcome { name, .. }
            | Detail::Reference { name, .. }
            | Detail::Value { name, .. } => name,
            _ => StrRef::NONE,
        };
        Named(name, self.text)
    }

    /// The name from the schema table.
    pub(super) fn known(&self) -> &'static str {
        match self.finding.detail() {
            Detail::Known(name) => name,
            Detail::Range { field, .. } => field,
            Detail::Value { field, .. } => field.name,
            Detail::Kind { field, .. } => field.unwrap_or("element"),
            _ => "",
        }
    }

    /// The path, by the ids of its nodes.
    pub(super) fn path(&self) -> impl fmt::Display {
        fmt::from_fn(|f| match self.finding.detail() {
            Detail::Path(path) => write!(f, "{}", Walked(&path, self.text)),
            _ => Ok(()),
        })
    }

    /// The name that may have been meant.
    pub(super) fn meant(&self) -> Option<Meant<'a>> {
        match self.finding.detail() {
            Detail::Misspelt { meant, .. }
            | Detail::Outcome { meant, .. }
            | Detail::Value { meant, .. } => meant.map(Meant::Known),
            Detail::Reference { meant, .. } => {
                meant.map(|name| Meant::Named(Named(name, self.text)))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Meant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(name) => write!(f, "`{name}`"),
            Self::Named(name) => name.fmt(f),
        }
    }
}
