//! `F2015`: two outcomes of one id in a node; a report could not tell them apart.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::json::StrRef;
use crate::rules::Rule;

/// `id` is taken by an earlier outcome of the node.
pub(crate) fn found(id: StrRef) -> Finding {
    Finding::new(Rule::DuplicateOutcomeId, id.span(), Detail::Name(id))
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "an earlier outcome of this node has the id {}, too", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("give this outcome another id")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn the_second_one_is_the_place() {
        check_node(r#"{"id":"a","type":"conversation","prompt":"p","outcomes":[
        {"id":"x","condition":"yes","targetNodeId":"e"},{"targetNodeId":"e","condition":"no","id":"\u0078"}]}"#, &["F2015 /1/outcomes/1/id"]);
    }
}
