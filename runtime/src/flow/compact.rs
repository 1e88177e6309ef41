//! The schema of a flow as short as it can be and still tell right from wrong: a model pays for every word of it.

use flow_core::schema::DOCUMENT_TYPES;
use serde_json::{Map, Value, json};

use super::schema::schema;

/// The schema of [`schema()`] without descriptions, defaults, conditions and the long list of documents.
///
/// Takes every flow that the full schema takes. Still told: the types of nodes, their required fields, and the spelling
/// of their outcomes.
pub fn compact_schema() -> Value {
    let mut full = schema();
    let mut nodes = Vec::new();
    let mut parts = Map::new();
    if let Some(Value::Object(defs)) = full.get_mut("$defs").map(Value::take) {
        for (name, mut part) in defs {
            shorten(&mut part);
            if part.pointer("/properties/type/const").is_some() {
                leave_what_all_share(&mut part);
                nodes.push(part);
            } else {
                parts.insert(name, part);
            }
        }
    }
    json!({
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "properties": {"id": {"type": "string"}},
            "required": ["id", "type"],
            "oneOf": nodes,
        },
        "$defs": parts,
    })
}

/// What is said beside the choice, once for all node types.
fn leave_what_all_share(node: &mut Value) {
    let Value::Object(map) = node else { return };
    map.shift_remove("type");
    if let Some(Value::Object(own)) = map.get_mut("properties") {
        own.shift_remove("id");
    }
    if let Some(Value::Array(required)) = map.get_mut("required") {
        required.retain(|name| name != "id" && name != "type");
        if required.is_empty() {
            map.shift_remove("required");
        }
    }
}

fn shorten(schema: &mut Value) {
    let Value::Object(map) = schema else { return };
    for word in ["description", "default", "allOf"] {
        map.shift_remove(word);
    }
    let choices = map.get("enum").and_then(Value::as_array).map(Vec::len);
    if choices == Some(DOCUMENT_TYPES.len()) {
        *map = Map::from_iter([("type".to_owned(), json!("string"))]);
    }
    if map.shift_remove("additionalProperties").is_some() {
        close_by_names(map);
    }
    if let Some(Value::Object(own)) = map.get_mut("properties") {
        own.values_mut().for_each(shorten);
    }
    if let Some(items) = map.get_mut("items") {
        shorten(items);
    }
}

/// An outcome map: where all of its names are required, it is closed by their number, and they stand there once.
fn close_by_names(map: &mut Map<String, Value>) {
    let Some(Value::Object(all)) = map.shift_remove("properties") else {
        return;
    };
    // That names are required says that it is an object.
    map.shift_remove("type");
    let required = map.get("required").and_then(Value::as_array);
    if required.map(Vec::len) == Some(all.len()) {
        map.insert("maxProperties".to_owned(), json!(all.len()));
    } else {
        let names: Vec<&String> = all.keys().collect();
        map.insert("propertyNames".to_owned(), json!({"enum": names}));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::author::RECIPES;

    fn takes(flow: &Value) -> bool {
        let validator = jsonschema::draft202012::new(&compact_schema()).expect("a schema");
        validator.is_valid(flow)
    }

    #[test]
    fn recipes_are_taken() {
        for recipe in RECIPES {
            let flow = serde_json::from_str(recipe.flow).expect("JSON");
            assert!(takes(&flow), "{}", recipe.name);
        }
    }

    #[test]
    fn wrong_types_fields_and_outcomes_are_not() {
        let with = |node: Value| json!([{"id": "s", "type": "start", "outcome": "a"}, node]);
        let live = |outcomes: Value| {
            with(json!({"id": "a", "type": "liveness_detection", "outcomes": outcomes}))
        };
        let four = json!({"livenessDetected": "e", "deepfakeDetected": "e", "noFace": "e", "inconclusive": "e"});
        let mut five = four.clone();
        five["captureUnavailable"] = json!("e");
        let mut wrong = four.clone();
        wrong["captureFailed"] = json!("e");
        for (flow, valid) in [
            (live(four), true),
            (live(five), true),
            (live(wrong), false),
            (live(json!({"livenessDetected": "e"})), false),
            (with(json!({"id": "a", "type": "teleport"})), false),
            (with(json!({"type": "end"})), false),
            (
                with(json!({"id": "a", "type": "conversation", "outcomes": []})),
                false,
            ),
            (
                with(
                    json!({"id": "a", "type": "enter_email", "outcomes": {"emailEntered": "e", "cancelled": "e"}}),
                ),
                false,
            ),
            (
                with(
                    json!({"id": "a", "type": "enter_email", "outcomes": {"emailEntered": "e", "canceled": "e", "x": "e"}}),
                ),
                false,
            ),
        ] {
            assert_eq!(takes(&flow), valid, "{flow}");
        }
    }
}
