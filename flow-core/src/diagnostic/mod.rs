//! Findings as data: what, where, how bad, and what would correct it.
//!
//! Nothing here holds text: a finding is a few dozen bytes of places and table entries, and is printed on demand with
//! the text it was found in.

mod detail;
mod display;
mod finding;
mod fix;
mod pointer;
mod report;

pub use detail::{Detail, Expected, Path};
pub use display::{Help, Line, Message};
pub(crate) use display::{Named, Walked, member};
pub use finding::{Finding, Severity};
pub use fix::{Applicability, Edit, Fix, NewText, Replacement, Title};
pub use pointer::Pointer;
pub(crate) use report::Sink;
pub use report::{Report, Tally};
