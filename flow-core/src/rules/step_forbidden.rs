//! `F6004`: a path that takes a step of a clause `never`.

use core::fmt;

use super::said::Said;

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} takes a step that the policy forbids", said.path())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("remove the node, or the edges that lead to it")
}
