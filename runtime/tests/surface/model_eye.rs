//! What a model can know of flows from this server's own texts: instructions and tool list, and one resource more.
//!
//! The checklist is the schema table of `flow-core` itself: whatever it holds must be found in two calls, `tools/list`
//! and one `resources/read` whose address the texts have named.

use std::collections::BTreeSet;

use flow_core::schema::{Field, Kind, NODES, Need, NodeSpec};
use serde_json::{Value, json};

use crate::client::{Client, Era, server};
use crate::introduction;

/// Calls a model may spend on a question about a node type.
const CALLS: usize = 2;

/// A reader that knows nothing but what the server told it.
struct Reader {
    client: Client,
    told: String,
    calls: usize,
}

impl Reader {
    /// One that has been connected and has asked for the tools.
    async fn new(client: Client) -> Self {
        let told = introduction(&client.heard)["instructions"]
            .as_str()
            .expect("instructions")
            .to_owned();
        let mut reader = Self {
            client,
            told,
            calls: 0,
        };
        let tools = reader.request("tools/list", json!({})).await;
        for tool in tools["tools"].as_array().expect("tools") {
            reader.told.push('\n');
            reader.told += &serde_json::to_string_pretty(tool).expect("JSON");
        }
        reader
    }

    async fn request(&mut self, method: &str, params: Value) -> Value {
        self.calls += 1;
        self.client.request(method, params).await["result"].clone()
    }

    /// The text of a resource; its address up to the part to fill in must have been told.
    async fn read(&mut self, family: &str, name: &str) -> String {
        assert!(self.told.contains(family), "nothing told names `{family}…`");
        let answer = self
            .request("resources/read", json!({"uri": format!("{family}{name}")}))
            .await;
        answer["contents"][0]["text"]
            .as_str()
            .unwrap_or_else(|| panic!("{answer}"))
            .to_owned()
    }
}

/// Everything a flow's author must spell right in a node of this type.
fn words(spec: &'static NodeSpec) -> BTreeSet<&'static str> {
    let mut words = BTreeSet::from([spec.name]);
    spec.fields.iter().for_each(|field| add(field, &mut words));
    words
}

fn add(field: &'static Field, words: &mut BTreeSet<&'static str>) {
    if field.need != Need::Optional {
        words.insert(field.name);
    }
    match field.kind {
        Kind::Choice(values) | Kind::Choices(values) => words.extend(values),
        // Spelling counts for an outcome, whether it must be linked or may be.
        Kind::Outcomes(outcomes) => words.extend(outcomes.iter().map(|outcome| outcome.name)),
        Kind::Object(inner)
        | Kind::List(inner)
        | Kind::Branches(inner)
        | Kind::Comparisons(inner) => {
            for part in inner {
                add(part, words);
            }
        }
        _ => {}
    }
}

/// Whether a text has this word, and not only as a part of another.
fn says(text: &str, word: &str) -> bool {
    let inside = |character: char| character.is_ascii_alphanumeric() || character == '_';
    text.match_indices(word).any(|(start, _)| {
        let (before, after) = (&text[..start], &text[start + word.len()..]);
        !before.ends_with(inside) && !after.starts_with(inside)
    })
}

#[actix_web::test]
async fn every_spelling_of_every_node_type_is_found_in_two_calls() {
    let server = server(&[]).await;
    let mut unfound = Vec::new();
    for spec in NODES {
        let mut reader = Reader::new(Client::connect(&server, Era::Legacy).await).await;
        assert!(
            says(&reader.told, spec.name),
            "a model never hears of `{}`",
            spec.name
        );
        let page = reader.read("facesign://nodes/", spec.name).await;
        assert!(reader.calls <= CALLS, "{} calls", reader.calls);
        let missing = words(spec)
            .into_iter()
            .filter(|word| !says(&page, word) && !says(&reader.told, word));
        unfound.extend(missing.map(|word| format!("{}: `{word}`", spec.name)));
    }
    server.stop().await;
    assert!(
        unfound.is_empty(),
        "a model cannot find these in {CALLS} calls:\n{}",
        unfound.join("\n")
    );
}

#[actix_web::test]
async fn what_must_be_there_is_told_apart_from_what_may_be() {
    let server = server(&[]).await;
    for spec in NODES {
        let mut reader = Reader::new(Client::connect(&server, Era::Legacy).await).await;
        let page = reader.read("facesign://nodes/", spec.name).await;
        let page: Value = serde_json::from_str(&page).expect("JSON");
        let told = |list: &str, name: &str| -> Option<bool> {
            let items = page[list].as_array()?;
            items.iter().find(|item| item["name"] == name)?["required"].as_bool()
        };
        for field in spec.fields {
            let must = field.need == Need::Required;
            match field.kind {
                Kind::Outcomes(outcomes) => {
                    for outcome in outcomes {
                        let must = outcome.need != Need::Optional;
                        let place = format!("{} {}", spec.name, outcome.name);
                        assert_eq!(
                            told("outcomes", outcome.name),
                            Some(must),
                            "{place}: {page}"
                        );
                    }
                }
                Kind::Target => {
                    let place = format!("{} {}", spec.name, field.name);
                    assert_eq!(told("outcomes", field.name), Some(must), "{place}: {page}");
                }
                // Their names are the author's; how they are written stands in the instructions.
                Kind::Branches(_) | Kind::Comparisons(_) => {}
                _ => {
                    let place = format!("{} {}", spec.name, field.name);
                    assert_eq!(told("fields", field.name), Some(must), "{place}: {page}");
                }
            }
        }
    }
    server.stop().await;
}

#[actix_web::test]
async fn the_camera_warm_up_is_told_before_any_resource_is_read() {
    let server = server(&[]).await;
    let reader = Reader::new(Client::connect(&server, Era::Legacy).await).await;
    server.stop().await;
    let rule = reader
        .told
        .lines()
        .find(|line| line.to_lowercase().contains("warm-up"))
        .unwrap_or_else(|| panic!("no warm-up in:\n{}", reader.told));
    for spec in NODES.into_iter().filter(|spec| spec.traits.video) {
        assert!(
            says(rule, spec.name),
            "the warm-up rule leaves out `{}`: {rule}",
            spec.name
        );
    }
    for remedy in ["seconds", "camera", "conversation", "greeting"] {
        assert!(
            says(rule, remedy),
            "the warm-up rule does not say `{remedy}`: {rule}"
        );
    }
}

#[actix_web::test]
async fn every_rule_a_finding_may_name_can_be_read_in_one_call() {
    let server = server(&[]).await;
    let mut reader = Reader::new(Client::connect(&server, Era::Legacy).await).await;
    for rule in facesign_mcp::flow::rules() {
        let page = reader.read("facesign://rules/", &rule.code).await;
        assert!(says(&page, &rule.name), "{}: {page}", rule.code);
    }
    server.stop().await;
}
