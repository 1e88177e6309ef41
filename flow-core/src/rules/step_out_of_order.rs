//! `F6002`: a path that takes a step of a clause `order` after one that comes last.

use core::fmt;

use super::said::Said;

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} takes a step too late for the policy", said.path())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("move the step before those that the policy wants last")
}
