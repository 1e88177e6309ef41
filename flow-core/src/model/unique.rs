//! Ids that a list of outcomes has twice: few are compared each with each, many are sorted by name and put back.
//!
//! The heap sort here takes n log n steps whatever the ids are, no memory, and a tenth of the code that `sort_unstable`
//! brings into a firmware.

use core::cmp::Ordering;

use super::Edge;
use crate::json::StrRef;

/// Outcomes up to which comparing each with each is cheaper than sorting.
const FEW: usize = 16;

/// Calls `found` with every id that an earlier outcome has, too. The order of the edges is the same afterwards.
pub(super) fn repeated(edges: &mut [Edge], text: &str, found: &mut dyn FnMut(StrRef)) {
    let name = |edge: &Edge| edge.label.name();
    let same = |one: StrRef, other: StrRef| !one.is_none() && one.equals(other, text);
    if edges.len() <= FEW {
        let mut earlier: &[Edge] = &[];
        for (count, edge) in edges.iter().enumerate() {
            if earlier.iter().any(|other| same(name(other), name(edge))) {
                found(name(edge));
            }
            earlier = edges.get(..=count).unwrap_or_default();
        }
        return;
    }
    let place = |edge: &Edge| edge.target_id.span().offset;
    sort(edges, &|one, other| {
        let names = name(one)
            .view(text)
            .chars()
            .cmp(name(other).view(text).chars());
        names.then(place(one).cmp(&place(other)))
    });
    for (one, other) in edges.iter().zip(edges.iter().skip(1)) {
        if same(name(one), name(other)) {
            found(name(other));
        }
    }
    sort(edges, &|one, other| place(one).cmp(&place(other)));
}

/// Heap sort, Williams and Floyd 1964.
fn sort(edges: &mut [Edge], order: &dyn Fn(&Edge, &Edge) -> Ordering) {
    for root in (0..edges.len() / 2).rev() {
        sift(edges, root, order);
    }
    for end in (1..edges.len()).rev() {
        swap(edges, 0, end);
        sift(edges.get_mut(..end).unwrap_or_default(), 0, order);
    }
}

/// Moves the edge at `root` down to where none below it comes behind it.
fn sift(heap: &mut [Edge], mut root: usize, order: &dyn Fn(&Edge, &Edge) -> Ordering) {
    loop {
        let left = root.saturating_mul(2).saturating_add(1);
        let (Some(parent), Some(mut child)) = (heap.get(root), heap.get(left)) else {
            return;
        };
        let mut at = left;
        if let Some(right) = heap.get(left.saturating_add(1))
            && order(right, child) == Ordering::Greater
        {
            (child, at) = (right, left.saturating_add(1));
        }
        if order(child, parent) != Ordering::Greater {
            return;
        }
        swap(heap, root, at);
        root = at;
    }
}

/// As `swap` of slices, for two places that differ: without its check, and the copy for places that may be the same.
fn swap(edges: &mut [Edge], one: usize, other: usize) {
    if let Ok([one, other]) = edges.get_disjoint_mut([one, other]) {
        core::mem::swap(one, other);
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString as _;
    use std::vec::Vec;
    use std::{format, vec};

    use crate::{Flow, Report, Rule, Workspace, validate};

    /// Repeated ids of a conversation with these outcomes, and whether its edges kept their order.
    fn repeated(ids: &[std::string::String]) -> (usize, bool) {
        let outcome = |(at, id): (usize, &std::string::String)| {
            format!(r#"{{"id":"{id}","condition":"c{at}","targetNodeId":"e"}}"#)
        };
        let outcomes: Vec<_> = ids.iter().enumerate().map(outcome).collect();
        let flow = format!(
            r#"[{{"id":"s","type":"start","outcome":"a"}},{{"id":"a","type":"conversation","prompt":"p","outcomes":[{}]}},{{"id":"e","type":"end"}}]"#,
            outcomes.join(",")
        );
        let mut workspace = [Workspace::<8, 512>::new()];
        let mut report = Report::<512>::new();
        validate(flow.as_bytes(), &mut workspace[0], &mut report);
        let findings = report.findings().iter();
        let count = findings
            .filter(|finding| finding.rule == Rule::DuplicateOutcomeId)
            .count();
        let parts = workspace[0].parts();
        let read = Flow {
            text: &flow,
            start: 0,
            nodes: parts.nodes,
            edges: parts.edges,
        };
        let names = read.node(1).unwrap().edges().map(|edge| edge.to_string());
        let written = ids.iter().map(|id| id.replace("\\u0078", "x"));
        (count, names.eq(written))
    }

    #[test]
    fn few_and_many_are_judged_alike_and_keep_their_order() {
        for count in [1, 2, 15, 16, 17, 18, 40, 300] {
            let mut ids: Vec<_> = (0..count)
                .map(|at| format!("x{}", (at * 7919) % 1009))
                .collect();
            assert_eq!(repeated(&ids), (0, true), "{count}");
            let last = ids.len() - 1;
            ids[0] = "\\u0078twin".into();
            ids[last] = "xtwin".into();
            assert_eq!(repeated(&ids), (usize::from(count > 1), true), "{count}");
            ids[last / 2] = "xtwin".into();
            let twins = ids.iter().filter(|id| id.ends_with("twin")).count();
            assert_eq!(repeated(&ids), (twins - 1, true), "{count}");
        }
        assert_eq!(repeated(&vec!["x".into(); 400]), (399, true));
    }
}
