//! What changed between two flows: nothing is left out, nothing is made up, and a lost guarantee was given and is no more.

use std::collections::{BTreeMap, BTreeSet};

use facesign_mcp::flow::{self, Difference, Flow, Policy, Ruling};
use facesign_tests::corpus;
use facesign_tests::sketch::{Dice, Sketch};
use serde_json::{Value, json};

/// Pairs of flows tried.
const ROUNDS: usize = 200;

/// A guarantee of the assurance as a clause.
const PASSES: &str = "every path to success passes ";

fn checked(nodes: &[Value]) -> Option<Flow> {
    flow::check_value(&json!(nodes)).flow
}

/// A flow that can be walked, a recipe or a random one, and another one: of a few changes, or a random one.
fn pair(dice: &mut Dice) -> (Flow, Flow) {
    loop {
        let old = if dice.below(2) == 0 {
            recipe(dice)
        } else {
            sketched(dice)
        };
        let new = if dice.below(8) == 0 {
            sketched(dice)
        } else {
            changed(&old, dice)
        };
        if let (Some(old), Some(new)) = (checked(&old), checked(&new)) {
            return (old, new);
        }
    }
}

fn recipe(dice: &mut Dice) -> Vec<Value> {
    let recipes = corpus::recipes();
    let text = dice.pick(&recipes).text().expect("a recipe is text");
    serde_json::from_str(text).expect("an array of nodes")
}

fn sketched(dice: &mut Dice) -> Vec<Value> {
    let nodes = 3 + dice.below(6);
    let wild = 20 + dice.below(50);
    Sketch::roll(dice, nodes, wild).flow(|index| format!("n{index}"))
}

/// The flow with up to three changes: an edge that leads elsewhere, a field, an end more, two nodes in the other order.
fn changed(old: &[Value], dice: &mut Dice) -> Vec<Value> {
    let mut new = old.to_vec();
    for _ in 0..dice.below(4) {
        let (at, other) = (dice.below(new.len()), dice.below(new.len()));
        let target = new[other]["id"].clone();
        match dice.below(5) {
            0 => new.swap(at, other),
            1 => new[at]["note"] = json!(dice.below(2)),
            2 => new.push(json!({"id": format!("more{}", new.len()), "type": "end"})),
            _ => lead_elsewhere(&mut new[at], target, dice),
        }
    }
    new
}

fn lead_elsewhere(node: &mut Value, target: Value, dice: &mut Dice) {
    match &mut node["outcomes"] {
        Value::Object(map) => {
            let at = dice.below(map.len());
            if let Some(outcome) = map.values_mut().nth(at) {
                *outcome = target;
            }
        }
        Value::Array(list) => {
            let at = dice.below(list.len());
            list[at]["targetNodeId"] = target;
        }
        _ => {}
    }
}

/// Target by node and outcome.
fn edges(flow: &Flow) -> BTreeMap<(String, String), String> {
    let nodes = flow.nodes();
    let of_node = nodes
        .iter()
        .flat_map(|node| node.edges.iter().map(move |edge| (node, edge)));
    of_node
        .map(|(node, edge)| {
            (
                (node.id.clone(), edge.outcome.clone()),
                nodes[edge.target].id.clone(),
            )
        })
        .collect()
}

fn ids(flow: &Flow) -> BTreeSet<String> {
    flow.nodes().iter().map(|node| node.id.clone()).collect()
}

fn as_value<'f>(flow: &'f Flow, id: &str) -> &'f Value {
    let nodes = flow.value().as_array().expect("nodes");
    nodes
        .iter()
        .find(|node| node["id"] == id)
        .expect("a node of this id")
}

fn set(list: &[String]) -> BTreeSet<String> {
    list.iter().cloned().collect()
}

