//! Names and numbers that a message is made of.

use crate::json::{ErrorKind, StrRef};
use crate::limits::{Limit, PATH_NODES};
use crate::schema::{Field, Kind};

/// What a message names. A closed set that all rules share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing.
    None,
    /// A name of the text.
    Name(StrRef),
    /// A name of the schema table.
    Known(&'static str),
    /// A name of the text, and the known name that may have been meant.
    Misspelt {
        /// As written.
        name: StrRef,
        /// From the schema table.
        meant: Option<&'static str>,
    },
    /// Two names of the text: as written, and what may have been meant.
    Reference {
        /// As written.
        name: StrRef,
        /// The name that exists.
        meant: Option<StrRef>,
    },
    /// A value of another kind than the field takes.
    Kind {
        /// The field; `None` for an element of the flow.
        field: Option<&'static str>,
        /// What it takes.
        expected: Expected,
    },
    /// A number outside its range.
    Range {
        /// The field.
        field: &'static str,
        /// Smallest value.
        min: u32,
        /// Largest value; `u32::MAX` means unbounded.
        max: u32,
    },
    /// A string that is none of the known ones.
    Value {
        /// The field, which knows its values.
        field: &'static Field,
        /// As written.
        name: StrRef,
        /// The known value that may have been meant.
        meant: Option<&'static str>,
    },
    /// An outcome that a node never has.
    Outcome {
        /// As written.
        name: StrRef,
        /// The outcome that may have been meant.
        meant: Option<&'static str>,
        /// The outcomes of the node.
        known: &'static [Field],
    },
    /// A capacity.
    Limit {
        /// Which one.
        limit: Limit,
        /// Its value.
        max: u32,
    },
    /// More of something than there should be.
    Count {
        /// How many there are.
        found: u16,
        /// How many there should be at most.
        most: u16,
    },
    /// A violation of JSON.
    Syntax(ErrorKind),
    /// A path through the flow that is too short by some seconds.
    Path(Path),
}

impl Detail {
    /// A path, which is put together only where messages tell it.
    pub(crate) fn path(path: impl FnOnce() -> Path) -> Self {
        if cfg!(feature = "messages") {
            Self::Path(path())
        } else {
            Self::None
        }
    }
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// An array
    Array,
    /// A boolean
    Bool,
    /// A node
    Node,
    /// A node id
    NodeId,
    /// A number
    Number,
    /// An object
    Object,
    /// A string, number or boolean
    Scalar,
    /// A string
    String,
    /// A whole number
    Whole,
}

impl Expected {
    /// What a field of this kind takes.
    pub(crate) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Text | Kind::Prompt | Kind::OutcomeId | Kind::Condition | Kind::Choice(_) => {
                Self::String
            }
            Kind::Flag => Self::Bool,
            Kind::Number { .. } => Self::Number,
            Kind::Whole { .. } => Self::Whole,
            Kind::Scalar => Self::Scalar,
            Kind::Target => Self::NodeId,
            Kind::Object(_) | Kind::Outcomes(_) => Self::Object,
            Kind::Choices(_) | Kind::List(_) | Kind::Branches(_) | Kind::Comparisons(_) => {
                Self::Array
            }
        }
    }

    /// With its article.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Array => "an array",
            Self::Bool => "`true` or `false`",
            Self::Node => "a node: an object with `id` and `type`",
            Self::NodeId => "the id of a node, a string",
            Self::Number => "a number",
            Self::Object => "an object",
            Self::Scalar => "a string, number or boolean",
            Self::String => "a string",
            Self::Whole => "a whole number",
        }
    }
}

/// Nodes of a path, by position in the flow: all of them where they fit, else the first and the last ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    /// Positions; the first [`len`](Self::len) are set where all fit.
    pub nodes: [u16; PATH_NODES],
    /// Nodes of the whole path.
    pub len: u16,
    /// Tenths of a second that the path takes.
    pub taken: u16,
    /// Tenths of a second that it should take.
    pub needed: u16,
}
