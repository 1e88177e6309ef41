//! The fingerprint of a flow: nothing that means the same changes it, everything else does.

use facesign_tests::corpus;
use facesign_tests::sketch::{Dice, Sketch};
use flow_core::{Fingerprint, Report, Server, limits, prover};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

/// Flows tried.
const ROUNDS: usize = 400;

fn fingerprint(text: &str) -> Option<Fingerprint> {
    let mut workspace = Box::new(Server::new());
    let mut prover = prover(text.as_bytes(), &mut workspace, &mut Report::<4>::new())?;
    Some(prover.fingerprint().expect("a flow of usual nodes"))
}

/// A random flow that can be walked.
fn flow(dice: &mut Dice) -> Vec<Value> {
    loop {
        let nodes = 3 + dice.below(6);
        let flow = Sketch::roll(dice, nodes, 20)
            .flow(|index| format!("n{index} \u{e9}\"\u{1f600} {}", index * 7));
        if fingerprint(&json!(flow).to_string()).is_some() {
            return flow;
        }
    }
}

/// The same by another way: sorted with `serde_json`, hashed whole.
fn model(flow: &[Value]) -> Fingerprint {
    fn sorted(value: &Value) -> Value {
        match value {
            Value::Array(list) => list.iter().map(sorted).collect(),
            Value::Object(map) => {
                let mut members: Vec<_> = map
                    .iter()
                    .map(|(name, value)| (name.clone(), sorted(value)))
                    .collect();
                members.sort_by(|one, other| one.0.cmp(&other.0));
                Value::Object(Map::from_iter(members))
            }
            other => other.clone(),
        }
    }
    let mut nodes: Vec<Value> = flow.iter().map(sorted).collect();
    nodes.sort_by(|one, other| one["id"].as_str().cmp(&other["id"].as_str()));
    Fingerprint(Sha256::digest(json!(nodes).to_string()).into())
}

/// The value in another spelling.
fn respelt(value: &Value, dice: &mut Dice, text: &mut String) {
    let blank =
        |dice: &mut Dice, text: &mut String| text.push_str(["", " ", "\n  ", "\t"][dice.below(4)]);
    blank(dice, text);
    match value {
        Value::Array(list) => {
            text.push('[');
            for (place, element) in list.iter().enumerate() {
                text.push_str(if place > 0 { "," } else { "" });
                respelt(element, dice, text);
            }
            text.push(']');
        }
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().collect();
            shuffle(&mut members, dice);
            text.push('{');
            for (place, (name, value)) in members.into_iter().enumerate() {
                text.push_str(if place > 0 { "," } else { "" });
                string(name, dice, text);
                text.push(':');
                respelt(value, dice, text);
            }
            text.push('}');
        }
        Value::String(written) => string(written, dice, text),
        Value::Number(number) => {
            let written = match (number.as_u64(), dice.below(4)) {
                (Some(number), 0) => format!("{number}.0"),
                (Some(number), 1) => format!("{number}0e-1"),
                (Some(number), 2) => format!("{number}E+0"),
                (None, 0) => format!("{number}00"),
                _ => number.to_string(),
            };
            text.push_str(&written);
        }
        other => text.push_str(&other.to_string()),
    }
    blank(dice, text);
}

fn string(written: &str, dice: &mut Dice, text: &mut String) {
    text.push('"');
    for unit in written.encode_utf16() {
        let plain = char::from_u32(unit.into())
            .filter(|char| dice.below(3) > 0 && *char >= ' ' && !"\"\\".contains(*char));
        let spelt = plain.map_or_else(|| format!("\\u{unit:04x}"), String::from);
        text.push_str(&spelt);
    }
    text.push('"');
}

fn shuffle<T>(list: &mut [T], dice: &mut Dice) {
    for position in (1..list.len()).rev() {
        list.swap(position, dice.below(position + 1));
    }
}

