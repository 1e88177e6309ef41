//! `F2010`: two nodes of one id. Source: `FaceSign` node reference, base fields.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::json::StrRef;
use crate::rules::Rule;

/// `id` is taken by an earlier node.
pub(crate) fn found(id: StrRef) -> Finding {
    Finding::new(Rule::DuplicateId, id.span(), Detail::Name(id))
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "an earlier node has the id {}, too", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("give this node another id and change the edges that mean it")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn the_second_one_is_the_place_and_is_not_called_unreachable() {
        check_node(r#"{"id":"a","type":"end"},{"id":"\u0061","type":"end"}"#, &["F2010 /2/id", "F3004 /3"]);
    }
}
