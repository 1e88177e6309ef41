//! The graph questions answered a second time: plain sets over `serde_json::Value`, no care for speed.
//!
//! It is the oracle of the validator's graph rules. It reads only flows whose fields are well-shaped and whose targets
//! all exist, which every flow made from a [`crate::sketch::Sketch`] is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A flow as sets of node ids.
#[derive(Clone, Debug)]
pub struct Model {
    /// Node type by id; awaiting conversations are `conversation` like the others.
    pub types: BTreeMap<String, String>,
    /// Direct targets by id.
    pub targets: BTreeMap<String, BTreeSet<String>>,
    /// Everything reachable over one edge or more, by id.
    pub beyond: BTreeMap<String, BTreeSet<String>>,
    /// Nodes as they stand in the document.
    nodes: BTreeMap<String, Value>,
}

impl Model {
    /// Reads an array of nodes with distinct ids.
    ///
    /// # Panics
    /// Where the value is no such array.
    pub fn of(flow: &Value) -> Self {
        let nodes: BTreeMap<String, Value> = flow
            .as_array()
            .expect("an array")
            .iter()
            .map(|node| (text(&node["id"]), node.clone()))
            .collect();
        let types = nodes
            .iter()
            .map(|(id, node)| (id.clone(), text(&node["type"])))
            .collect();
        let targets: BTreeMap<String, BTreeSet<String>> = nodes
            .iter()
            .map(|(id, node)| (id.clone(), targets(node).into_iter().collect()))
            .collect();
        let beyond = closure(&targets);
        Self {
            types,
            targets,
            beyond,
            nodes,
        }
    }

    /// Ids of the start nodes.
    pub fn entries(&self) -> BTreeSet<String> {
        self.of_type(&["start"])
    }

    /// Ids of the end nodes.
    pub fn terminals(&self) -> BTreeSet<String> {
        self.of_type(&["end"])
    }

    /// Ids of the nodes with one of these types.
    pub fn of_type(&self, types: &[&str]) -> BTreeSet<String> {
        self.types
            .iter()
            .filter(|(_, node_type)| types.contains(&node_type.as_str()))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Nodes that no start node leads to, in any number of steps.
    pub fn unreachable(&self) -> BTreeSet<String> {
        let reached = self.reached();
        self.types
            .keys()
            .filter(|id| !reached.contains(*id))
            .cloned()
            .collect()
    }

    /// Start nodes and everything beyond them.
    pub fn reached(&self) -> BTreeSet<String> {
        let mut reached = self.entries();
        for entry in self.entries() {
            reached.extend(self.beyond[&entry].iter().cloned());
        }
        reached
    }

    /// Reached nodes from which no end node can be reached.
    pub fn traps(&self) -> BTreeSet<String> {
        let terminals = self.terminals();
        let leads_out = |id: &String| {
            terminals.contains(id)
                || self.beyond[id]
                    .iter()
                    .any(|other| terminals.contains(other))
        };
        self.reached()
            .into_iter()
            .filter(|id| !leads_out(id))
            .collect()
    }

    /// Whether two nodes lie on one cycle; a node lies on a cycle with itself where some walk returns to it.
    pub fn on_one_cycle(&self, first: &str, second: &str) -> bool {
        self.beyond[first].contains(second) && self.beyond[second].contains(first)
    }

    /// Sets of nodes that all lie on one cycle with each other.
    pub fn cycles(&self) -> BTreeSet<BTreeSet<String>> {
        let together = |id: &String| -> BTreeSet<String> {
            self.types
                .keys()
                .filter(|other| self.on_one_cycle(id, other))
                .cloned()
                .collect()
        };
        self.types
            .keys()
            .map(together)
            .filter(|cycle| !cycle.is_empty())
            .collect()
    }

    /// The same flow without some nodes: edges to and from them are gone as well.
    #[must_use]
    pub fn without(&self, gone: &BTreeSet<String>) -> Self {
        let keep = |id: &String| !gone.contains(id);
        let types = self
            .types
            .iter()
            .filter(|(id, _)| keep(id))
            .map(|(id, kind)| (id.clone(), kind.clone()))
            .collect();
        let targets = self
            .targets
            .iter()
            .filter(|(id, _)| keep(id))
            .map(|(id, set)| {
                (
                    id.clone(),
                    set.iter().filter(|id| keep(id)).cloned().collect(),
                )
            })
            .collect();
        let beyond = closure(&targets);
        let nodes = self
            .nodes
            .iter()
            .filter(|(id, _)| keep(id))
            .map(|(id, node)| (id.clone(), node.clone()))
            .collect();
        Self {
            types,
            targets,
            beyond,
            nodes,
        }
    }

    /// All nodes, those on one cycle together, every other one alone.
    pub fn parts(&self) -> BTreeSet<BTreeSet<String>> {
        let mut parts = self.cycles();
        let alone = |id: &&String| !self.beyond[*id].contains(*id);
        parts.extend(
            self.types
                .keys()
                .filter(alone)
                .map(|id| BTreeSet::from([id.clone()])),
        );
        parts
    }

    /// The node with that id.
    pub fn node(&self, id: &str) -> &Value {
        &self.nodes[id]
    }
}

/// Every target of a node, in whatever form its edges are written.
pub fn targets(node: &Value) -> Vec<String> {
    moves(node).into_iter().map(|(_, target)| target).collect()
}

/// Every way out of a node: the outcome as a walk names it, and the target.
pub fn moves(node: &Value) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = ["outcome", "default"]
        .iter()
        .filter_map(|field| Some(((*field).to_owned(), text(node.get(field)?))))
        .collect();
    let map = |map: &serde_json::Map<String, Value>| -> Vec<(String, String)> {
        map.iter()
            .map(|(outcome, target)| (outcome.clone(), text(target)))
            .collect()
    };
    match &node["outcomes"] {
        Value::Object(outcomes) => found.extend(map(outcomes)),
        Value::Array(list) => found.extend(
            list.iter()
                .map(|outcome| (text(&outcome["id"]), text(&outcome["targetNodeId"]))),
        ),
        _ => {}
    }
    for (position, rule) in node["rules"].as_array().into_iter().flatten().enumerate() {
        found.push((format!("rules/{position}"), text(&rule["outcome"])));
    }
    if let Some(exits) = node
        .pointer("/awaitExternal/exits")
        .and_then(Value::as_object)
    {
        found.extend(map(exits));
    }
    found
}

fn closure(targets: &BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    let mut beyond = targets.clone();
    loop {
        let grown: BTreeMap<String, BTreeSet<String>> = beyond
            .iter()
            .map(|(id, set)| {
                let further = set.iter().filter_map(|next| beyond.get(next)).flatten();
                (id.clone(), set.iter().chain(further).cloned().collect())
            })
            .collect();
        if grown == beyond {
            return grown;
        }
        beyond = grown;
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
