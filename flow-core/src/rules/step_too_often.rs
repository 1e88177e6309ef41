//! `F6003`: a path that takes the steps of a clause `at-most` once more than allowed.

use core::fmt;

use super::said::Said;

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} takes a step more often than the policy allows", said.path())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead the way back past the step, or to an end")
}