#[test]
fn a_difference_made_again_gives_the_other_flow() {
    let mut dice = Dice::new(77);
    let (mut equal, mut lost) = (0, 0);
    for _ in 0..ROUNDS {
        let (old, new) = pair(&mut dice);
        let told = || format!("{}\n{}", old.value(), new.value());
        let difference = Difference::between(&old, &new, &[]);

        let mut nodes = ids(&old);
        nodes.retain(|id| !difference.nodes_removed.contains(id));
        nodes.extend(difference.nodes_added.iter().cloned());
        assert_eq!(nodes, ids(&new), "{}", told());

        let mut leads = edges(&old);
        for edge in &difference.edges {
            let name = (edge.node.clone(), edge.outcome.clone());
            assert_ne!(edge.old, edge.new, "{}", told());
            assert_eq!(leads.get(&name), edge.old.as_ref(), "{}", told());
            match &edge.new {
                Some(target) => leads.insert(name, target.clone()),
                None => leads.remove(&name),
            };
        }
        assert_eq!(leads, edges(&new), "{}", told());

        let named: BTreeMap<&str, &[String]> = difference
            .nodes_changed
            .iter()
            .map(|node| (node.id.as_str(), &node.fields[..]))
            .collect();
        for id in ids(&old).intersection(&ids(&new)) {
            let mut node = as_value(&old, id).clone();
            let after = as_value(&new, id);
            for field in named.get(id.as_str()).copied().unwrap_or_default() {
                assert_ne!(node.get(field), after.get(field), "{}", told());
                match after.get(field) {
                    Some(value) => node[field.as_str()] = value.clone(),
                    None => drop(node.as_object_mut().expect("a node").remove(field)),
                }
            }
            assert_eq!(node, *after, "{}", told());
        }

        assert_eq!(
            difference.is_empty(),
            old.fingerprint() == new.fingerprint(),
            "{}",
            told()
        );
        equal += usize::from(difference.is_empty());
        lost += difference.guarantees_lost.len();
        let back = Difference::between(&new, &old, &[]);
        assert_eq!(
            set(&back.nodes_added),
            set(&difference.nodes_removed),
            "{}",
            told()
        );
        assert_eq!(back.edges.len(), difference.edges.len(), "{}", told());
        assert_eq!(
            back.guarantees_gained,
            difference.guarantees_lost,
            "{}",
            told()
        );
    }
    assert!(
        equal >= 20 && lost >= 20,
        "{equal} equal, {lost} guarantees lost"
    );
}

#[test]
fn a_guarantee_is_lost_where_it_was_proved_and_is_no_more() {
    let mut dice = Dice::new(78);
    let policy = Policy::read(
        "ours",
        r#"[{"clause": "never", "steps": ["two_factor_*/error"]}, {"clause": "person-in-every-cycle"}]"#,
    )
    .expect("a policy");
    let mut seen = BTreeSet::new();
    for _ in 0..ROUNDS {
        let (old, new) = pair(&mut dice);
        let difference = Difference::between(&old, &new, std::slice::from_ref(&policy));
        let proved = |flow: &Flow| -> BTreeSet<String> {
            let clauses = policy.judge_flow(flow).clauses;
            let proved = clauses
                .into_iter()
                .filter(|clause| clause.verdict == Ruling::Proved);
            proved
                .map(|clause| format!("ours: {}", clause.clause))
                .collect()
        };
        let expected: BTreeSet<String> = proved(&old).difference(&proved(&new)).cloned().collect();
        let (of_policy, own): (Vec<String>, Vec<String>) = difference
            .guarantees_lost
            .iter()
            .cloned()
            .partition(|lost| lost.starts_with("ours: "));
        assert_eq!(
            set(&of_policy),
            expected,
            "{}\n{}",
            old.value(),
            new.value()
        );
        for lost in own {
            let Some(check) = lost.strip_prefix(PASSES) else {
                seen.insert("deepfake");
                assert!(
                    old.assurance(None)
                        .deepfake_exit
                        .is_some_and(|exit| !exit.reaches_success)
                );
                continue;
            };
            seen.insert("check");
            let clause = json!([{"clause": "pass", "steps": [check]}]).to_string();
            let clause = Policy::read("lost", &clause).expect("a clause");
            assert!(clause.judge_flow(&old).holds, "{lost}: {}", old.value());
            // A clause also holds where no path leads to success at all; what is guaranteed has such a path.
            let reached = |flow: &Flow| {
                let refuted = json!([{"clause": "never-joins", "steps": [check]}]).to_string();
                !Policy::read("reached", &refuted)
                    .expect("a clause")
                    .judge_flow(flow)
                    .holds
            };
            assert!(
                !clause.judge_flow(&new).holds || !reached(&new),
                "{lost}: {}",
                new.value()
            );
        }
        seen.extend((!of_policy.is_empty()).then_some("policy"));
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
}
