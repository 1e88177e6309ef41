//! What changed between two flows, and which guarantees were lost with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use super::assurance::Assurance;
use super::owned::Flow;
use super::policy::{Policy, PolicyReport, Ruling};

/// What changed from an old flow to a new one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// Ids of nodes that only the new flow has.
    pub nodes_added: Vec<String>,
    /// Ids of nodes that only the old flow had.
    pub nodes_removed: Vec<String>,
    /// Nodes that both have, with other fields.
    pub nodes_changed: Vec<NodeChange>,
    /// Outcomes that lead elsewhere, that are new, or that are gone.
    pub edges: Vec<EdgeChange>,
    /// Guarantees of the old flow that the new one does not give.
    pub guarantees_lost: Vec<String>,
    /// Guarantees that only the new flow gives.
    pub guarantees_gained: Vec<String>,
}

/// A node with other fields than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NodeChange {
    /// Id of the node.
    pub id: String,
    /// Names of the fields that are new, gone or different.
    pub fields: Vec<String>,
}

/// An outcome with another target than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EdgeChange {
    /// Id of the node.
    pub node: String,
    /// The outcome.
    pub outcome: String,
    /// Where it led; absent where it is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// Where it leads; absent where it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

impl Difference {
    /// What changed from `old` to `new`; guarantees are those of the assurance and the clauses of `policies`.
    pub fn between(old: &Flow, new: &Flow, policies: &[Policy]) -> Self {
        let (before, after) = (nodes(old), nodes(new));
        let only = |these: &BTreeMap<&str, &Map<String, Value>>,
                    those: &BTreeMap<&str, &Map<String, Value>>| {
            these
                .keys()
                .filter(|id| !those.contains_key(*id))
                .map(|id| (*id).to_owned())
                .collect()
        };
        let changed = before.iter().filter_map(|(id, node)| {
            let fields = fields_changed(node, after.get(id)?);
            (!fields.is_empty()).then(|| NodeChange {
                id: (*id).to_owned(),
                fields,
            })
        });
        let (given, kept) = (guarantees(old, policies), guarantees(new, policies));
        Self {
            nodes_added: only(&after, &before),
            nodes_removed: only(&before, &after),
            nodes_changed: changed.collect(),
            edges: edges_changed(old, new),
            guarantees_lost: given.difference(&kept).cloned().collect(),
            guarantees_gained: kept.difference(&given).cloned().collect(),
        }
    }

    /// Whether nothing changed but order and spelling.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn nodes(flow: &Flow) -> BTreeMap<&str, &Map<String, Value>> {
    let nodes = flow
        .value()
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_object);
    nodes
        .filter_map(|node| Some((node.get("id")?.as_str()?, node)))
        .collect()
}

fn fields_changed(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<String> {
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differs = |name: &&String| match (old.get(*name), new.get(*name)) {
        (Some(old), Some(new)) => !means_the_same(old, new),
        _ => true,
    };
    names.into_iter().filter(differs).cloned().collect()
}

/// Equal, however numbers are written and members are ordered.
fn means_the_same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Number(old), Value::Number(new)) => old == new || old.as_f64() == new.as_f64(),
        (Value::Array(old), Value::Array(new)) => {
            old.len() == new.len()
                && old
                    .iter()
                    .zip(new)
                    .all(|(old, new)| means_the_same(old, new))
        }
        (Value::Object(old), Value::Object(new)) => {
            old.len() == new.len() && fields_changed(old, new).is_empty()
        }
        _ => old == new,
    }
}

fn edges_changed(old: &Flow, new: &Flow) -> Vec<EdgeChange> {
    let (before, after) = (edges(old), edges(new));
    let names: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    let change = |name: (&str, &str)| {
        let (old, new) = (before.get(&name), after.get(&name));
        (old != new).then(|| EdgeChange {
            node: name.0.to_owned(),
            outcome: name.1.to_owned(),
            old: old.map(|target| (*target).to_owned()),
            new: new.map(|target| (*target).to_owned()),
        })
    };
    names.into_iter().filter_map(change).collect()
}

/// Target by node and outcome.
fn edges(flow: &Flow) -> BTreeMap<(&str, &str), &str> {
    let nodes = flow.nodes();
    let of_node = nodes
        .iter()
        .flat_map(|node| node.edges.iter().map(move |edge| (node, edge)));
    let named = of_node.filter_map(|(node, edge)| {
        let target = nodes.get(edge.target)?;
        Some((
            (node.id.as_str(), edge.outcome.as_str()),
            target.id.as_str(),
        ))
    });
    named.collect()
}

