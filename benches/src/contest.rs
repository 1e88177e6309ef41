//! The contestants: each takes a document and answers whether it is a sound flow.

use crate::schema::SchemaPeer;
use crate::typed;

/// One way to check a flow.
pub struct Contestant {
    /// Short name, the id in criterion's reports.
    pub id: &'static str,
    /// What it does, for the table.
    pub does: &'static str,
    /// The check.
    pub accepts: Box<dyn Fn(&str) -> bool>,
}

/// All contestants, ours first.
pub fn contestants() -> Vec<Contestant> {
    let schema = SchemaPeer::new();
    vec![
        Contestant {
            id: "serde_json typed",
            does: "serde_json into borrowed types, field and graph checks",
            accepts: Box::new(typed::accepts),
        },
        Contestant {
            id: "serde_json Value + jsonschema",
            does: "serde_json::Value, jsonschema with oneOf per node type, graph check",
            accepts: Box::new(move |document| schema.accepts(document)),
        },
    ]
}
