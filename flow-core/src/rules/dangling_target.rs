//! `F2013`: an edge to a node that does not exist. Source: `FaceSign` README, no outcome may stay unlinked.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Fix, NewText};
use crate::json::StrRef;
use crate::model::Node;
use crate::rules::Rule;
use crate::schema::hint;

/// No node has the id `target`.
///
/// A target that differs from an id only in case or separators is corrected; a nearer guess could be a wrong door.
pub(crate) fn found(target: StrRef, nodes: &[Node], text: &str) -> Finding {
    let ids = nodes
        .iter()
        .filter(|node| !node.id.is_none())
        .map(|node| (node.id.view(text), node.id));
    let nearest = hint(target.view(text), ids);
    let detail = Detail::Reference {
        name: target,
        meant: nearest.map(|nearest| nearest.meant),
    };
    let fix = nearest.map(|nearest| {
        let certain = nearest.certain && nearest.same;
        Fix::replace(target, NewText::Copied(nearest.meant), certain)
    });
    Finding::new(Rule::DanglingTarget, target.span(), detail).with_fix(fix)
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "no node has the id {}", said.name())
}

pub(super) fn help(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.meant() {
        Some(meant) => write!(f, "did you mean {meant}? otherwise add the node"),
        None => f.write_str("add the node, or lead the edge to one that exists"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_node, fixed};

    #[test]
    fn every_edge_shape_is_resolved() {
        check_node(r#"{"id":"a","type":"field_condition","rules":[{"left":{"source":"providedData","field":"f"},"operator":"exists","outcome":"x"}],"default":"y"}"#,
        &["F2013 /1/rules/0/outcome", "F2013 /1/default"]);
        check_node(r#"{"id":"a","type":"conversation","prompt":"p","outcomes":[{"id":"x","condition":"","targetNodeId":"z"}]}"#,
        &["F2013 /1/outcomes/0/targetNodeId"]);
    }

    #[test]
    fn what_follows_from_it_is_not_reported() {
        check(r#"[{"id":"s","type":"start","outcome":"q"},{"id":"a","type":"end"}]"#, &["F2013 /0/outcome"]);
    }

    #[test]
    fn escaped_ids_are_equal_to_plain_ones_and_case_is_corrected() {
        check(r#"[{"id":"s","type":"start","outcome":"\u0061"},{"id":"a","type":"end"}]"#, &[]);
        let fixed = fixed(r#"[{"id":"s","type":"start","outcome":"The_End"},{"id":"the-end","type":"end"}]"#);
        assert_eq!(fixed, r#"[{"id":"s","type":"start","outcome":"the-end"},{"id":"the-end","type":"end"}]"#);
    }
}
