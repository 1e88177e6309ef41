use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Layout, Point, WireKind, layout};
use crate::flow::{Flow, check_value};

const RECIPES: [&str; 4] = [
    include_str!("../../author/recipes/account-recovery.flow.json"),
    include_str!("../../author/recipes/onboarding.flow.json"),
    include_str!("../../author/recipes/quickstart.flow.json"),
    include_str!("../../author/recipes/wire-transfer.flow.json"),
];

fn flow(value: &Value) -> Flow {
    let checked = check_value(value);
    checked
        .flow
        .unwrap_or_else(|| panic!("{:?}", checked.findings))
}

fn recipes() -> impl Iterator<Item = Flow> {
    RECIPES.iter().map(|text| {
        let value = serde_json::from_str(text).expect("a recipe is JSON");
        flow(&value)
    })
}

/// Targets of each conversation; the last two nodes are ends, so every node can reach one.
fn sketch(targets: &[Vec<usize>]) -> Flow {
    let count = targets.len() + 2;
    let name = |node: usize| format!("n{}", node % count);
    let mut nodes = vec![json!({"id": "start", "type": "start", "outcome": name(0)})];
    for (node, targets) in targets.iter().enumerate() {
        let mut outcomes: Vec<Value> = targets
            .iter()
            .enumerate()
            .map(|(at, target)| json!({"id": format!("o{at}"), "condition": format!("case {at}"), "targetNodeId": name(*target)}))
            .collect();
        outcomes
            .push(json!({"id": "on", "condition": "otherwise", "targetNodeId": name(node + 1)}));
        nodes.push(json!({"id": name(node), "type": "conversation", "prompt": "Ask for the reason.", "outcomes": outcomes}));
    }
    nodes.push(json!({"id": name(count - 2), "type": "end"}));
    nodes.push(json!({"id": name(count - 1), "type": "end"}));
    flow(&Value::Array(nodes))
}

fn assert_sound(flow: &Flow) {
    let picture = layout(flow);
    cards_do_not_overlap(&picture);
    every_edge_has_its_wire(flow, &picture);
    for wire in &picture.wires {
        for leg in wire.points.windows(2) {
            assert!(
                leg[0].x == leg[1].x || leg[0].y == leg[1].y,
                "slanted: {wire:?}"
            );
            for (node, card) in picture.cards.iter().enumerate() {
                let is_through = leg[0].x.max(leg[1].x) > card.x
                    && leg[0].x.min(leg[1].x) < card.x + card.width
                    && leg[0].y.max(leg[1].y) > card.y
                    && leg[0].y.min(leg[1].y) < card.y + card.height;
                assert!(!is_through, "{wire:?} runs through card {node}: {card:?}");
            }
        }
    }
    lines_of_two_targets_only_cross(&picture);
}

fn cards_do_not_overlap(picture: &Layout) {
    for (at, a) in picture.cards.iter().enumerate() {
        assert!(a.x >= 0 && a.y >= 0, "{a:?}");
        assert!(
            a.x + a.width <= picture.width && a.y + a.height <= picture.height,
            "{a:?}"
        );
        for b in &picture.cards[..at] {
            let apart = a.x + a.width < b.x
                || b.x + b.width < a.x
                || a.y + a.height < b.y
                || b.y + b.height < a.y;
            assert!(apart, "{a:?} overlaps {b:?}");
        }
    }
}

fn every_edge_has_its_wire(flow: &Flow, picture: &Layout) {
    let drawn: BTreeSet<_> = picture
        .wires
        .iter()
        .map(|wire| (wire.from, wire.edge, wire.to))
        .collect();
    let edges: BTreeSet<_> = flow
        .nodes()
        .iter()
        .enumerate()
        .flat_map(|(from, node)| {
            node.edges
                .iter()
                .enumerate()
                .map(move |(edge, to)| (from, edge, to.target))
        })
        .collect();
    assert_eq!(drawn, edges);
}

/// Where two lines share a stretch, one could not tell where either leads.
fn lines_of_two_targets_only_cross(picture: &Layout) {
    let legs = |wire: usize| {
        picture.wires[wire]
            .points
            .windows(2)
            .map(|leg| (leg[0], leg[1]))
    };
    for a in 0..picture.wires.len() {
        for b in 0..a {
            if picture.wires[a].to == picture.wires[b].to {
                continue;
            }
            for first in legs(a) {
                for second in legs(b) {
                    assert!(
                        shared(first, second) == 0,
                        "{:?} and {:?} lie on each other",
                        picture.wires[a],
                        picture.wires[b]
                    );
                }
            }
        }
    }
}

/// Length that two upright or level stretches have in common.
fn shared(a: (Point, Point), b: (Point, Point)) -> i32 {
    let span = |from: i32, to: i32, other_from: i32, other_to: i32| {
        (from.max(to).min(other_from.max(other_to)) - from.min(to).max(other_from.min(other_to)))
            .max(0)
    };
    if a.0.x == a.1.x && b.0.x == b.1.x && a.0.x == b.0.x {
        span(a.0.y, a.1.y, b.0.y, b.1.y)
    } else if a.0.y == a.1.y && b.0.y == b.1.y && a.0.y == b.0.y {
        span(a.0.x, a.1.x, b.0.x, b.1.x)
    } else {
        0
    }
}

#[test]
fn recipes_are_drawn_soundly() {
    for flow in recipes() {
        assert_sound(&flow);
    }
}

#[test]
fn main_path_runs_straight_down() {
    for flow in recipes() {
        let picture = layout(&flow);
        let spine: BTreeSet<i32> = picture
            .wires
            .iter()
            .filter(|wire| wire.kind == WireKind::Main)
            .flat_map(|wire| &wire.points)
            .map(|point| point.x)
            .collect();
        assert_eq!(spine.len(), 1, "the spine has corners: {spine:?}");
    }
}

#[test]
fn a_way_back_enters_from_the_left() {
    let flow = sketch(&[vec![], vec![0], vec![1, 2]]);
    let picture = layout(&flow);
    let back: Vec<_> = picture
        .wires
        .iter()
        .filter(|wire| wire.kind == WireKind::Back)
        .collect();
    assert_eq!(back.len(), 3);
    for wire in back {
        let target = &picture.cards[wire.to];
        let [.., before, last] = wire.points.as_slice() else {
            panic!("too short: {wire:?}");
        };
        assert_eq!(last.x, target.x);
        assert!(before.x < last.x, "{wire:?}");
    }
}

#[test]
fn same_flow_same_picture() {
    for flow in recipes() {
        assert_eq!(crate::draw::svg(&flow, &[]), crate::draw::svg(&flow, &[]));
    }
}

#[test]
fn a_flow_at_the_limit_of_nodes_is_drawn() {
    // 1024 nodes, the largest flow that the validator takes.
    let targets: Vec<Vec<usize>> = (0..1021)
        .map(|node| vec![node / 2, 1021, node + 7])
        .collect();
    let flow = sketch(&targets);
    assert_eq!(flow.nodes().len(), 1024);
    let picture = layout(&flow);
    assert!(picture.height < 1024 * 400, "{}", picture.height);
    assert!(picture.width < 1024 * 700, "{}", picture.width);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_flow_is_drawn_soundly(targets in prop::collection::vec(prop::collection::vec(0_usize..24, 0..5), 1..22)) {
        assert_sound(&sketch(&targets));
    }
}
