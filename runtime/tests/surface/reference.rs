//! `docs/tools.md`: what clients are told, laid out for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::glossary;

const HEAD: &str = "# Tools, prompts and resources

What clients are told of tools, prompts and resources, laid out for people. This page is generated:
`UPDATE_EXPECT=1 cargo test -p facesign-mcp --test surface` writes it, and the same test without the variable fails where it
differs from what the server says.
";

/// The whole page.
pub(crate) fn page(lists: &BTreeMap<&'static str, Value>) -> String {
    let mut page = HEAD.to_owned();
    page.push_str("\n## Tools\n");
    for tool in items(lists, "tools") {
        add_tool(&mut page, tool);
    }
    page.push_str("\n## Prompts\n\n| prompt | arguments | what it is for |\n| --- | --- | --- |\n");
    for prompt in items(lists, "prompts") {
        let arguments: Vec<String> = list(&prompt["arguments"])
            .iter()
            .map(|argument| named(text(argument, "name"), argument["required"] == true))
            .collect();
        row(
            &mut page,
            &[
                &code(prompt, "name"),
                &arguments.join(", "),
                text(prompt, "description"),
            ],
        );
    }
    page.push_str("\n## Resources\n\n| address | format | what it holds |\n| --- | --- | --- |\n");
    for (list, address) in [("resources", "uri"), ("resourceTemplates", "uriTemplate")] {
        for resource in items(lists, list) {
            row(
                &mut page,
                &[
                    &code(resource, address),
                    text(resource, "mimeType"),
                    text(resource, "description"),
                ],
            );
        }
    }
    page
}

fn add_tool(page: &mut String, tool: &Value) {
    let hints: Vec<&str> = HINTS
        .iter()
        .filter_map(|(hint, yes, no)| {
            tool["annotations"][hint]
                .as_bool()
                .map(|is| if is { *yes } else { *no })
        })
        .filter(|words| !words.is_empty())
        .collect();
    let told = format!(
        "\n### {}\n\n**{}**{}{}\n\n{}\n",
        code(tool, "name"),
        text(tool, "title"),
        if hints.is_empty() { "" } else { " · " },
        hints.join(" · "),
        text(tool, "description")
    );
    page.push_str(&told);
    for (title, schema) in [
        ("argument", &tool["inputSchema"]),
        ("answer", &tool["outputSchema"]),
    ] {
        let Some(properties) = schema["properties"]
            .as_object()
            .filter(|all| !all.is_empty())
        else {
            continue;
        };
        // Writing to a string cannot fail.
        let _ = write!(
            page,
            "\n| {title} | value | meaning |\n| --- | --- | --- |\n"
        );
        let required = list(&schema["required"]);
        for (name, property) in properties {
            let must = required.iter().any(|required| required == name);
            row(
                page,
                &[
                    &named(name, must),
                    &kind(property),
                    meaning(title, name, property),
                ],
            );
        }
    }
}

/// What an argument or a field of an answer means. Arguments that two tools share are described once.
fn meaning<'a>(title: &str, name: &str, property: &'a Value) -> &'a str {
    match (text(property, "description"), title) {
        ("", "argument") => "as in `launch_session_ui`",
        ("", _) => glossary::meaning(name),
        (told, _) => told,
    }
}

/// A hint, and what it says to people where it is true and where it is not.
const HINTS: [(&str, &str, &str); 4] = [
    ("readOnlyHint", "changes nothing", "changes something"),
    ("destructiveHint", "may overwrite", ""),
    ("idempotentHint", "may be repeated", ""),
    (
        "openWorldHint",
        "reaches the FaceSign API",
        "stays in the server",
    ),
];

/// Values a schema takes, in a few words.
fn kind(schema: &Value) -> String {
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values
            .iter()
            .map(|value| format!("`{}`", plain(value)))
            .collect();
        return values.join(", ");
    }
    if let Some(value) = schema.get("const") {
        return format!("`{}`", plain(value));
    }
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or(reference).to_owned();
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(forms) = schema[choice].as_array() {
            let mut kinds: Vec<String> = forms.iter().map(kind).collect();
            kinds.dedup();
            return kinds.join(" or ");
        }
    }
    match &schema["type"] {
        Value::String(name) if name == "array" && schema["items"].is_object() => {
            format!("list of {}", kind(&schema["items"]))
        }
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().map(plain).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    }
}

fn items<'a>(lists: &'a BTreeMap<&'static str, Value>, name: &str) -> &'a [Value] {
    lists.get(name).map_or(&[], |items| list(items))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(item: &'a Value, field: &str) -> &'a str {
    item[field].as_str().unwrap_or_default()
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn code(item: &Value, field: &str) -> String {
    format!("`{}`", text(item, field))
}

/// A name, and whether it must be given.
fn named(name: &str, required: bool) -> String {
    if required {
        format!("`{name}` (required)")
    } else {
        format!("`{name}`")
    }
}

/// A table row; a bar or a line break in a cell would end it.
fn row(page: &mut String, cells: &[&str]) {
    for cell in cells {
        let cell = cell
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace('|', "\\|");
        // Writing to a string cannot fail.
        let _ = write!(page, "| {cell} ");
    }
    page.push_str("|\n");
}
