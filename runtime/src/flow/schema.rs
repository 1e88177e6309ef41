//! The JSON Schema of a flow, generated from the schema table of `flow-core`.

use flow_core::schema::{Field, Kind, NODES, Need, NodeSpec};
use serde_json::{Map, Value, json};

/// JSON Schema 2020-12 of a flow: one of the node types per element, parts that several nodes share under `$defs`.
///
/// Outcome maps are closed; nodes are open, because the API ignores what it does not know and the rules warn of it.
pub fn schema() -> Value {
    let mut parts = Parts::new(Mode::Count);
    for spec in NODES {
        parts.node(spec);
    }
    parts.mode = Mode::Refer;
    let mut defs: Map<String, Value> = NODES
        .iter()
        .map(|spec| (spec.name.to_owned(), parts.node(spec)))
        .collect();
    let choices: Vec<Value> = defs.keys().map(|name| reference(name)).collect();
    defs.insert(
        NODE_ID.to_owned(),
        json!({"type": "string", "pattern": VISIBLE}),
    );
    let shared = parts.known.into_iter();
    defs.extend(shared.filter_map(|part| Some((part.name, part.schema?))));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "description": "A FaceSign flow: exactly one start node, at least one end node, edges inside the nodes.",
        "type": "array",
        "minItems": 1,
        "items": {"oneOf": choices},
        "$defs": defs,
    })
}

/// Where the schema of a node id stands.
const NODE_ID: &str = "nodeId";

/// At least one visible character and no control character, as rule `invalid-id` has it.
const VISIBLE: &str = concat!(
    r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f]",
    r"[^\u0000-\u001f\u007f-\u009f]*$"
);

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

/// What is done with objects inside nodes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// They are written where they occur.
    Inline,
    /// Their uses are counted.
    Count,
    /// Those used more than once are written once and referred to.
    Refer,
}

/// The objects inside nodes.
struct Parts {
    mode: Mode,
    known: Vec<Part>,
}

/// An object inside nodes, told apart from others by its whole content.
struct Part {
    name: String,
    content: Value,
    uses: u32,
    schema: Option<Value>,
}

impl Parts {
    fn new(mode: Mode) -> Self {
        Self {
            mode,
            known: Vec::new(),
        }
    }

    fn node(&mut self, spec: &NodeSpec) -> Value {
        let mut node = self.object(spec.fields);
        let mut properties = json!({"id": reference(NODE_ID), "type": {"const": spec.name}});
        if let (Value::Object(all), Some(Value::Object(own))) =
            (&mut properties, node.get_mut("properties"))
        {
            all.append(own);
        }
        let mut required = vec![json!("id"), json!("type")];
        if let Some(Value::Array(own)) = node.get_mut("required") {
            required.append(own);
        }
        json!({"type": "object", "description": spec.summary.text(), "properties": properties, "required": required})
    }

