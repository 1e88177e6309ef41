//! Edits of a flow that stands, by node id.

use flow_core::schema::{NodeType, Verdict};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde_json::{Value, json};

use super::compose::{Defaults, lay, name};
use super::draft::{Draft, Ending, id};
use super::note::Note;
use super::settle::fill_sources;
use super::step::Step;

/// A change of the flow.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(inline)]
pub struct Edit {
    /// What to do.
    #[schemars(schema_with = "op_names")]
    pub op: Op,
    /// Node id.
    pub node: String,
    /// The new step, as in `steps`.
    #[serde(default)]
    #[schemars(schema_with = "step_reference")]
    pub step: Option<Step>,
    /// For rewire; for `insert_after` where not the success.
    #[serde(default)]
    pub outcome: Option<String>,
    /// For rewire: the new target.
    #[serde(default)]
    pub to: Option<String>,
}

/// The details stand at `steps` alone.
fn step_reference(_: &mut SchemaGenerator) -> Schema {
    let schema = json!({"type": "object", "required": ["type"]});
    Schema::try_from(schema).unwrap_or_default()
}

/// The names alone: a model pays for every word of a schema.
fn op_names(_: &mut SchemaGenerator) -> Schema {
    let names = [
        "insert_after",
        "insert_before",
        "replace",
        "remove",
        "rewire",
    ];
    Schema::try_from(json!({"enum": names})).unwrap_or_default()
}

/// Kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// A step where the node's success leads on.
    InsertAfter,
    /// A step in front of the node.
    InsertBefore,
    /// Another step in place of the node.
    Replace,
    /// The node goes; what led to it leads to where its success led.
    Remove,
    /// One outcome leads elsewhere.
    Rewire,
}

/// Why an edit cannot be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no such node.
    #[error("there is no node `{node}`; there are {known}")]
    NoNode {
        /// The id asked for.
        node: String,
        /// The ids there are.
        known: String,
    },
    /// An argument is missing.
    #[error("`{0}` is missing for this edit")]
    Missing(&'static str),
    /// The node has no such outcome.
    #[error("`{node}` has no outcome `{outcome}`; it has {known}")]
    NoOutcome {
        /// Id of the node.
        node: String,
        /// The outcome asked for.
        outcome: String,
        /// The outcomes there are.
        known: String,
    },
    /// Start and end nodes are placed by the builder.
    #[error("`{node}` is a {kind} node: {advice}")]
    Fixed {
        /// Id of the node.
        node: String,
        /// Its type.
        kind: &'static str,
        /// What to do instead.
        advice: &'static str,
    },
}

/// Does one edit; notes say what went with it.
pub(super) fn apply(
    draft: &mut Draft,
    edit: &Edit,
    defaults: Defaults,
    notes: &mut Vec<Note>,
) -> Result<(), EditError> {
    let Edit { node, .. } = edit;
    let kind = kind(draft, node)?;
    match edit.op {
        Op::InsertAfter => insert_after(draft, edit, defaults)?,
        Op::InsertBefore => {
            not(node, &kind, "start", "insert after it instead")?;
            let from_outside = outside(draft, node);
            let entry = insert(draft, edit, node, defaults)?;
            draft.redirect(
                |from, edge| edge.target == *node && from_outside(from),
                &entry,
            );
        }
        Op::Replace => {
            movable(node, &kind)?;
            let next = next(draft, node);
            let entry = insert(draft, edit, &next, defaults)?;
            draft.redirect(|_, edge| edge.target == *node, &entry);
        }
        Op::Remove => {
            movable(node, &kind)?;
            let next = next(draft, node);
            draft.redirect(|from, edge| edge.target == *node && from != node, &next);
        }
        Op::Rewire => {
            let outcome = edit
                .outcome
                .as_deref()
                .ok_or(EditError::Missing("outcome"))?;
            let to = edit.to.as_deref().ok_or(EditError::Missing("to"))?;
            self::kind(draft, to)?;
            has_outcome(draft, node, outcome)?;
            draft.redirect(|from, edge| from == node && edge.name == outcome, to);
        }
    }
    let swept: Vec<String> = draft
        .sweep()
        .into_iter()
        .filter(|swept| swept != node)
        .collect();
    if !swept.is_empty() {
        notes.push(Note::new(
            node,
            format!("No longer reachable and removed: {}.", swept.join(", ")),
        ));
    }
    for talk in draft.close_talks() {
        notes.push(Note::new(
            talk,
            "Now the last words before an end, so they do not wait for an answer.",
        ));
    }
    Ok(())
}

