//! One finding.

use core::fmt;

use super::{Detail, Fix, Help, Line, Message, Pointer};
use crate::rules::Rule;
use crate::span::Span;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Advice.
    Note,
    /// Accepted, but surely weaker than meant.
    Warning,
    /// Not a flow, refused by the API, against a documented must, or unable to work as drawn.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A mistake or weakness of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: Rule,
    /// How much it matters; mostly the severity of the rule.
    pub severity: Severity,
    /// The offending value, or the object that lacks something.
    pub span: Span,
    #[cfg(feature = "messages")]
    detail: Detail,
    #[cfg(feature = "messages")]
    fix: Option<Fix>,
}

#[cfg_attr(
    not(feature = "messages"),
    expect(
        unused_mut,
        unused_variables,
        clippy::missing_const_for_fn,
        reason = "what explains a finding is left out"
    )
)]
impl Finding {
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub(crate) fn new(rule: Rule, span: Span, detail: Detail) -> Self {
        Self {
            rule,
            severity: rule.severity(),
            span,
            #[cfg(feature = "messages")]
            detail,
            #[cfg(feature = "messages")]
            fix: None,
        }
    }

    pub(crate) fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    pub(crate) fn with_fix(mut self, fix: Option<Fix>) -> Self {
        #[cfg(feature = "messages")]
        {
            self.fix = fix;
        }
        self
    }

    /// Names and numbers for the message; none without feature `messages`.
    pub fn detail(&self) -> Detail {
        #[cfg(feature = "messages")]
        let detail = self.detail;
        #[cfg(not(feature = "messages"))]
        let detail = Detail::None;
        detail
    }

    /// A correction, where one is known; never without feature `messages`.
    pub fn fix(&self) -> Option<&Fix> {
        #[cfg(feature = "messages")]
        let fix = self.fix.as_ref();
        #[cfg(not(feature = "messages"))]
        let fix = None;
        fix
    }

    /// Findings sort by place, then code.
    pub(crate) fn order(&self) -> (u32, Rule) {
        (self.span.offset, self.rule)
    }

    /// RFC 6901 pointer to the value, derived from `text`, in which it was found.
    pub fn pointer<'a>(&self, text: &'a str) -> Pointer<'a> {
        Pointer::new(text, self.span.offset)
    }

    /// What is wrong, in one line. Empty without feature `messages`.
    pub fn message<'a>(&'a self, text: &'a str) -> Message<'a> {
        Message {
            finding: self,
            text,
        }
    }

    /// What to do about it, in one line. Empty without feature `messages`.
    pub fn help<'a>(&'a self, text: &'a str) -> Help<'a> {
        Help {
            finding: self,
            text,
        }
    }

    /// Severity, code, place and message in one line.
    pub fn line<'a>(&'a self, text: &'a str) -> Line<'a> {
        Line {
            finding: self,
            text,
        }
    }
}
