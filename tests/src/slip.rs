//! Mistakes that people make, applied to a sound document by dice.

use serde_json::{Map, Value, json};

use crate::sketch::Dice;

/// Makes one mistake somewhere in an array of nodes; says which.
///
/// A mistake that fits nowhere changes nothing.
pub fn slip(flow: &mut [Value], dice: &mut Dice) -> &'static str {
    let position = dice.below(flow.len());
    let Some(node) = flow.get_mut(position).and_then(Value::as_object_mut) else {
        return "no node";
    };
    match dice.below(9) {
        0 => outcome(node, dice, "an outcome left out", |outcomes, key| {
            outcomes.shift_remove(key);
        }),
        1 => outcome(node, dice, "an outcome misspelt", |outcomes, key| {
            if let Some(target) = outcomes.shift_remove(key) {
                outcomes.insert(format!("{}e", &key[..key.len() - 1]), target);
            }
        }),
        2 => outcome(node, dice, "a target that is nowhere", |outcomes, key| {
            outcomes.insert(key.to_owned(), json!("nowhere"));
        }),
        3 => field(node, dice, "a field left out", |node, key| {
            node.shift_remove(key);
        }),
        4 => field(node, dice, "a field of the wrong kind", |node, key| {
            node.insert(key.to_owned(), json!([[]]));
        }),
        5 => {
            node.insert("colour".into(), json!("green"));
            "a field that nobody knows"
        }
        6 => {
            node.insert("type".into(), json!("start"));
            "another start"
        }
        7 => {
            node.insert("otpLength".into(), json!(99));
            "a code of 99 digits"
        }
        _ => {
            node.insert("outcomes".into(), json!([]));
            "no outcomes"
        }
    }
}

fn outcome(
    node: &mut Map<String, Value>,
    dice: &mut Dice,
    mistake: &'static str,
    change: impl FnOnce(&mut Map<String, Value>, &str),
) -> &'static str {
    let Some(outcomes) = node.get_mut("outcomes").and_then(Value::as_object_mut) else {
        return "no outcome map";
    };
    field(outcomes, dice, mistake, change)
}

fn field(
    object: &mut Map<String, Value>,
    dice: &mut Dice,
    mistake: &'static str,
    change: impl FnOnce(&mut Map<String, Value>, &str),
) -> &'static str {
    let keys: Vec<String> = object.keys().cloned().collect();
    if keys.is_empty() {
        return "an empty object";
    }
    let key = dice.pick(&keys);
    change(object, key);
    mistake
}
