//! The edges of a node written as JSON, found by the node table.

use flow_core::schema::{Field, Kind, NODES, NodeSpec, Verdict};
use serde_json::{Map, Value};

/// Where an edge begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    /// Name of the outcome: key, listed id, `outcome`, `rules/0`… or `default`.
    pub(super) name: String,
    /// What it says; the first listed outcome and the only way on count as passed.
    pub(super) verdict: Option<Verdict>,
    /// Id of the target.
    pub(super) target: String,
}

/// The line of the node table for a node; `None` for an unknown type.
pub(super) fn spec(node: &Map<String, Value>) -> Option<&'static NodeSpec> {
    let name = node.get("type")?.as_str()?;
    NODES.iter().copied().find(|spec| spec.name == name)
}

/// Shows every edge of a node to `visit`, which may give it another target.
pub(super) fn visit(node: &mut Map<String, Value>, visit: &mut dyn FnMut(&Edge) -> Option<String>) {
    if let Some(spec) = spec(node) {
        fields(spec.fields, node, visit);
    }
}

/// All edges of a node.
pub(super) fn edges(node: &Map<String, Value>) -> Vec<Edge> {
    let mut found = Vec::new();
    visit(&mut node.clone(), &mut |edge| {
        found.push(edge.clone());
        None
    });
    found
}

fn fields(
    table: &'static [Field],
    object: &mut Map<String, Value>,
    visit: &mut dyn FnMut(&Edge) -> Option<String>,
) {
    for field in table {
        let Some(value) = object.get_mut(field.name) else {
            continue;
        };
        match (field.kind, value) {
            (Kind::Target, value) => {
                let only = (field.name == "outcome").then_some(Verdict::Passed);
                turn(value, field.name.to_owned(), field.verdict.or(only), visit);
            }
            (Kind::Outcomes(inner) | Kind::Object(inner), Value::Object(object)) => {
                fields(inner, object, visit);
            }
            (Kind::Branches(_), Value::Array(items)) => {
                for (position, item) in items.iter_mut().enumerate() {
                    let name = item["id"].as_str().unwrap_or_default().to_owned();
                    listed(item, "targetNodeId", name, position, visit);
                }
            }
            (Kind::Comparisons(_), Value::Array(items)) => {
                for (position, item) in items.iter_mut().enumerate() {
                    let name = format!("{}/{position}", field.name);
                    listed(item, "outcome", name, position, visit);
                }
            }
            _ => {}
        }
    }
}

fn listed(
    item: &mut Value,
    key: &str,
    name: String,
    position: usize,
    visit: &mut dyn FnMut(&Edge) -> Option<String>,
) {
    let verdict = (position == 0).then_some(Verdict::Passed);
    if let Some(target) = item.get_mut(key) {
        turn(target, name, verdict, visit);
    }
}

fn turn(
    value: &mut Value,
    name: String,
    verdict: Option<Verdict>,
    visit: &mut dyn FnMut(&Edge) -> Option<String>,
) {
    let Some(target) = value.as_str() else { return };
    let edge = Edge {
        name,
        verdict,
        target: target.to_owned(),
    };
    if let Some(target) = visit(&edge) {
        *value = Value::String(target);
    }
}
