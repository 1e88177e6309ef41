//! JSON Schemas of tool inputs and outputs: 2020-12, inline, without the number formats that several clients warn about.

use rmcp::model::JsonObject;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use crate::flow;

/// Schema of a tool's arguments.
pub(super) fn input<T: JsonSchema>() -> JsonObject {
    object(
        SchemaSettings::draft2020_12()
            .with(|settings| settings.inline_subschemas = true)
            .into_generator()
            .into_root_schema_for::<T>(),
    )
}

/// Schema of a tool's structured output.
pub(super) fn output<T: JsonSchema>() -> JsonObject {
    let settings = SchemaSettings::draft2020_12()
        .for_serialize()
        .with(|settings| settings.inline_subschemas = true);
    object(settings.into_generator().into_root_schema_for::<T>())
}

/// Puts the full schema of a flow in place of the property `flow`; its definitions move to the root.
pub(super) fn with_flow(mut schema: JsonObject) -> JsonObject {
    let Value::Object(mut flow) = flow::schema() else {
        return schema;
    };
    let definitions = flow.remove("$defs");
    flow.remove("$schema");
    if let Some(property) = schema
        .get_mut("properties")
        .and_then(|properties| properties.get_mut("flow"))
    {
        if let Some(description) = property.get("description").cloned() {
            flow.insert("description".to_owned(), description);
        }
        *property = Value::Object(flow);
    }
    if let Some(definitions) = definitions {
        schema.insert("$defs".to_owned(), definitions);
    }
    schema
}

/// Adds the properties of one input schema to another.
pub(super) fn merged(mut schema: JsonObject, other: &JsonObject) -> JsonObject {
    if let (Some(Value::Object(into)), Some(Value::Object(from))) =
        (schema.get_mut("properties"), other.get("properties"))
    {
        for (name, property) in from {
            into.insert(name.clone(), property.clone());
        }
    }
    schema
}

/// For `#[schemars(schema_with)]`: a flow in the forms that are accepted; the details stand in one tool alone.
pub(super) fn flow_reference(_: &mut schemars::SchemaGenerator) -> Schema {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("array"));
    schema.insert(
        "items".to_owned(),
        json!({"type": "object", "required": ["id", "type"]}),
    );
    schema.into()
}

/// For `#[schemars(schema_with)]`: a free object.
pub(super) fn any_object(_: &mut schemars::SchemaGenerator) -> Schema {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.into()
}

fn object(schema: Schema) -> JsonObject {
    let mut value = schema.to_value();
    tidy(&mut value, true);
    match value {
        Value::Object(object) => object,
        _ => JsonObject::new(),
    }
}

/// Removes titles of types, formats of numbers, and the null beside an optional value.
fn tidy(value: &mut Value, is_schema: bool) {
    match value {
        Value::Object(map) => {
            if is_schema {
                map.remove("title");
                let is_number_format =
                    |format: &str| format.contains("int") || matches!(format, "float" | "double");
                if map
                    .get("format")
                    .and_then(Value::as_str)
                    .is_some_and(is_number_format)
                {
                    map.remove("format");
                }
                absent_not_null(map);
            }
            for (key, child) in map.iter_mut() {
                // Below these keys stand names of the author's choosing, which may read like keywords.
                let names = matches!(key.as_str(), "properties" | "$defs" | "patternProperties");
                tidy_children(child, names);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| tidy(item, true)),
        _ => {}
    }
}

/// An optional property is described by what it holds where it is there: that null is taken as absence, too, helps no
/// caller, and clients warn about types they cannot port.
fn absent_not_null(schema: &mut Map<String, Value>) {
    if schema.get("default") == Some(&Value::Null) {
        schema.remove("default");
    }
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(forms)) = schema.get_mut("anyOf") {
        forms.retain(|form| *form != json!({"type": "null"}));
        if let [Value::Object(only)] = forms.as_slice() {
            let only = only.clone();
            schema.remove("anyOf");
            for (key, value) in only {
                schema.entry(key).or_insert(value);
            }
        }
    }
}

fn tidy_children(child: &mut Value, are_names: bool) {
    match child {
        Value::Object(map) if are_names => map.values_mut().for_each(|schema| tidy(schema, true)),
        other => tidy(other, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is of interest")]
    struct Sample {
        /// How many.
        count: u32,
        /// A property that is called like a keyword.
        title: Option<String>,
        nested: Nested,
        maybe: Option<Nested>,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is of interest")]
    struct Nested {
        format: i64,
    }

    #[test]
    fn number_formats_and_type_names_go_and_properties_stay() {
        let schema = Value::Object(input::<Sample>());
        assert_eq!(schema.pointer("/properties/count/format"), None);
        assert_eq!(
            schema.pointer("/properties/nested/properties/format/format"),
            None
        );
        assert!(
            schema
                .pointer("/properties/nested/properties/format")
                .is_some()
        );
        assert_eq!(schema["properties"]["title"]["type"], "string");
        assert_eq!(schema["properties"]["maybe"]["type"], "object");
        assert!(!schema.to_string().contains("null"), "{schema}");
        assert_eq!(schema.get("title"), None);
        assert_eq!(
            schema["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
    }
}
