//! What the builder makes of the wishes of `tests/corpus/wishes`, compared with what was expected.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::fs;

use facesign_mcp::author::{self, Built, Request};
use facesign_tests::corpus;
use serde_json::Value;

/// The file that is not looked at while phrases are changed.
pub(crate) const HELD_OUT: &str = "held-out";

/// How many wishes of a group are met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) met: usize,
    pub(crate) all: usize,
}

/// A wish that was read otherwise than expected.
#[derive(Clone, Debug)]
pub(crate) struct Miss {
    pub(crate) group: String,
    pub(crate) wish: String,
    pub(crate) differences: Vec<String>,
}

/// The result of all wishes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Score {
    pub(crate) shares: BTreeMap<String, Share>,
    pub(crate) misses: Vec<Miss>,
}

impl Score {
    pub(crate) fn of_corpus() -> Self {
        let mut score = Self::default();
        for path in corpus::sorted(&corpus::repository().join("tests/corpus/wishes")) {
            if path.extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            let group = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let text = fs::read_to_string(&path).expect("a readable corpus");
            let cases: Vec<Value> = serde_json::from_str(&text).expect("an array of cases");
            for case in &cases {
                let differences = differences(case);
                let share = score.shares.entry(group.clone()).or_default();
                share.all += 1;
                share.met += usize::from(differences.is_empty());
                if !differences.is_empty() {
                    score.misses.push(Miss {
                        group: group.clone(),
                        wish: case["wish"].as_str().unwrap_or_default().to_owned(),
                        differences,
                    });
                }
            }
        }
        score
    }

    /// The share of the held-out wishes, and of all others together.
    pub(crate) fn totals(&self) -> (Share, Share) {
        let mut totals = (Share::default(), Share::default());
        for (group, share) in &self.shares {
            let total = if group == HELD_OUT {
                &mut totals.0
            } else {
                &mut totals.1
            };
            total.met += share.met;
            total.all += share.all;
        }
        totals
    }

    /// The table for the documentation.
    pub(crate) fn table(&self) -> String {
        let mut text = String::from("| Wishes | Met | Of |\n|---|---|---|\n");
        let (held_out, tuned) = self.totals();
        let rows = self.shares.iter().filter(|(group, _)| *group != HELD_OUT);
        for (group, share) in rows {
            let _ = writeln!(text, "| {group} | {} | {} |", share.met, share.all);
        }
        let _ = writeln!(
            text,
            "| **tuned on** | **{}** | **{}** |",
            tuned.met, tuned.all
        );
        let _ = writeln!(
            text,
            "| **held out** | **{}** | **{}** |",
            held_out.met, held_out.all
        );
        text
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.table())?;
        for miss in &self.misses {
            writeln!(f, "- {}: {:?}", miss.group, miss.wish)?;
            for difference in &miss.differences {
                writeln!(f, "  - {difference}")?;
            }
        }
        Ok(())
    }
}

fn differences(case: &Value) -> Vec<String> {
    let request = Request {
        description: case["wish"].as_str().map(str::to_owned),
        ..Request::default()
    };
    let built = match author::build(&request) {
        Ok(built) => built,
        Err(error) => return vec![error.to_string()],
    };
    let mut found = Vec::new();
    let mut compare = |what: &str, expected: String, got: String| {
        if expected != got {
            found.push(format!("{what}: expected {expected}, got {got}"));
        }
    };
    compare(
        "steps",
        strings(&case["steps"]).join(" "),
        asked(&built).join(" "),
    );
    let open: BTreeSet<String> = built
        .questions
        .iter()
        .filter(|question| question.open)
        .map(|question| question.id.split('_').next().unwrap_or_default().to_owned())
        .collect();
    let expected: BTreeSet<String> = strings(&case["questions"]).into_iter().collect();
    compare("questions", format!("{expected:?}"), format!("{open:?}"));
    if case["langs"].is_array() {
        let langs = built.settings.langs.clone().unwrap_or_default();
        compare("langs", strings(&case["langs"]).join(" "), langs.join(" "));
    }
    let flow = built
        .checked
        .as_ref()
        .and_then(|checked| checked.flow.as_ref());
    let text = flow
        .map(|flow| flow.value().to_string())
        .unwrap_or_default();
    let flow = flow.and_then(|flow| flow.value().as_array());
    let nodes = || flow.into_iter().flatten();
    if !case["coercion"].is_null() {
        let noticed = text.contains("coercion_suspected");
        compare("coercion", "true".to_owned(), noticed.to_string());
    }
    if !case["fallback"].is_null() {
        let mut instead = nodes().filter(|node| {
            node["id"]
                .as_str()
                .is_some_and(|id| id.contains("_instead"))
        });
        let wanted = &case["fallback"];
        let found = instead.any(|node| *wanted == true || node["type"] == *wanted);
        compare(
            "fallback",
            wanted.to_string(),
            if found {
                wanted.to_string()
            } else {
                "none".to_owned()
            },
        );
    }
    for (name, field, wanted) in members(&case["fields"]) {
        let of_type = nodes().filter(|node| node["type"] == name);
        let got: Vec<&Value> = of_type.map(|node| &node[field]).collect();
        let all = !got.is_empty() && got.iter().all(|one| *one == wanted);
        compare(
            field,
            wanted.to_string(),
            if all {
                wanted.to_string()
            } else {
                format!("{got:?}")
            },
        );
    }
    for (name, outcome, wanted) in members(&case["leads"]) {
        let last = nodes().rfind(|node| node["type"] == name);
        let got = last.map_or(Value::Null, |node| node["outcomes"][outcome].clone());
        compare(outcome, wanted.to_string(), got.to_string());
    }
    for words in strings(&case["told"]) {
        let told = text.contains(&words) || says(&built).contains(&words);
        compare(
            "told",
            words.clone(),
            if told { words } else { "nothing".to_owned() },
        );
    }
    if let Some(failure) = case["failure"].as_str() {
        let rejects = text.contains("\"rejected\"");
        let expected = failure == "reject";
        compare("failure", expected.to_string(), rejects.to_string());
    }
    if let Some(retries) = case["retries"].as_u64() {
        let attempts = format!("_{}\",\"type\"", retries + 1);
        let beyond = format!("_{}\",\"type\"", retries + 2);
        compare(
            "retries",
            "true".to_owned(),
            ((retries == 0 || text.contains(&attempts)) && !text.contains(&beyond)).to_string(),
        );
    }
    found
}

/// Notes and open questions.
pub(crate) fn says(built: &Built) -> String {
    let notes = built
        .notes
        .iter()
        .map(|note| format!("{} {}", note.about, note.text));
    let open = built.questions.iter().filter(|question| question.open);
    notes
        .chain(open.map(|question| question.text.clone()))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The members of the members of an object.
fn members(value: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let objects = value.as_object().into_iter().flatten();
    objects.flat_map(|(outer, inner)| {
        let inner = inner.as_object().into_iter().flatten();
        inner.map(move |(name, value)| (outer.as_str(), name.as_str(), value))
    })
}

/// Types of the main path, without start, end and what validity demanded.
fn asked(built: &Built) -> Vec<String> {
    let path = built.path.iter().filter(|passed| passed.because.is_none());
    path.map(|passed| passed.node_type.clone())
        .filter(|name| name != "start" && name != "end")
        .collect()
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}
