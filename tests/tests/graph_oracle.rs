//! The graph rules against a slow model of plain sets, on thousands of random flows.

use std::collections::{BTreeMap, BTreeSet};

use facesign_tests::model::{self, Model};
use facesign_tests::report::write_down;
use facesign_tests::sketch::{Dice, Sketch};
use serde_json::{Value, json};

/// Flows tried.
const ROUNDS: usize = 3000;

/// Node types at which the session waits until the person has done something.
const WAITING: [&str; 7] = [
    "conversation",
    "document_scan",
    "enter_email",
    "face_scan",
    "permissions",
    "two_factor_email",
    "two_factor_sms",
];

/// Camera time that a video node needs, in tenths of a second.
const NEEDED: usize = 50;

#[test]
fn graph_rules_agree_with_the_model() {
    let mut dice = Dice::new(3000);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let (nodes, wild) = (2 + dice.below(12), dice.below(70));
        let mut flow = Sketch::roll(&mut dice, nodes, wild).flow(|index| format!("n{index}"));
        hurry(&mut flow, &mut dice);
        let expected = expected(&flow);
        let found = found(&flow);
        assert_eq!(found, expected, "{}", Value::Array(flow));
        for (code, _) in found {
            *seen.entry(code).or_default() += 1;
        }
    }
    for code in ["F3004", "F3005", "F3006", "F3007", "F3008", "F4001"] {
        assert!(
            seen.get(code).is_some_and(|times| *times > 50),
            "{code} was hardly ever tried: {seen:?}"
        );
    }
}

/// Lets some talks go on without an answer, and some comparisons look at the live video.
fn hurry(flow: &mut [Value], dice: &mut Dice) {
    for node in flow {
        if node["type"] == "conversation" && dice.below(4) == 0 {
            node["doesNotRequireReply"] = json!(true);
        }
        if node["type"] == "face_compare" && dice.below(3) == 0 {
            node["sourceA"] = json!({"source": "sessionVideo"});
        }
    }
}

/// Code and pointer of every graph finding, with the severity where it varies.
fn found(flow: &[Value]) -> BTreeSet<(String, String)> {
    let report = write_down(Value::Array(flow.to_vec()).to_string().as_bytes()).report;
    let place = |line: &str| {
        let mut words = line.split(' ').map(str::to_owned);
        let (code, severity, pointer) = (words.next()?, words.next()?, words.next()?);
        let varies = code == "F4001";
        Some((
            code,
            if varies {
                format!("{severity} {pointer}")
            } else {
                pointer
            },
        ))
    };
    report
        .lines()
        .filter(|line| line.starts_with("F3") || line.starts_with("F4001"))
        .filter_map(place)
        .collect()
}

