//! `F6007`: a policy that can be neither proved nor refuted, because it speaks of other ends than the flow has.

use core::fmt;

use super::said::Said;

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("the policy names an end that this flow does not have, or no end counts as success")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("name the ends of this flow that are a success under `success` of the policy")
}