/// What a flow guarantees, one sentence each.
fn guarantees(flow: &Flow, policies: &[Policy]) -> BTreeSet<String> {
    let Assurance {
        always,
        deepfake_exit,
        ..
    } = flow.assurance(None);
    let passed = always
        .into_iter()
        .map(|check| format!("every path to success passes {check}"));
    let stopped = deepfake_exit.filter(|exit| !exit.reaches_success);
    let stopped = stopped.map(|_| "a reported deepfake never reaches success".to_owned());
    let of_policy = |PolicyReport {
                         policy, clauses, ..
                     }: PolicyReport| {
        let proved = clauses
            .into_iter()
            .filter(|clause| clause.verdict == Ruling::Proved);
        proved
            .map(move |clause| format!("{policy}: {}", clause.clause))
            .collect::<Vec<_>>()
    };
    let proved = policies
        .iter()
        .map(|policy| policy.judge_flow(flow))
        .flat_map(of_policy);
    passed.chain(stopped).chain(proved).collect()
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return writeln!(f, "The flows mean the same.");
        }
        let each = |f: &mut fmt::Formatter<'_>, what: &str, names: &[String]| {
            names
                .iter()
                .try_for_each(|name| writeln!(f, "{what} {name}"))
        };
        each(f, "+ node", &self.nodes_added)?;
        each(f, "- node", &self.nodes_removed)?;
        for NodeChange { id, fields } in &self.nodes_changed {
            writeln!(f, "~ node {id}: {}", fields.join(", "))?;
        }
        for EdgeChange {
            node,
            outcome,
            old,
            new,
        } in &self.edges
        {
            match (old, new) {
                (Some(old), Some(new)) => {
                    writeln!(f, "~ edge {node} -[{outcome}]-> {new}, was {old}")?;
                }
                (None, Some(new)) => writeln!(f, "+ edge {node} -[{outcome}]-> {new}")?,
                (Some(old), None) => writeln!(f, "- edge {node} -[{outcome}]-> {old}")?,
                (None, None) => {}
            }
        }
        if self.guarantees_lost.is_empty() {
            writeln!(f, "No guarantee was lost.")?;
        }
        each(f, "lost:", &self.guarantees_lost)?;
        each(f, "gained:", &self.guarantees_gained)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::author::RECIPES;
    use crate::flow::{check, check_value};

    fn flow(value: &Value) -> Flow {
        check_value(value).flow.unwrap()
    }

    #[test]
    fn order_and_spelling_are_no_difference() {
        let mut value = check(RECIPES[1].flow).flow.unwrap().value().clone();
        let old = flow(&value);
        value.as_array_mut().unwrap().reverse();
        assert!(Difference::between(&old, &flow(&value), &[]).is_empty());
    }

    #[test]
    fn every_change_is_told_with_the_guarantees_it_costs() {
        let old = json!([
            {"id": "s", "type": "start", "outcome": "code"},
            {"id": "code", "type": "two_factor_sms", "otpLength": 6, "outcomes": {"verified": "done", "delivery_failed": "stopped",
                "failed_unverified": "stopped", "cancelled": "stopped", "error": "stopped"}},
            {"id": "done", "type": "end"}, {"id": "stopped", "type": "end"},
        ]);
        let mut new = old.clone();
        new[1]["otpLength"] = json!(8);
        new[1]["outcomes"]["delivery_failed"] = json!("thanks");
        new.as_array_mut()
            .unwrap()
            .push(json!({"id": "thanks", "type": "end"}));
        let policy = Policy::read(
            "ours",
            r#"[{"clause": "never", "steps": ["external_call"]}]"#,
        )
        .unwrap();
        let difference = Difference::between(&flow(&old), &flow(&new), &[policy]);
        assert_eq!(difference.nodes_added, ["thanks"]);
        assert_eq!(
            difference.nodes_changed[0].fields,
            ["otpLength", "outcomes"]
        );
        assert_eq!(
            difference.guarantees_lost,
            ["every path to success passes two_factor_sms/verified"]
        );
        let text = difference.to_string();
        assert!(
            text.contains("~ edge code -[delivery_failed]-> thanks, was stopped"),
            "{text}"
        );
        let back = Difference::between(&flow(&new), &flow(&old), &[]);
        assert_eq!(
            (back.nodes_removed, back.guarantees_gained.len()),
            (vec!["thanks".to_owned()], 1)
        );
    }
}
