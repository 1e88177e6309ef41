//! `F6005`: a path from an outcome to an end that a clause `never-joins` keeps it from.

use core::fmt;

use super::said::Said;

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} leads from a refused outcome to a guarded end", said.path())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead the outcome to an end that is no success, or back through the check")
}
