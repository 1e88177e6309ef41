//! A correction as data: applied by the caller, or by [`apply_fixes`](crate::write::apply_fixes).

use core::fmt;

use crate::json::StrRef;
use crate::span::Span;

/// Whether a correction may be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// Certain: the flow means the same, or what was evidently meant.
    Safe,
    /// Likely, but the author must decide.
    Unsafe,
    /// A sketch, not to be applied as it stands.
    DisplayOnly,
}

/// A correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be applied unseen.
    pub applicability: Applicability,
    /// What it changes.
    pub edit: Edit,
}

/// A change of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Replaces a string, quotes included.
    Replace {
        /// The string with its quotes.
        span: Span,
        /// The new string.
        with: NewText,
    },
    /// Adds a member to an object, behind another member.
    InsertMember {
        /// End of the member it follows.
        at: u32,
        /// Name of the new member.
        name: &'static str,
        /// Value of the new member.
        value: NewText,
    },
    /// Adds a member that is `true` to an object, behind another member.
    InsertFlag {
        /// End of the member it follows.
        at: u32,
        /// Name of the new member.
        name: &'static str,
    },
}

/// A string that a correction writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewText {
    /// From a table; free of characters that need an escape.
    Known(&'static str),
    /// Copied from the text.
    Copied(StrRef),
}

impl Fix {
    pub(crate) fn replace(string: StrRef, with: NewText, certain: bool) -> Self {
        Self {
            applicability: if certain {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            },
            edit: Edit::Replace {
                span: string.span(),
                with,
            },
        }
    }

    /// What the correction does, in a few words.
    pub fn title<'a>(&'a self, text: &'a str) -> Title<'a> {
        Title { fix: self, text }
    }

    /// The run of the text that is replaced; empty for an insertion.
    pub fn span(&self) -> Span {
        match self.edit {
            Edit::Replace { span, .. } => span,
            Edit::InsertMember { at, .. } | Edit::InsertFlag { at, .. } => {
                Span { offset: at, len: 0 }
            }
        }
    }

    /// What stands there afterwards.
    pub fn replacement<'a>(&'a self, text: &'a str) -> Replacement<'a> {
        Replacement { fix: self, text }
    }
}

struct Quoted<'a>(NewText, &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            NewText::Known(known) => write!(f, "\"{known}\""),
            NewText::Copied(string) => f.write_str(string.span().text(self.1)),
        }
    }
}

/// The text that a correction puts in place, see [`Fix::replacement`].
#[derive(Clone, Copy, Debug)]
pub struct Replacement<'a> {
    fix: &'a Fix,
    text: &'a str,
}

impl fmt::Display for Replacement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fix.edit {
            Edit::Replace { with, .. } => Quoted(with, self.text).fmt(f),
            Edit::InsertMember { name, value, .. } => {
                write!(f, ",\"{name}\":{}", Quoted(value, self.text))
            }
            Edit::InsertFlag { name, .. } => write!(f, ",\"{name}\":true"),
        }
    }
}

/// What a correction does, see [`Fix::title`].
#[derive(Clone, Copy, Debug)]
pub struct Title<'a> {
    fix: &'a Fix,
    text: &'a str,
}

impl fmt::Display for Title<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fix.edit {
            Edit::Replace { with, .. } => write!(f, "replace by `{}`", Quoted(with, self.text)),
            Edit::InsertFlag { name, .. } => write!(f, "add `{name}`: `true`"),
            Edit::InsertMember { name, value, .. } => {
                write!(f, "add `{name}` with target `{}`", Quoted(value, self.text))
            }
        }
    }
}
