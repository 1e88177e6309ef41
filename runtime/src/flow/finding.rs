//! Findings in the form that tools, pages and the command line show.

use std::fmt;

use flow_core::diagnostic;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One mistake or weakness of a flow, with its place and, where one is known, its correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Stable code of the rule, such as `F2013`.
    pub code: String,
    /// Stable name of the rule, such as `dangling-target`.
    pub name: String,
    /// How much it matters.
    pub severity: Severity,
    /// RFC 6901 pointer to the innermost offending value, or to the node that lacks something.
    pub pointer: String,
    /// Place in the text that was checked.
    pub span: SpanJson,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it, in one line; empty where the message says all.
    pub help: String,
    /// A correction as data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// How much a finding matters.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Advice.
    Note,
    /// Accepted, but surely weaker than meant.
    Warning,
    /// Not a flow, refused by the API, or unable to work as drawn.
    Error,
}

impl Severity {
    /// The word for it, as in the JSON form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in the checked text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(transform = without_formats)]
pub struct SpanJson {
    /// Bytes before the place.
    pub offset: u32,
    /// Bytes of the place.
    pub len: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A correction of a flow text as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fix {
    /// What the correction does, in a few words.
    pub title: String,
    /// Whether it may be applied unseen.
    pub applicability: Applicability,
    /// Replacements in the checked text, in ascending order and without overlap.
    pub edits: Vec<Edit>,
}

/// Whether a correction may be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Certain: the flow means the same or what was evidently meant.
    Safe,
    /// Likely, but the author must decide.
    Unsafe,
    /// A sketch, not to be applied as it stands.
    DisplayOnly,
}

/// One replacement: `len` bytes at `offset` become `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(transform = without_formats)]
pub struct Edit {
    /// Bytes before the replaced part.
    pub offset: u32,
    /// Bytes replaced; 0 inserts.
    pub len: u32,
    /// The new text.
    pub text: String,
}

impl Finding {
    /// Whether it comes with a correction that may be applied unseen.
    pub fn is_certain(&self) -> bool {
        self.fix
            .as_ref()
            .is_some_and(|fix| fix.applicability == Applicability::Safe)
    }

    /// A finding of `flow-core` in words; `text` is what it was found in.
    pub(super) fn new(found: &flow_core::Finding, text: &str) -> Self {
        let meta = found.rule.meta();
        Self {
            code: meta.code.to_owned(),
            name: meta.name.to_owned(),
            severity: found.severity.into(),
            pointer: found.pointer(text).to_string(),
            span: SpanJson::new(found.span, text),
            message: found.message(text).to_string(),
            help: found.help(text).to_string(),
            fix: found.fix().map(|fix| Fix::new(fix, text)),
        }
    }
}

/// How many findings there are of each severity; in words `1 error, 0 warnings, 2 notes`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity note.
    pub notes: usize,
}

impl Tally {
    /// Counts findings.
    pub fn of(findings: &[Finding]) -> Self {
        let count = |severity| {
            let findings = findings.iter();
            findings
                .filter(|finding| finding.severity == severity)
                .count()
        };
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let Self {
            errors,
            warnings,
            notes,
        } = *self;
        write!(
            f,
            "{errors} error{}, {warnings} warning{}, {notes} note{}",
            plural(errors),
            plural(warnings),
            plural(notes)
        )
    }
}

impl SpanJson {
    /// The place of `len` bytes at `offset` of a text.
    pub fn of(offset: u32, len: u32, text: &str) -> Self {
        Self::new(flow_core::Span { offset, len }, text)
    }

    fn new(span: flow_core::Span, text: &str) -> Self {
        let place = span.line_column(text);
        Self {
            offset: span.offset,
            len: span.len,
            line: place.line,
            column: place.column,
        }
    }
}

impl Fix {
    fn new(fix: &diagnostic::Fix, text: &str) -> Self {
        let span = fix.span();
        Self {
            title: fix.title(text).to_string(),
            applicability: match fix.applicability {
                diagnostic::Applicability::Safe => Applicability::Safe,
                diagnostic::Applicability::Unsafe => Applicability::Unsafe,
                diagnostic::Applicability::DisplayOnly => Applicability::DisplayOnly,
            },
            edits: vec![Edit {
                offset: span.offset,
                len: span.len,
                text: fix.replacement(text).to_string(),
            }],
        }
    }
}

impl From<diagnostic::Severity> for Severity {
    fn from(severity: diagnostic::Severity) -> Self {
        match severity {
            diagnostic::Severity::Note => Self::Note,
            diagnostic::Severity::Warning => Self::Warning,
            diagnostic::Severity::Error => Self::Error,
        }
    }
}

/// Drops `format: uint32` and its like, which several MCP clients warn about.
fn without_formats(schema: &mut Schema) {
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return;
    };
    for property in properties.values_mut() {
        if let Value::Object(property) = property {
            property.remove("format");
        }
    }
}
