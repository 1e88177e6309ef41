//! The tool table: what is listed, and in which order.

use std::sync::LazyLock;

use rmcp::model::Tool;

use super::tool::Entry;
use super::tools;
use super::toolset::Selection;

/// All tools, in the order of a first conversation.
pub(super) const TOOLS: [&Entry; 8] = [
    &tools::set_api_key::TOOL,
    &tools::build_flow::TOOL,
    &tools::validate_flow::TOOL,
    &tools::simulate_flow::TOOL,
    &tools::launch_session_ui::TOOL,
    &tools::export_app::TOOL,
    &tools::get_session::TOOL,
    &tools::list_sessions::TOOL,
];

/// The definitions, made once: the schemas never change while the process lives.
static DEFINITIONS: LazyLock<Vec<Tool>> =
    LazyLock::new(|| TOOLS.iter().map(|tool| tool.define()).collect());

/// The tool of that name.
pub(super) fn find(name: &str) -> Option<&'static Entry> {
    TOOLS.into_iter().find(|tool| tool.name == name)
}

/// The definition of the tool of that name.
pub(super) fn definition(name: &str) -> Option<&'static Tool> {
    DEFINITIONS.iter().find(|tool| tool.name == name)
}

/// The definitions of the tools selected, always in the same order.
pub(super) fn list(selection: &Selection) -> Vec<Tool> {
    selected(selection).map(|(_, tool)| tool.clone()).collect()
}

/// The names of the tools selected, for a message.
pub(super) fn names(selection: &Selection) -> String {
    let names: Vec<&str> = selected(selection).map(|(entry, _)| entry.name).collect();
    names.join(", ")
}

fn selected(selection: &Selection) -> impl Iterator<Item = (&'static Entry, &'static Tool)> {
    let all = TOOLS.into_iter().zip(DEFINITIONS.iter());
    all.filter(|(entry, _)| selection.offers(entry))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Largest cost of the whole list, in tokens.
    const MAX_TOKENS: usize = 6_000;

    #[test]
    fn every_tool_is_told_in_full() {
        for tool in DEFINITIONS.iter() {
            let name = &tool.name;
            assert!(
                tool.title.as_ref().is_some_and(|title| !title.is_empty()),
                "{name}"
            );
            assert!(
                tool.description
                    .as_ref()
                    .is_some_and(|text| text.len() > 40),
                "{name}"
            );
            let hints = tool.annotations.as_ref().expect("hints");
            assert!(
                hints.read_only_hint.is_some() && hints.open_world_hint.is_some(),
                "{name}"
            );
            assert_eq!(tool.input_schema["type"], "object", "{name}");
            assert!(
                tool.input_schema["properties"].get("session").is_some(),
                "{name}"
            );
            assert_eq!(
                tool.output_schema.as_ref().expect("output schema")["type"],
                "object",
                "{name}"
            );
        }
    }

    #[test]
    fn schemas_are_valid_and_free_of_number_formats() {
        for tool in DEFINITIONS.iter() {
            let output = tool.output_schema.as_ref().expect("output schema");
            for schema in [&tool.input_schema, output] {
                let schema = Value::Object(schema.as_ref().clone());
                jsonschema::validator_for(&schema)
                    .unwrap_or_else(|error| panic!("{}: {error}", tool.name));
                let text = schema.to_string();
                assert!(
                    !text.contains("\"uint")
                        && !text.contains("\"int32\"")
                        && !text.contains("\"int64\""),
                    "{text}"
                );
            }
        }
    }

    /// What a model pays for the whole list, counted by the vocabulary `o200k` on the compact JSON as it goes over the
    /// wire. Other vocabularies differ by some percent.
    #[test]
    #[expect(clippy::print_stdout, reason = "the table is what the command shows")]
    fn the_list_is_cheap_to_read() {
        let vocabulary = tiktoken_rs::o200k_base().expect("a built-in vocabulary");
        let cost = |tool: &Tool| {
            let text = serde_json::to_string(tool).expect("JSON");
            vocabulary.encode_ordinary(&text).len()
        };
        let mut sum = 0;
        for tool in list(&Selection::default()) {
            let tokens = cost(&tool);
            println!("{:6} {}", tokens, tool.name);
            sum += tokens;
        }
        println!("{sum:6} of {MAX_TOKENS} together");
        assert!(sum <= MAX_TOKENS, "{sum} tokens");
    }
}
