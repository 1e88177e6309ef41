//! The recipes that the product ships: clean, and doing what they promise on every path.

use std::collections::{BTreeMap, BTreeSet};

use facesign_mcp::flow::{self, Flow};
use facesign_tests::corpus::{self, Case};

/// A node type and the outcome taken there.
type Step = (&'static str, &'static str);

/// What a pass through a recipe must have gone through, in this order, by node type and the outcome taken there.
const PROMISES: [(&str, &str, &[Step]); 4] = [
    (
        "quickstart",
        "verified",
        &[
            ("liveness_detection", "livenessDetected"),
            ("conversation", "answered"),
            ("two_factor_email", "verified"),
        ],
    ),
    (
        "wire-transfer",
        "verified",
        &[
            ("liveness_detection", "livenessDetected"),
            ("conversation", "confirmed"),
            ("two_factor_email", "verified"),
        ],
    ),
    (
        "account-recovery",
        "verified",
        &[
            ("enter_email", "emailEntered"),
            ("recognition", "recognized"),
            ("liveness_detection", "livenessDetected"),
        ],
    ),
    (
        "onboarding",
        "enrolled",
        &[
            ("document_scan", "scanSuccess"),
            ("face_scan", "passed"),
            ("liveness_detection", "livenessDetected"),
        ],
    ),
];

fn recipe(name: &str) -> (Case, Flow) {
    let case = corpus::recipes()
        .into_iter()
        .find(|case| case.name.ends_with(&format!("/{name}")))
        .unwrap_or_else(|| panic!("no recipe `{name}`"));
    let checked = flow::check(case.text().expect("recipes are text"));
    assert_eq!(checked.findings, [], "{name}");
    let flow = checked
        .flow
        .unwrap_or_else(|| panic!("{name} makes no flow"));
    (case, flow)
}

#[test]
fn every_recipe_is_clean_and_promised() {
    let shipped: BTreeSet<String> = corpus::recipes()
        .iter()
        .filter_map(|case| case.name.split('/').nth(1).map(str::to_owned))
        .collect();
    let promised: BTreeSet<String> = PROMISES
        .iter()
        .map(|(name, _, _)| (*name).to_owned())
        .collect();
    assert_eq!(shipped, promised);
    for name in &shipped {
        recipe(name);
    }
}

#[test]
fn no_path_reaches_success_without_the_promised_steps() {
    for (name, success, steps) in PROMISES {
        let (_, flow) = recipe(name);
        for step in steps {
            assert!(
                !reaches(&flow, success, &[*step]),
                "{name}: `{success}` can be reached without {step:?}"
            );
        }
        assert!(
            reaches(&flow, success, &[]),
            "{name}: `{success}` cannot be reached"
        );
        for window in steps.windows(2) {
            let (first, second) = (window[0], window[1]);
            assert!(
                !reaches_outcome(&flow, second, first),
                "{name}: {second:?} can be passed before {first:?}"
            );
        }
    }
}

#[test]
fn doubt_and_fraud_never_join_the_way_to_success() {
    let alarming = [
        "deepfakeDetected",
        "inconclusive",
        "newUser",
        "under_pressure",
        "hesitates",
        "denies",
        "not_mine",
    ];
    for (name, success, _) in PROMISES {
        let (_, flow) = recipe(name);
        for node in flow.nodes() {
            for edge in node
                .edges
                .iter()
                .filter(|edge| alarming.contains(&edge.outcome.as_str()))
            {
                assert!(
                    !beyond(&flow, edge.target, &[]).contains(success),
                    "{name}: `{}` of `{}` leads on to `{success}`",
                    edge.outcome,
                    node.id
                );
            }
        }
    }
}

#[test]
fn coercion_has_an_end_of_its_own() {
    let (_, flow) = recipe("wire-transfer");
    let ends: BTreeMap<&str, BTreeSet<String>> = flow
        .nodes()
        .iter()
        .find(|node| node.id == "confirm_transfer")
        .expect("the talk about the transfer")
        .edges
        .iter()
        .map(|edge| (edge.outcome.as_str(), ends(&flow, edge.target)))
        .collect();
    assert_eq!(
        ends["under_pressure"],
        BTreeSet::from(["coercion_suspected".to_owned()])
    );
    for (outcome, ends) in ends
        .iter()
        .filter(|(outcome, _)| **outcome != "under_pressure")
    {
        assert!(!ends.contains("coercion_suspected"), "{outcome}");
    }
}

/// Whether success is reached when no walk may take these outcomes of these types.
fn reaches(flow: &Flow, success: &str, closed: &[(&str, &str)]) -> bool {
    beyond(flow, flow.entry(), closed).contains(success)
}

/// Whether a node of the second step can be left by its outcome although the first was never passed.
fn reaches_outcome(flow: &Flow, second: (&str, &str), first: (&str, &str)) -> bool {
    let reached = beyond(flow, flow.entry(), &[first]);
    flow.nodes().iter().any(|node| {
        node.node_type == second.0
            && reached.contains(&node.id)
            && node.edges.iter().any(|edge| edge.outcome == second.1)
    })
}

fn ends(flow: &Flow, from: usize) -> BTreeSet<String> {
    let reached = beyond(flow, from, &[]);
    flow.nodes()
        .iter()
        .filter(|node| node.node_type == "end" && reached.contains(&node.id))
        .map(|node| node.id.clone())
        .collect()
}

/// Ids reached from a node, itself included, through [`Flow::step`].
fn beyond(flow: &Flow, from: usize, closed: &[(&str, &str)]) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(position) = open.pop() {
        let node = &flow.nodes()[position];
        if !reached.insert(node.id.clone()) {
            continue;
        }
        for edge in &node.edges {
            if !closed.contains(&(node.node_type.as_str(), edge.outcome.as_str())) {
                let next = flow
                    .step(position, &edge.outcome)
                    .expect("the node has this outcome");
                assert_eq!(next, edge.target);
                open.push(next);
            }
        }
    }
    reached
}