/// The same, from the model.
fn expected(flow: &[Value]) -> BTreeSet<(String, String)> {
    let position = |id: &String| {
        flow.iter()
            .position(|node| node["id"] == id.as_str())
            .expect("a node of the flow")
    };
    let first = |ids: &BTreeSet<String>| ids.iter().map(position).min().expect("no cycle is empty");
    let mut expected = BTreeSet::new();
    let mut add = |code: &str, pointer: String| expected.insert((code.to_owned(), pointer));

    for (index, node) in flow.iter().enumerate() {
        for (pointer, target) in edges(node) {
            if target == "n0" {
                add("F3006", format!("/{index}{pointer}"));
            }
        }
    }

    let model = Model::of(&Value::Array(flow.to_vec()));
    let reached = model.reached();
    let parts = model.parts();

    for part in parts.iter().filter(|part| part.is_disjoint(&reached)) {
        let entered = parts
            .iter()
            .filter(|other| *other != part && other.is_disjoint(&reached))
            .flatten()
            .any(|source| !model.targets[source].is_disjoint(part));
        if !entered {
            add("F3004", format!("/{}", first(part)));
        }
    }

    let terminals = model.terminals();
    for part in parts.iter().filter(|part| !part.is_disjoint(&reached)) {
        let leaves = part.iter().any(|id| !model.targets[id].is_subset(part));
        if !leaves && part.is_disjoint(&terminals) {
            add("F3005", format!("/{}", first(part)));
        }
        let codes: BTreeSet<String> = model
            .of_type(&["two_factor_email", "two_factor_sms"])
            .intersection(part)
            .cloned()
            .collect();
        if !codes.is_empty() && part.iter().any(|id| model.beyond[id].contains(id)) {
            add("F3008", format!("/{}", first(&codes)));
        }
    }

    let hurried = |id: &String| model.node(id)["doesNotRequireReply"] == json!(true);
    let waiting: BTreeSet<String> = model
        .of_type(&WAITING)
        .into_iter()
        .filter(|id| !hurried(id))
        .collect();
    for cycle in model
        .without(&waiting)
        .cycles()
        .iter()
        .filter(|cycle| !cycle.is_disjoint(&reached))
    {
        add("F3007", format!("/{}", first(cycle)));
    }

    for (id, time) in camera_times(&model) {
        let node = model.node(&id);
        let severity = match need(node) {
            Need::None => continue,
            Need::Perhaps => "note",
            Need::Surely if time == 0 => "error",
            Need::Surely => "warning",
        };
        add("F4001", format!("{severity} /{}", position(&id)));
    }
    expected
}

/// Pointer below the node and target of every edge.
fn edges(node: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut found: Vec<(String, String)> = ["outcome", "default"]
        .into_iter()
        .filter_map(|field| Some((format!("/{field}"), text(node.get(field)?))))
        .collect();
    for place in ["/outcomes", "/awaitExternal/exits"] {
        for (key, target) in node
            .pointer(place)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            found.push((format!("{place}/{key}"), text(target)));
        }
    }
    for (list, field) in [("outcomes", "targetNodeId"), ("rules", "outcome")] {
        for (index, item) in node[list].as_array().into_iter().flatten().enumerate() {
            found.push((format!("/{list}/{index}/{field}"), text(&item[field])));
        }
    }
    assert_eq!(
        found.len(),
        model::targets(node).len(),
        "both ways to find the edges"
    );
    found
}

#[derive(PartialEq)]
enum Need {
    None,
    Perhaps,
    Surely,
}

fn need(node: &Value) -> Need {
    match node["type"].as_str().unwrap_or_default() {
        "liveness_detection" | "recognition" | "face_scan" => Need::Surely,
        "face_compare" if node["sourceA"]["source"] == "sessionVideo" => Need::Surely,
        "face_compare" => Need::Perhaps,
        _ => Need::None,
    }
}

/// Tenths of a second that the camera runs at a node.
fn gives(node: &Value) -> usize {
    let prompt = node["prompt"].as_str().unwrap_or_default();
    match (
        node["type"].as_str().unwrap_or_default(),
        prompt.strip_prefix("Say:"),
    ) {
        ("conversation", Some(spoken)) => spoken.split_whitespace().count() * 4,
        ("conversation", None) if prompt.split_whitespace().count() < 8 => 30,
        ("conversation" | "two_factor_email" | "two_factor_sms", None) => NEEDED,
        _ => 0,
    }
}

/// Least camera time on arrival at every node that can be reached with less than needed, by relaxing until nothing moves.
fn camera_times(model: &Model) -> BTreeMap<String, usize> {
    let mut times: BTreeMap<String, usize> =
        model.entries().into_iter().map(|id| (id, 0)).collect();
    loop {
        let mut moved = false;
        for (id, time) in times.clone() {
            let node = model.node(&id);
            let time = time + gives(node);
            if need(node) == Need::Surely || time >= NEEDED {
                continue;
            }
            for target in &model.targets[&id] {
                if times.get(target).is_none_or(|earlier| time < *earlier) {
                    times.insert(target.clone(), time);
                    moved = true;
                }
            }
        }
        if !moved {
            return times;
        }
    }
}