#[test]
fn spelling_and_order_of_nodes_do_not_matter() {
    let mut dice = Dice::new(8785);
    for _ in 0..ROUNDS {
        let mut flow = flow(&mut dice);
        let expected = model(&flow);
        assert_eq!(
            fingerprint(&json!(flow).to_string()),
            Some(expected),
            "{}",
            json!(flow)
        );
        shuffle(&mut flow, &mut dice);
        let mut text = String::new();
        respelt(&json!(flow), &mut dice, &mut text);
        assert_eq!(fingerprint(&text), Some(expected), "{text}");
        let body = json!({"metadata": {"case": 1}, "flow": flow, "langs": ["en"]}).to_string();
        assert_eq!(fingerprint(&body), Some(expected), "{body}");
    }
}

#[test]
fn every_change_of_one_place_matters() {
    let mut dice = Dice::new(256);
    let (mut changed, mut walkable) = (0, 0);
    while walkable < ROUNDS {
        let flow = json!(flow(&mut dice));
        let mut other = flow.clone();
        change(&mut other, &mut dice);
        if other == flow {
            continue;
        }
        changed += 1;
        if let Some(after) = fingerprint(&other.to_string()) {
            walkable += 1;
            assert_ne!(
                fingerprint(&flow.to_string()),
                Some(after),
                "{flow}\n{other}"
            );
        }
    }
    assert!(changed > walkable, "some changes leave no flow");
}

/// Changes one place: a value, a name, an element less, one more, or two elements in the other order.
fn change(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Array(list) if !list.is_empty() => {
            let at = dice.below(list.len());
            match dice.below(8) {
                0 => list.push(list[at].clone()),
                1 => drop(list.remove(at)),
                // The order of nodes is the one that does not matter.
                2 if list[at]["type"].is_null() => list.swap(at, 0),
                _ => change(&mut list[at], dice),
            }
        }
        Value::Object(map) if !map.is_empty() => {
            let names: Vec<String> = map.keys().cloned().collect();
            let name = dice.pick(&names);
            match dice.below(8) {
                0 => drop(map.insert(format!("{name}s"), json!(null))),
                1 => drop(map.shift_remove(name)),
                _ => change(&mut map[name.as_str()], dice),
            }
        }
        Value::String(text) => {
            let at = text
                .char_indices()
                .map(|(at, _)| at)
                .nth(dice.below(text.chars().count().max(1)));
            text.insert(
                at.unwrap_or(0),
                ['x', ' ', '\u{301}', '\u{1f600}'][dice.below(4)],
            );
        }
        Value::Number(number) => *value = json!(number.as_f64().unwrap_or(0.0) / 2.0),
        Value::Bool(flag) => *flag = !*flag,
        other => *other = json!(1),
    }
}

#[test]
fn recipes_have_fingerprints_of_their_own_that_can_be_written_down() {
    let mut seen = Vec::new();
    for recipe in corpus::recipes() {
        let text = recipe.text().expect("a recipe is text");
        let found = fingerprint(text).expect("a recipe is a flow");
        assert_eq!(Fingerprint::parse(&found.to_string()), Some(found));
        assert!(!seen.contains(&found), "{}", recipe.name);
        seen.push(found);
    }
    assert_eq!(Fingerprint::parse("00"), None);
    assert_eq!(Fingerprint::parse(&"g0".repeat(32)), None);
}

#[test]
fn a_node_has_as_many_members_as_promised_and_not_one_more() {
    let text = |members: usize| {
        let mut start = json!({"id": "start", "type": "start", "outcome": "done"});
        for extra in 3..members {
            start[format!("x{extra}")] = json!([]);
        }
        json!([start, {"id": "done", "type": "end"}]).to_string()
    };
    assert!(fingerprint(&text(limits::FINGERPRINT_MEMBERS)).is_some());
    let beyond = text(limits::FINGERPRINT_MEMBERS + 1);
    let mut workspace = Box::new(Server::new());
    let mut prover =
        prover(beyond.as_bytes(), &mut workspace, &mut Report::<4>::new()).expect("still a flow");
    let error = prover.fingerprint().expect_err("too many");
    assert!(
        error
            .to_string()
            .contains(&limits::FINGERPRINT_MEMBERS.to_string()),
        "{error}"
    );
}
