//! JSON Schemas of tool inputs and outputs: 2020-12, inline, short, without the number formats that several clients warn
//! about.

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

/// Schema of a tool's structured output: names and kinds alone, since no model writes it and the text beside it explains.
pub(super) fn output<T: JsonSchema>() -> JsonObject {
    let settings = SchemaSettings::draft2020_12()
        .for_serialize()
        .with(|settings| settings.inline_subschemas = true);
    let mut schema = Value::Object(object(
        settings.into_generator().into_root_schema_for::<T>(),
    ));
    every_schema(&mut schema, &mut |map| {
        map.shift_remove("description");
    });
    match schema {
        Value::Object(schema) => schema,
        _ => JsonObject::new(),
    }
}

/// Puts the compact schema of a flow in place of the property `flow`; its definitions move to the root.
pub(super) fn with_flow(mut schema: JsonObject) -> JsonObject {
    let Value::Object(mut flow) = flow::compact_schema() else {
        return schema;
    };
    let definitions = flow.shift_remove("$defs");
    if let Some(property) = schema
        .get_mut("properties")
        .and_then(|properties| properties.get_mut("flow"))
    {
        if let Some(description) = property.get("description") {
            flow.insert("description".to_owned(), description.clone());
        }
        *property = Value::Object(flow);
    }
    if let Some(definitions) = definitions {
        schema.insert("$defs".to_owned(), definitions);
    }
    schema
}

/// The properties of a tool's own and, without a word, those that another tool has explained.
pub(super) fn merged(mut own: JsonObject, explained: JsonObject) -> JsonObject {
    let mut explained = Value::Object(explained);
    if let (Some(Value::Object(into)), Some(Value::Object(from))) =
        (own.get_mut("properties"), explained.get_mut("properties"))
    {
        for (name, property) in from {
            every_schema(property, &mut |map| {
                map.shift_remove("description");
            });
            into.insert(name.clone(), property.take());
        }
    }
    own
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

/// For `#[schemars(schema_with)]`: a list of objects whose fields speak for themselves.
pub(super) fn rows(_: &mut schemars::SchemaGenerator) -> Schema {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("array"));
    schema.insert("items".to_owned(), json!({"type": "object"}));
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
    every_schema(&mut value, &mut tidy);
    match value {
        Value::Object(mut object) => {
            // The protocol takes 2020-12 where nothing is said.
            object.shift_remove("$schema");
            // The tool has a description of its own.
            object.shift_remove("description");
            object
        }
        _ => JsonObject::new(),
    }
}

/// Does something to a schema and all schemas inside it.
fn every_schema(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(map) => {
            change(map);
            for (key, child) in map.iter_mut() {
                // Below these keys stand names of the author's choosing, which may read like keywords.
                let are_names =
                    matches!(key.as_str(), "properties" | "$defs" | "patternProperties");
                match child {
                    Value::Object(named) if are_names => {
                        named
                            .values_mut()
                            .for_each(|schema| every_schema(schema, change));
                    }
                    other => every_schema(other, change),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| every_schema(item, change)),
        _ => {}
    }
}

/// Removes titles of types, formats of numbers, the null beside an optional value, and words that are said elsewhere.
fn tidy(map: &mut Map<String, Value>) {
    map.shift_remove("title");
    let is_number_format =
        |format: &str| format.contains("int") || matches!(format, "float" | "double");
    if map
        .get("format")
        .and_then(Value::as_str)
        .is_some_and(is_number_format)
    {
        map.shift_remove("format");
        // What cannot be negative by its type needs no bound.
        if map.get("minimum") == Some(&json!(0)) {
            map.shift_remove("minimum");
        }
    }
    // What an array holds is said where the array is.
    if let Some(Value::Object(items)) = map.get_mut("items") {
        items.shift_remove("description");
    }
    absent_not_null(map);
    choice_of_names(map);
}

/// A choice among constants is a list of names.
fn choice_of_names(schema: &mut Map<String, Value>) {
    let Some(Value::Array(forms)) = schema.get("oneOf") else {
        return;
    };
    let names: Option<Vec<Value>> = forms
        .iter()
        .map(|form| form.get("const").cloned())
        .collect();
    if let Some(names) = names {
        schema.shift_remove("oneOf");
        schema.insert("type".to_owned(), json!("string"));
        schema.insert("enum".to_owned(), Value::Array(names));
    }
}

/// An optional property is described by what it holds where it is there: that null is taken as absence, too, helps no
/// caller, and clients warn about types they cannot port.
fn absent_not_null(schema: &mut Map<String, Value>) {
    if schema.get("default") == Some(&Value::Null) {
        schema.shift_remove("default");
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
            schema.shift_remove("anyOf");
            for (key, value) in only {
                schema.entry(key).or_insert(value);
            }
        }
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
        /// A property that is called like what is left out.
        description: String,
        /// Which.
        choice: Choice,
    }

    #[derive(JsonSchema)]
    #[serde(rename_all = "lowercase")]
    #[expect(dead_code, reason = "only its schema is of interest")]
    enum Choice {
        /// The first.
        One,
        /// The second.
        Other,
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
        assert_eq!(schema.get("$schema"), None);
        assert_eq!(
            schema["properties"]["choice"],
            json!({"type": "string", "enum": ["one", "other"], "description": "Which."})
        );
        let output = Value::Object(output::<Sample>());
        assert!(!output.to_string().contains("How many"), "{output}");
        assert!(output["properties"].get("description").is_some());
    }
}