fn insert_after(draft: &mut Draft, edit: &Edit, defaults: Defaults) -> Result<(), EditError> {
    let node = &edit.node;
    not(node, &kind(draft, node)?, "end", "insert before it instead")?;
    if let Some(outcome) = edit.outcome.as_deref() {
        has_outcome(draft, node, outcome)?;
        let edges = draft.edges(node);
        let next = edges.into_iter().find(|edge| edge.name == outcome);
        let next = next.map(|edge| edge.target).unwrap_or_default();
        let entry = insert(draft, edit, &next, defaults)?;
        draft.redirect(|from, edge| from == node && edge.name == outcome, &entry);
        return Ok(());
    }
    let next = next(draft, node);
    // Further attempts at the same check lead on to the same place.
    let attempts = draft.reachable(node, Some(&next));
    let passes = |draft: &Draft, from: &str| draft.way_on(from).as_deref() == Some(next.as_str());
    let before: Vec<String> = attempts
        .into_iter()
        .filter(|from| passes(draft, from))
        .collect();
    let entry = insert(draft, edit, &next, defaults)?;
    draft.redirect(
        |from, edge| {
            edge.target == next
                && before.iter().any(|id| id == from)
                && edge.verdict == Some(Verdict::Passed)
        },
        &entry,
    );
    Ok(())
}

/// Lays the new step so that it leads to `next`; answers its id.
fn insert(
    draft: &mut Draft,
    edit: &Edit,
    next: &str,
    defaults: Defaults,
) -> Result<String, EditError> {
    let mut step = edit.step.clone().ok_or(EditError::Missing("step"))?;
    if step.kind.node_type() == NodeType::FaceCompare {
        let has = |kind: NodeType| {
            draft
                .nodes()
                .any(|node| node.get("type") == Some(&json!(kind.name())))
        };
        fill_sources(
            &mut step,
            has(NodeType::FaceScan),
            has(NodeType::DocumentScan),
        );
    }
    let id = name(draft, &step);
    lay(draft, &step, &id, next, defaults);
    Ok(id)
}

/// Tells the nodes before a node from those that only come back to it, such as a talk before another attempt.
fn outside(draft: &Draft, node: &str) -> impl Fn(&str) -> bool + use<> {
    let start = draft.start().unwrap_or_default();
    let before = draft.reachable(&start, Some(node));
    move |from| before.contains(from)
}

/// Where the success of a node leads; the good end where it has none.
fn next(draft: &mut Draft, node: &str) -> String {
    match draft.way_on(node) {
        Some(next) if next != node => next,
        _ => draft.end(Ending::Verified),
    }
}

fn kind(draft: &Draft, node: &str) -> Result<String, EditError> {
    let found = draft.node(node).ok_or_else(|| EditError::NoNode {
        node: node.to_owned(),
        known: draft.nodes().map(id).collect::<Vec<_>>().join(", "),
    })?;
    Ok(found
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned())
}

fn has_outcome(draft: &Draft, node: &str, outcome: &str) -> Result<(), EditError> {
    let edges = draft.edges(node);
    if edges.iter().any(|edge| edge.name == outcome) {
        return Ok(());
    }
    Err(EditError::NoOutcome {
        node: node.to_owned(),
        outcome: outcome.to_owned(),
        known: edges
            .into_iter()
            .map(|edge| edge.name)
            .collect::<Vec<_>>()
            .join(", "),
    })
}

fn movable(node: &str, kind: &str) -> Result<(), EditError> {
    not(node, kind, "start", "it stays")?;
    not(node, kind, "end", "rewire what leads to it")
}

fn not(node: &str, kind: &str, fixed: &'static str, advice: &'static str) -> Result<(), EditError> {
    if kind == fixed {
        return Err(EditError::Fixed {
            node: node.to_owned(),
            kind: fixed,
            advice,
        });
    }
    Ok(())
}