    fn object(&mut self, fields: &[Field]) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in fields {
            let mut value = self.value(field);
            if let Value::Object(schema) = &mut value
                && !field.holds_edges() | matches!(field.kind, Kind::Target)
            {
                schema.insert("description".to_owned(), json!(field.meaning.text()));
            }
            if let Some(default) = field
                .default
                .get()
                .and_then(|text| serde_json::from_str::<Value>(text).ok())
            {
                value["default"] = default;
            }
            properties.insert(field.name.to_owned(), value);
            if matches!(field.need, Need::Required | Need::FilledFromNoFace) {
                required.push(field.name);
            }
        }
        let mut object = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        if let Some(conditions) = conditions(fields) {
            object["allOf"] = conditions;
        }
        object
    }

    fn value(&mut self, field: &Field) -> Value {
        match field.kind {
            Kind::Text | Kind::Prompt | Kind::Condition | Kind::OutcomeId | Kind::Target => {
                json!({"type": "string"})
            }
            Kind::Flag => json!({"type": "boolean"}),
            Kind::Number { min, max } => number("number", min, max),
            Kind::Whole { min, max } => number("integer", min, max),
            Kind::Scalar => json!({"type": ["string", "number", "boolean"]}),
            Kind::Choice(values) => json!({"enum": values}),
            Kind::Choices(values) => json!({"type": "array", "items": {"enum": values}}),
            Kind::Object(inner) => self.part(field.name, inner, false),
            Kind::List(inner) => {
                json!({"type": "array", "items": self.part(field.name, inner, false)})
            }
            Kind::Branches(inner) | Kind::Comparisons(inner) => {
                json!({"type": "array", "minItems": 1, "items": self.part(field.name, inner, false)})
            }
            Kind::Outcomes(outcomes) => self.part(field.name, outcomes, true),
        }
    }

    /// An object inside a node, or a reference to it.
    fn part(&mut self, name: &str, fields: &[Field], closed: bool) -> Value {
        if self.mode == Mode::Inline {
            return self.written(fields, closed);
        }
        let content = Self::new(Mode::Inline).written(fields, closed);
        let known = self.known.iter().position(|part| part.content == content);
        match (self.mode, known) {
            (Mode::Count, Some(known)) => {
                self.known[known].uses += 1;
                content
            }
            (Mode::Count, None) => {
                let name = self.free(name);
                self.known.push(Part {
                    name,
                    content,
                    uses: 1,
                    schema: None,
                });
                self.written(fields, closed)
            }
            (_, Some(known)) if self.known[known].uses > 1 => {
                let schema = self.written(fields, closed);
                let part = &mut self.known[known];
                part.schema = Some(schema);
                reference(&part.name)
            }
            _ => self.written(fields, closed),
        }
    }

    fn written(&mut self, fields: &[Field], closed: bool) -> Value {
        let mut object = self.object(fields);
        if closed {
            object["additionalProperties"] = json!(false);
        }
        object
    }

    /// A name that neither a node type nor another part has.
    fn free(&self, name: &str) -> String {
        let taken = |name: &str| {
            NODES.iter().any(|spec| spec.name == name)
                || self.known.iter().any(|part| part.name == name)
        };
        let numbered = (2..).map(|count| format!("{name}{count}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        names.find(|name| !taken(name)).unwrap_or_default()
    }
}

fn number(kind: &str, min: u32, max: u32) -> Value {
    let mut number = json!({"type": kind, "minimum": min});
    if max != u32::MAX {
        number["maximum"] = json!(max);
    }
    number
}

/// What is needed only beside certain values of the deciding member.
fn conditions(fields: &[Field]) -> Option<Value> {
    let deciding = fields
        .iter()
        .find(|field| matches!(field.kind, Kind::Choice(_)))?
        .name;
    let conditions: Vec<Value> = fields
        .iter()
        .filter_map(|field| {
            let choice = match (field.need.with(), field.need.without()) {
                (Some(value), _) => json!({"const": value}),
                (_, Some(values)) => json!({"not": {"enum": values}}),
                _ => return None,
            };
            Some(json!({"if": {"properties": {deciding: choice}}, "then": {"required": [field.name]}}))
        })
        .collect();
    (!conditions.is_empty()).then(|| json!(conditions))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(flow: &Value, valid: bool) {
        let validator = jsonschema::draft202012::new(&schema()).unwrap();
        assert_eq!(validator.is_valid(flow), valid, "{flow}");
    }

    fn with(node: &Value) -> Value {
        json!([{"id": "s", "type": "start", "outcome": "a"}, node, {"id": "e", "type": "end"}])
    }

    #[test]
    fn flows_are_told_apart_as_by_the_rules() {
        let branch = json!([{"id": "x", "condition": "", "targetNodeId": "e"}]);
        let mail =
            |outcomes: Value| json!({"id": "a", "type": "enter_email", "outcomes": outcomes});
        let compare = |source: Value| {
            json!({"id": "a", "type": "face_compare", "sourceA": source, "sourceB": {"source": "sessionVideo"},
                "outcomes": {"match": "e", "noMatch": "e", "imageUnavailable": "e"}})
        };
        let route = |rule: Value| json!({"id": "a", "type": "field_condition", "default": "e", "rules": [rule]});
        let left = json!({"source": "providedData", "field": "f"});
        for (node, valid) in [
            (mail(json!({"emailEntered": "e", "canceled": "e"})), true),
            (mail(json!({"emailEntered": "e", "cancelled": "e"})), false),
            (mail(json!({"emailEntered": "e"})), false),
            (
                json!({"id": "a", "type": "conversation", "prompt": "p", "outcomes": branch}),
                true,
            ),
            (
                json!({"id": "a", "type": "conversation", "prompt": "p", "outcomes": []}),
                false,
            ),
            (
                json!({"id": "a", "type": "conversation", "outcomes": branch}),
                false,
            ),
            (json!({"id": "a", "type": "teleport"}), false),
            (
                compare(json!({"source": "providedData", "providedDataKey": "k"})),
                true,
            ),
            (compare(json!({"source": "providedData"})), false),
            (compare(json!({"source": "faceScan"})), true),
            (
                route(json!({"left": left, "operator": "exists", "outcome": "e"})),
                true,
            ),
            (
                route(json!({"left": left, "operator": "gt", "outcome": "e"})),
                false,
            ),
            (
                route(
                    json!({"left": left, "operator": "gt", "right": {"type": "literal", "value": 1}, "outcome": "e"}),
                ),
                true,
            ),
        ] {
            let flow = with(&node);
            check(&flow, valid);
            assert_eq!(
                crate::flow::check_value(&flow).flow.is_some(),
                valid,
                "{flow}"
            );
        }
        check(&json!([]), false);
        check(&json!({"flow": []}), false);
    }

    #[test]
    fn the_schema_is_small_and_free_of_formats() {
        let text = schema().to_string();
        assert!(!text.contains("\"format\""));
        assert!(text.len() <= 16 * 1024, "{} bytes", text.len());
    }
}
