//! What a client is told before and between calls: instructions, tools, prompts, resources. Every word of it stands in
//! `runtime/tests/snapshots` and, for people, in `docs/tools.md`; a change shows there, or it fails here.
//!
//! `UPDATE_EXPECT=1 cargo test -p facesign-mcp --test surface` writes these files instead of comparing them.

#[path = "../client/mod.rs"]
#[expect(
    dead_code,
    reason = "calls of tools and visits of pages are for the conversations"
)]
mod client;
mod glossary;
mod model_eye;
mod reference;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use client::{Client, Era, server};
use serde_json::{Value, json};

const UPDATE: &str = "UPDATE_EXPECT=1 cargo test -p facesign-mcp --test surface";

/// Text files by their path in the repository.
type Files = BTreeMap<PathBuf, String>;

/// The lists of one server, as a client of one era gets them.
struct Surface {
    instructions: String,
    capabilities: Value,
    lists: BTreeMap<&'static str, Value>,
}

/// Method of a list and the field of its answer.
const LISTS: [(&str, &str); 4] = [
    ("tools/list", "tools"),
    ("prompts/list", "prompts"),
    ("resources/list", "resources"),
    ("resources/templates/list", "resourceTemplates"),
];

impl Surface {
    async fn of(era: Era) -> Self {
        let server = server(&[]).await;
        let mut client = Client::connect(&server, era).await;
        if era == Era::Modern {
            client.request("server/discover", json!({})).await;
        }
        let hello = introduction(&client.heard);
        let mut lists = BTreeMap::new();
        for (method, field) in LISTS {
            let answer = client.request(method, json!({})).await;
            // The address of a test server differs from run to run.
            let items = answer["result"][field]
                .to_string()
                .replace(server.base_url.as_str(), "http://127.0.0.1:8787/");
            let items: Value = serde_json::from_str(&items).expect("still JSON");
            assert!(items.is_array(), "{method}: {answer}");
            lists.insert(field, items);
        }
        server.stop().await;
        Self {
            instructions: hello["instructions"]
                .as_str()
                .unwrap_or_else(|| panic!("{hello}"))
                .to_owned(),
            capabilities: hello["capabilities"].clone(),
            lists,
        }
    }

    fn files(&self) -> Files {
        let snapshots = Path::new("runtime/tests/snapshots");
        let mut files = Files::from([
            (
                snapshots.join("instructions.txt"),
                self.instructions.clone(),
            ),
            (
                snapshots.join("capabilities.json"),
                pretty(&self.capabilities),
            ),
            (PathBuf::from("docs/tools.md"), reference::page(&self.lists)),
        ]);
        for (field, items) in &self.lists {
            let folder = snapshots.join(field);
            for item in items.as_array().into_iter().flatten() {
                let name = item["name"].as_str().unwrap_or_else(|| panic!("{item}"));
                let earlier = files.insert(folder.join(format!("{name}.json")), pretty(item));
                assert!(earlier.is_none(), "{field}: two are called `{name}`");
            }
            // The order is part of what is promised, and no single file shows it.
            let order: Vec<&Value> = items
                .as_array()
                .into_iter()
                .flatten()
                .map(|item| &item["name"])
                .collect();
            files.insert(
                snapshots.join(format!("{field}.order.json")),
                pretty(&json!(order)),
            );
        }
        files
    }
}

/// What a server says of itself, in the answer that either era begins with.
fn introduction(heard: &str) -> Value {
    let lines = heard
        .lines()
        .map(|line| line.strip_prefix("data:").unwrap_or(line).trim());
    let mut messages = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let introduced = messages.find(|message| message.pointer("/result/instructions").is_some());
    introduced.unwrap_or_else(|| panic!("no instructions in {heard}"))["result"].clone()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("a value is JSON") + "\n"
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file below a folder, by its path in the repository.
fn stored(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(repository().join(&folder))
            .into_iter()
            .flatten()
            .flatten()
        {
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else {
                found.insert(path);
            }
        }
    }
    found
}

#[actix_web::test]
async fn the_surface_is_as_stored() {
    let surface = Surface::of(Era::Modern).await;
    let files = surface.files();
    let left_over: Vec<PathBuf> = stored(Path::new("runtime/tests/snapshots"))
        .into_iter()
        .filter(|path| !files.contains_key(path))
        .collect();
    if env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        write(&files, &left_over);
    }
    let mut differences: Vec<String> = files
        .iter()
        .filter_map(|(path, now)| {
            let before = fs::read_to_string(repository().join(path)).unwrap_or_default();
            difference(path, &before, now)
        })
        .collect();
    differences.extend(
        stored(Path::new("runtime/tests/snapshots"))
            .intersection(&left_over.into_iter().collect())
            .map(|path| format!("{}: nothing has this name any more", path.display())),
    );
    assert!(
        differences.is_empty(),
        "what clients are told has changed; if that is meant, `{UPDATE}` writes it down\n\n{}",
        differences.join("\n\n")
    );
}

fn write(files: &Files, left_over: &[PathBuf]) {
    for (path, text) in files {
        let path = repository().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    for path in left_over {
        fs::remove_file(repository().join(path)).expect("a file of an earlier run");
    }
}

/// The first line in which two texts differ, with those around it.
fn difference(path: &Path, before: &str, now: &str) -> Option<String> {
    if before == now {
        return None;
    }
    let line = before
        .lines()
        .zip(now.lines())
        .take_while(|(before, now)| before == now)
        .count();
    let around = |text: &str, sign: &str| {
        let lines = text.lines().skip(line).take(4);
        lines
            .map(|text| format!("{sign} {text}"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    Some(format!(
        "{}, from line {}:\n{}\n{}",
        path.display(),
        line + 1,
        around(before, "-"),
        around(now, "+")
    ))
}

#[actix_web::test]
async fn both_eras_are_told_the_same() {
    let (legacy, modern) = (
        Surface::of(Era::Legacy).await,
        Surface::of(Era::Modern).await,
    );
    assert_eq!(legacy.instructions, modern.instructions);
    assert_eq!(legacy.lists, modern.lists);
}
