//! `F6001`: a path to an end of the policy that leaves out every step of a clause `pass`.

use core::fmt;

use super::said::Said;

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} leaves out a step that the policy demands", said.path())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead the path through such a step, or to an end that is no success")
}
