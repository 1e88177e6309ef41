//! `F6006`: a cycle in which nobody needs to do anything, against the clause `person-in-every-cycle`.

use core::fmt;

use super::said::Said;

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} comes back without the person doing anything", said.path())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead the way back through a node that waits for the person")
}
