//! Second peer: `serde_json::Value`, then our published JSON Schema through `jsonschema`, then the graph check.
//!
//! The schema is the one the server publishes: `oneOf` with one entry per node type, told apart by a constant `type`.

use jsonschema::Validator;
use serde_json::Value;

use crate::graph::{Graph, Role};

/// A compiled schema.
#[derive(Debug)]
pub struct SchemaPeer(Validator);

impl SchemaPeer {
    /// Compiles the schema once, as an application would at start.
    ///
    /// # Panics
    /// Where our own schema does not compile.
    pub fn new() -> Self {
        let schema = facesign_mcp::flow::schema();
        Self(jsonschema::validator_for(&schema).expect("the published schema compiles"))
    }

    /// Whether the document is a sound flow.
    pub fn accepts(&self, document: &str) -> bool {
        let Ok(flow) = serde_json::from_str::<Value>(document) else {
            return false;
        };
        self.0.is_valid(&flow) && graph_of(&flow).is_some_and(|graph| graph.is_sound())
    }
}

impl Default for SchemaPeer {
    fn default() -> Self {
        Self::new()
    }
}

fn graph_of(flow: &Value) -> Option<Graph<'_>> {
    let mut graph = Graph::default();
    for node in flow.as_array()? {
        let role = match node["type"].as_str()? {
            "start" => Role::Entry,
            "end" => Role::Terminal,
            _ => Role::Step,
        };
        graph.node(node["id"].as_str()?, role);
        for field in ["outcome", "default"] {
            if let Some(target) = node[field].as_str() {
                graph.edge(target);
            }
        }
        match &node["outcomes"] {
            Value::Object(map) => map
                .values()
                .filter_map(Value::as_str)
                .for_each(|target| graph.edge(target)),
            Value::Array(list) => {
                list.iter()
                    .filter_map(|item| item["targetNodeId"].as_str())
                    .for_each(|target| graph.edge(target));
            }
            _ => {}
        }
        for rule in node["rules"].as_array().into_iter().flatten() {
            graph.edge(rule["outcome"].as_str()?);
        }
        let exits = node
            .pointer("/awaitExternal/exits")
            .and_then(Value::as_object);
        for target in exits.into_iter().flat_map(|exits| exits.values()) {
            graph.edge(target.as_str()?);
        }
    }
    Some(graph)
}
