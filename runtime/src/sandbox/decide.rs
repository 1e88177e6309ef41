//! What the sandbox can decide without a model or a camera: conditions over known data, and the happy outcome.

use serde_json::Value;

use super::analysis::extracted;
use super::walk::{Scene, Walk};
use crate::flow::Node;

/// The outcome of each node type that leads on; nodes that are not listed take their first.
const HAPPY: [(&str, &str); 9] = [
    ("permissions", "permissionsGranted"),
    ("liveness_detection", "livenessDetected"),
    ("face_scan", "passed"),
    ("face_compare", "match"),
    ("recognition", "recognized"),
    ("document_scan", "scanSuccess"),
    ("enter_email", "emailEntered"),
    ("two_factor_email", "verified"),
    ("two_factor_sms", "verified"),
];

/// An outcome the sandbox proposes; the person may take another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proposal {
    pub(super) outcome: String,
    /// How it was found, where it was found by looking at data.
    pub(super) because: Option<String>,
}

/// What to propose at a node, if it has a way out.
pub(super) fn propose(scene: &Scene<'_>, walk: &Walk, at: usize, node: &Node) -> Option<Proposal> {
    let written = scene.written(at);
    match node.node_type.as_str() {
        "field_condition" => Some(field_condition(scene, walk, written)),
        "data_validation" => data_validation(scene, walk, written, node).or_else(|| first(node)),
        "permissions" if walk.camera_refused => Some(Proposal {
            outcome: "permissionsDenied".into(),
            because: Some("the browser gave no access to the camera".into()),
        }),
        node_type => HAPPY
            .iter()
            .find(|(known, _)| *known == node_type)
            .map(|(_, outcome)| Proposal {
                outcome: (*outcome).into(),
                because: None,
            })
            .filter(|happy| node.edges.iter().any(|edge| edge.outcome == happy.outcome))
            .or_else(|| first(node)),
    }
}

fn first(node: &Node) -> Option<Proposal> {
    node.edges.first().map(|edge| Proposal {
        outcome: edge.outcome.clone(),
        because: None,
    })
}

/// First rule that holds, else the default (`FaceSign` API reference, `field_condition`).
fn field_condition(scene: &Scene<'_>, walk: &Walk, written: &Value) -> Proposal {
    let rules = written
        .get("rules")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    match rules.iter().position(|rule| holds(scene, walk, rule)) {
        Some(n) => Proposal {
            outcome: format!("rules/{n}"),
            because: Some(format!("rule {} holds", n + 1)),
        },
        None => Proposal {
            outcome: "default".into(),
            because: Some("no rule holds".into()),
        },
    }
}

/// Whether a rule holds. Equality compares trimmed text; an order needs two numbers and is false without them; a
/// missing value equals nothing.
fn holds(scene: &Scene<'_>, walk: &Walk, rule: &Value) -> bool {
    let left = rule
        .get("left")
        .and_then(|operand| value_of(scene, walk, operand));
    let right = rule
        .get("right")
        .and_then(|operand| value_of(scene, walk, operand));
    let operator = rule
        .get("operator")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let equal = || matches!((&left, &right), (Some(a), Some(b)) if a == b);
    let order = || {
        left.as_deref()
            .and_then(number)?
            .partial_cmp(&right.as_deref().and_then(number)?)
    };
    match operator {
        "exists" => left.is_some(),
        "notExists" => left.is_none(),
        "equals" => equal(),
        "notEquals" => !equal(),
        "gt" => order().is_some_and(std::cmp::Ordering::is_gt),
        "lt" => order().is_some_and(std::cmp::Ordering::is_lt),
        "gte" => order().is_some_and(std::cmp::Ordering::is_ge),
        "lte" => order().is_some_and(std::cmp::Ordering::is_le),
        _ => false,
    }
}

/// Trimmed text of an operand: a literal, or a reference into provided or extracted data.
fn value_of(scene: &Scene<'_>, walk: &Walk, operand: &Value) -> Option<String> {
    if operand.get("type").and_then(Value::as_str) == Some("literal") {
        return operand.get("value").and_then(text);
    }
    let field = operand.get("field").and_then(Value::as_str)?;
    match operand.get("source").and_then(Value::as_str)? {
        "providedData" => scene.fact(walk, field).and_then(text),
        "extractedData" => extracted(scene, walk).get(field).and_then(text),
        _ => None,
    }
}

/// The verdict of a known action, mapped to the outcome whose words say so; none where either is unclear.
fn data_validation(
    scene: &Scene<'_>,
    walk: &Walk,
    written: &Value,
    node: &Node,
) -> Option<Proposal> {
    let validation = written.get("validation")?;
    let field = validation.get("field").and_then(Value::as_str)?;
    let action = validation.get("action").and_then(Value::as_str)?;
    let wanted = validation
        .get("value")
        .and_then(text)
        .unwrap_or_default()
        .to_lowercase();
    let value = scene
        .fact(walk, field)
        .and_then(text)
        .map(|value| value.to_lowercase());
    let known = value.as_deref();
    let order = || number(known?)?.partial_cmp(&number(&wanted)?);
    let verdict = match action
        .trim()
        .to_lowercase()
        .replace(['_', '-', ' '], "")
        .as_str()
    {
        "exists" => known.is_some_and(|value| !value.is_empty()),
        "notexists" => known.is_none_or(str::is_empty),
        "equals" | "matches" => known == Some(wanted.as_str()),
        "contains" => known.is_some_and(|value| value.contains(&wanted)),
        "greaterthan" => order().is_some_and(std::cmp::Ordering::is_gt),
        "lessthan" => order().is_some_and(std::cmp::Ordering::is_lt),
        _ => return None,
    };
    let mut speaking = node.edges.iter().filter(|edge| {
        tone(&format!(
            "{} {}",
            edge.outcome,
            edge.condition.as_deref().unwrap_or_default()
        )) == Some(verdict)
    });
    let edge = speaking.next().filter(|_| speaking.next().is_none())?;
    let said = if verdict { "holds" } else { "does not hold" };
    Some(Proposal {
        outcome: edge.outcome.clone(),
        because: Some(format!("`{field}` {action} {wanted}: {said}")),
    })
}

/// Whether words speak for success, for failure, or for neither. "Invalid" is asked before "valid".
fn tone(words: &str) -> Option<bool> {
    const BAD: [&str; 9] = [
        "fail", "invalid", "not", "no", "false", "missing", "reject", "deny", "mismatch",
    ];
    const GOOD: [&str; 9] = [
        "pass", "valid", "success", "match", "yes", "true", "ok", "exist", "allow",
    ];
    let words = words.to_lowercase();
    let has = |list: &[&str]| {
        words.split(|c: char| !c.is_alphanumeric()).any(|word| {
            list.iter().any(|start| {
                if start.len() > 3 {
                    word.starts_with(start)
                } else {
                    word == *start
                }
            })
        })
    };
    if has(&BAD) {
        return Some(false);
    }
    has(&GOOD).then_some(true)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim()
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}
