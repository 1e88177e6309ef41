//! Why a text is not a policy, and where.

use core::fmt;

use crate::diagnostic::Named;
use crate::json::{self, ErrorKind, JsonStr, StrRef};
use crate::schema::{Doc, NodeType, hint};
use crate::span::Span;

/// The first mistake in the text of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// What is wrong.
    pub kind: PolicyErrorKind,
    /// Where.
    pub span: Span,
}

/// What is wrong with a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyErrorKind {
    /// A member stands twice.
    DuplicateMember(StrRef),
    /// A list is empty, so that the clause would demand nothing or never hold.
    EmptyList,
    /// An end node has no way out, so that no path takes it as a step.
    EndIsNoStep,
    /// The text is not JSON.
    Json(ErrorKind),
    /// A member that the clause needs is missing.
    MissingMember(&'static str),
    /// There is no clause.
    NoClauses,
    /// A number is outside its range.
    OutOfRange {
        /// Smallest value.
        min: u16,
        /// Largest value.
        max: u16,
    },
    /// The policy has more clauses than there is room for.
    TooManyClauses(u16),
    /// The policy has more steps or more ends than there is room for.
    TooManyNames(u16),
    /// A clause that does not exist.
    UnknownClause(Meant),
    /// A member that does not exist here.
    UnknownMember(Meant),
    /// An outcome that nodes of the type never have.
    UnknownOutcome {
        /// The type.
        node_type: NodeType,
        /// The outcome, and what may have been meant.
        name: Meant,
    },
    /// A preset that does not exist.
    UnknownPreset(Meant),
    /// A node type that does not exist.
    UnknownType(Meant),
    /// A value of another kind than its member takes.
    WrongKind(Doc),
}

/// A name of the text, and the known one that may have been meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meant {
    /// As written.
    pub name: StrRef,
    #[cfg(feature = "messages")]
    meant: Option<&'static str>,
}

#[cfg_attr(
    not(feature = "messages"),
    expect(unused_variables, reason = "what was meant is left out")
)]
impl Meant {
    /// A name of `text` that is none of the known ones.
    pub(super) fn among(
        name: StrRef,
        text: &str,
        known: impl Iterator<Item = &'static str>,
    ) -> Self {
        let known = known.map(|known| (JsonStr::plain(known), known));
        let meant = hint(name.view(text), known).map(|found| found.meant);
        Self {
            name,
            #[cfg(feature = "messages")]
            meant,
        }
    }

    /// The known name; none without feature `messages`.
    pub const fn meant(self) -> Option<&'static str> {
        #[cfg(feature = "messages")]
        let meant = self.meant;
        #[cfg(not(feature = "messages"))]
        let meant = None;
        meant
    }
}

impl PolicyError {
    pub(super) fn new(kind: PolicyErrorKind, span: Span) -> Self {
        Self { kind, span }
    }

    /// What is wrong and what to do, in one line; `text` is that of the policy. Empty without feature `messages`.
    pub fn message<'a>(&'a self, text: &'a str) -> PolicyMessage<'a> {
        PolicyMessage { error: self, text }
    }
}

impl From<json::Error> for PolicyError {
    fn from(error: json::Error) -> Self {
        let place = Span {
            offset: error.offset,
            len: 0,
        };
        Self::new(PolicyErrorKind::Json(error.kind), place)
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the policy cannot be read, see byte {}",
            self.span.offset
        )
    }
}

impl core::error::Error for PolicyError {}

/// A [`PolicyError`] in words, see [`PolicyError::message`].
#[derive(Clone, Copy, Debug)]
pub struct PolicyMessage<'a> {
    error: &'a PolicyError,
    text: &'a str,
}

impl fmt::Display for PolicyMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use PolicyErrorKind as Kind;
        if !cfg!(feature = "messages") {
            return Ok(());
        }
        let unknown =
            |f: &mut fmt::Formatter<'_>, what: &str, known: Meant, where_to_look: &str| {
                write!(f, "there is no {what} {}", Named(known.name, self.text))?;
                match known.meant() {
                    Some(meant) => write!(f, ": did you mean `{meant}`?"),
                    None => write!(f, ": {where_to_look}"),
                }
            };
        match self.error.kind {
            Kind::DuplicateMember(name) => {
                write!(
                    f,
                    "member {} stands twice: remove one",
                    Named(name, self.text)
                )
            }
            Kind::EmptyList => {
                f.write_str("the list is empty: name at least one, or remove the member")
            }
            Kind::EndIsNoStep => f.write_str(
                "an end node is never left, so it is no step: name ends by their ids under `ends`",
            ),
            Kind::Json(kind) => write!(f, "the policy is not JSON: {kind}"),
            Kind::MissingMember(name) => write!(f, "the clause needs the member `{name}`"),
            Kind::NoClauses => {
                f.write_str("the policy demands nothing: give it `clauses`, or a `preset`")
            }
            Kind::OutOfRange { min, max } => {
                write!(f, "the number must be whole and from {min} to {max}")
            }
            Kind::TooManyClauses(max) => {
                write!(f, "the policy has more than {max} clauses: split it in two")
            }
            Kind::TooManyNames(max) => {
                write!(
                    f,
                    "the policy names more than {max} steps or ends: split it in two"
                )
            }
            Kind::UnknownClause(name) => unknown(
                f,
                "clause",
                name,
                "use pass, order, at-most, never, never-joins or person-in-every-cycle",
            ),
            Kind::UnknownMember(name) => unknown(
                f,
                "member",
                name,
                "the clause or the policy does not take it, so remove it",
            ),
            Kind::UnknownOutcome { node_type, name } => {
                write!(f, "`{}`: ", node_type.name())?;
                unknown(f, "outcome", name, "the node reference lists its outcomes")
            }
            Kind::UnknownPreset(name) => unknown(
                f,
                "preset",
                name,
                "use step-up, payment-sca, account-recovery or kyc",
            ),
            Kind::UnknownType(name) => {
                unknown(f, "node type", name, "the node reference lists them")
            }
            Kind::WrongKind(expected) => write!(f, "expected {}", expected.text()),
        }
    }
}
