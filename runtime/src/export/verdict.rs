//! Which end nodes of a flow mean success. The API reports no verdict (`FaceSign` API reference, session report:
//! `complete` is not a pass), so the app gets a first reading of the flow as data that its owner can correct.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::flow::{Flow, Node};

/// Outcomes with which a checking node lets a person pass (`FaceSign` API reference, outcome keys).
const PASSING: &[(&str, &str)] = &[
    ("document_scan", "scanSuccess"),
    ("enter_email", "emailEntered"),
    ("face_compare", "match"),
    ("face_scan", "passed"),
    ("liveness_detection", "livenessDetected"),
    ("permissions", "permissionsGranted"),
    ("recognition", "recognized"),
    ("two_factor_email", "verified"),
    ("two_factor_sms", "verified"),
];

/// The end node that takes the most checks to reach, if there is exactly one such.
///
/// A check counts once on a route and is left by its passing outcome only; talk and conditions may be left any way. An end
/// that can be reached with fewer checks is where a flow sends those who did not pass. Where several ends lie behind equally
/// many checks, what was said decides between them (consent or coercion, for example), and only the owner of the flow knows
/// which of them is good: the list is empty then, as it is for a flow without any check, and no session passes by itself.
pub(super) fn pass_ends(flow: &Flow) -> Vec<String> {
    let checks = fewest_checks(flow);
    let ends = || {
        let nodes = flow.nodes().iter().zip(&checks);
        nodes.filter(|(node, _)| node.node_type == "end")
    };
    let most = ends().filter_map(|(_, checks)| *checks).max();
    let behind_most: Vec<String> = ends()
        .filter(|(_, checks)| **checks == most && most > Some(0))
        .map(|(node, _)| node.id.clone())
        .collect();
    if behind_most.len() == 1 {
        behind_most
    } else {
        Vec::new()
    }
}

/// Per node the fewest checks passed on any way to it; `None` where passing outcomes do not lead (Dijkstra).
fn fewest_checks(flow: &Flow) -> Vec<Option<u32>> {
    let mut best: Vec<Option<u32>> = vec![None; flow.nodes().len()];
    let mut open = BinaryHeap::from([Reverse((0, flow.entry()))]);
    while let Some(Reverse((checks, at))) = open.pop() {
        let Some((node, seen)) = flow.nodes().get(at).zip(best.get_mut(at)) else {
            continue;
        };
        if seen.is_some() {
            continue;
        }
        *seen = Some(checks);
        let passing = passing_outcome(node);
        let beyond = checks + u32::from(is_check(node));
        let edges = node
            .edges
            .iter()
            .filter(|edge| passing.is_none_or(|outcome| edge.outcome == outcome));
        open.extend(edges.map(|edge| Reverse((beyond, edge.target))));
    }
    best
}

fn passing_outcome(node: &Node) -> Option<&'static str> {
    PASSING
        .iter()
        .find(|(node_type, _)| *node_type == node.node_type)
        .map(|(_, outcome)| *outcome)
}

/// Giving an address or a permission proves nothing; every other node with a passing outcome is a check.
fn is_check(node: &Node) -> bool {
    passing_outcome(node).is_some()
        && !matches!(node.node_type.as_str(), "enter_email" | "permissions")
}
