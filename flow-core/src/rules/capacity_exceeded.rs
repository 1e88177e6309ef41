//! `F1004`: the flow does not fit the workspace. It is never shortened silently.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::limits::Limit;
use crate::rules::Rule;
use crate::span::Span;

/// `limit` is exhausted at the value of `span`.
pub(crate) fn found(limit: Limit, max: usize, span: Span) -> Finding {
    let max = u32::try_from(max).unwrap_or(u32::MAX);
    Finding::new(Rule::CapacityExceeded, span, Detail::Limit { limit, max })
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.finding.detail() {
        Detail::Limit { limit, max } => write!(f, "the flow has more than {max} {}", limit.unit()),
        _ => f.write_str("the flow is too large"),
    }
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("split the flow, or check it with a larger workspace")
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn the_first_node_too_many_is_the_place_and_graph_rules_keep_silent() {
        let node = r#"{"id":"x","type":"end"}"#;
        check(&std::format!("[{}]", [node; 65].join(",")), &["F1004 /64"]);
    }

    #[test]
    fn edges_are_counted_too() {
        let branch = |id: u32| std::format!(r#"{{"id":"{id}","targetNodeId":"c","condition":"c"}}"#);
        let room = u32::try_from(crate::limits::GATEWAY.1).unwrap();
        let branches: std::vec::Vec<_> = (0..=room).map(branch).collect();
        let flow = std::format!(
            r#"[{{"id":"c","type":"conversation","prompt":"p","outcomes":[{}]}}]"#,
            branches.join(",")
        );
        let place = std::format!("F1004 /0/outcomes/{room}/targetNodeId");
        check(&flow, &[&place]);
    }
}
