//! `F2016`: an end node that leads on. Source: `FaceSign` node reference, end.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::json::{JsonStr, StrRef};
use crate::rules::Rule;

/// Whether a member of this name would be an edge.
pub(crate) fn is_edge(name: JsonStr<'_>) -> bool {
    ["outcome", "outcomes", "transitions", "rules", "default"]
        .iter()
        .any(|edge| name == **edge)
}

/// The end node has the edge `key`.
pub(crate) fn found(key: StrRef) -> Finding {
    Finding::new(Rule::EndWithOutcome, key.span(), Detail::Name(key))
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "an end node has no {}: the session is complete there", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("remove it, or give the node another type")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn every_edge_field_is_refused() {
        check_node(r#"{"outcome":"e","id":"a","type":"end"}"#, &["F2016 /1/outcome", "F3004 /2"]);
        check_node(r#"{"id":"a","type":"end","outcomes":{}}"#, &["F2016 /1/outcomes", "F3004 /2"]);
    }
}
