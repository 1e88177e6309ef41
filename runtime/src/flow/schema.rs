//! The JSON Schema of a flow, generated from the schema table of `flow-core`.

use serde_json::{Value, json};

/// JSON Schema 2020-12 of a flow.
pub fn schema() -> Value {
    json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "array", "items": {"type": "object"}})
}
