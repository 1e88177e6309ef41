//! The natural prompts under `tests/corpus/prompts`, and how well the rules about prompts (F5) judge them.
//!
//! A file holds many prompts, a blank line between them:
//!
//! ```text
//! # what it is about
//! > the prompt, as many lines as it has
//! ? a condition of an outcome, one line each; without any the conversation goes on whatever is said
//! @ languages of the session, with commas
//! . no reply
//! -> type of the node that follows
//! = names of the rules that a person would expect, or clean
//! ```
//!
//! Half of the prompts were used while the word lists were tuned (`tuning`), the other half was only measured
//! (`held-out`).

use std::collections::BTreeSet;
use std::fs;

use flow_core::rules::Stage;
use flow_core::{Report, Rule, Server, validate};
use serde_json::{Value, json};

use crate::corpus;

/// A prompt with what a person says about it.
#[derive(Clone, Debug, Default)]
pub struct Prompt {
    /// What it is about.
    pub title: String,
    /// The prompt.
    pub text: String,
    /// Conditions of its outcomes.
    pub conditions: Vec<String>,
    /// Languages of the session.
    pub languages: Vec<String>,
    /// The conversation does not wait for a reply.
    pub no_reply: bool,
    /// Type of the node that follows.
    pub next: String,
    /// Names of the rules that should speak.
    pub expected: BTreeSet<String>,
}

/// How often a rule was right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Found and expected.
    pub hits: usize,
    /// Found, not expected.
    pub false_alarms: usize,
    /// Expected, not found.
    pub misses: usize,
}

/// The prompts of one half, `tuning` or `held-out`.
///
/// # Panics
/// Where the files cannot be read or are not in the form that they should be.
pub fn half(name: &str) -> Vec<Prompt> {
    let files = corpus::sorted(&corpus::folder().join("prompts").join(name));
    let prompts: Vec<Prompt> = files
        .iter()
        .map(|path| {
            fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        })
        .flat_map(|text| text.split("\n\n").map(Prompt::parse).collect::<Vec<_>>())
        .collect();
    assert!(!prompts.is_empty(), "no prompts in {name}");
    prompts
}

impl Prompt {
    fn parse(block: &str) -> Self {
        let mut prompt = Self::default();
        let mut lines = Vec::new();
        for line in block.lines().filter(|line| !line.is_empty()) {
            let (sign, rest) = line.split_once(' ').unwrap_or((line, ""));
            match sign {
                "#" => prompt.title = rest.into(),
                ">" => lines.push(rest),
                "?" => prompt.conditions.push(rest.into()),
                "@" => prompt.languages = rest.split(", ").map(str::to_owned).collect(),
                "." => prompt.no_reply = rest == "no reply",
                "->" => prompt.next = rest.into(),
                "=" => {
                    let names = rest.split(' ').filter(|name| *name != "clean");
                    prompt.expected = names.map(str::to_owned).collect();
                }
                _ => panic!("`{line}` of `{}` begins with no known sign", prompt.title),
            }
        }
        prompt.text = lines.join("\n");
        let known = prompt
            .expected
            .iter()
            .all(|name| Rule::by_name(name).is_some());
        assert!(
            known && !prompt.text.is_empty() && !prompt.next.is_empty(),
            "{prompt:?}"
        );
        prompt
    }

    /// The body of a session in which the prompt is spoken.
    pub fn session(&self) -> Value {
        let outcome = |(position, condition): (usize, &String)| json!({"id": format!("o{position}"), "condition": condition, "targetNodeId": "next"});
        let mut outcomes: Vec<Value> = self.conditions.iter().enumerate().map(outcome).collect();
        if outcomes.is_empty() {
            outcomes.push(outcome((0, &String::new())));
        }
        let mut talk = json!({"id": "talk", "type": "conversation", "prompt": self.text, "outcomes": outcomes});
        if self.no_reply {
            talk["doesNotRequireReply"] = json!(true);
        }
        let mut body = json!({"flow": [
            {"id": "start", "type": "start", "outcome": "talk"}, talk, self.next_node(), {"id": "end", "type": "end"},
        ]});
        if !self.languages.is_empty() {
            body["langs"] = json!(self.languages);
        }
        body
    }

    fn next_node(&self) -> Value {
        let outcomes = |names: &[&str]| -> Value {
            names
                .iter()
                .map(|name| ((*name).to_owned(), json!("end")))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let names: &[&str] = match self.next.as_str() {
            "end" => return json!({"id": "next", "type": "end"}),
            "document_scan" => &["scanSuccess", "userCancelled", "scanTimeout"],
            "enter_email" => &["emailEntered", "canceled"],
            "face_scan" => &["passed", "notPassed", "cancelled", "error"],
            "liveness_detection" => &[
                "livenessDetected",
                "deepfakeDetected",
                "noFace",
                "inconclusive",
            ],
            "recognition" => &["recognized", "newUser", "noFace"],
            "two_factor_email" | "two_factor_sms" => &[
                "verified",
                "delivery_failed",
                "failed_unverified",
                "cancelled",
                "error",
            ],
            other => panic!(
                "`{}` leads to `{other}`, which no prompt leads to yet",
                self.title
            ),
        };
        let mut node = json!({"id": "next", "type": self.next, "outcomes": outcomes(names)});
        if self.next == "document_scan" {
            node["scanningMode"] = json!("automatic");
            node["allowedDocumentTypes"] = json!(["passport"]);
        }
        node
    }

    /// Names of the rules about prompts that speak.
    ///
    /// # Panics
    /// Where the flow around the prompt cannot be walked.
    pub fn found(&self) -> BTreeSet<String> {
        let session = self.session().to_string();
        let mut workspace = Box::new(Server::new());
        let mut report = Report::<64>::new();
        let flow = validate(session.as_bytes(), &mut workspace, &mut report);
        assert!(flow.is_some(), "{session}");
        report
            .findings()
            .iter()
            .map(|finding| finding.rule.meta())
            .filter(|rule| rule.stage() == Stage::Advice)
            .map(|rule| rule.name.to_owned())
            .collect()
    }
}

/// How often a rule was right about some prompts.
pub fn score(rule: Rule, prompts: &[Prompt]) -> Score {
    let name = rule.meta().name;
    let mut score = Score::default();
    for prompt in prompts {
        match (
            prompt.found().contains(name),
            prompt.expected.contains(name),
        ) {
            (true, true) => score.hits += 1,
            (true, false) => score.false_alarms += 1,
            (false, true) => score.misses += 1,
            (false, false) => {}
        }
    }
    score
}

/// The rules about prompts, apart from the one that looks at no words.
pub fn rules() -> impl Iterator<Item = Rule> {
    let advice = |rule: &Rule| rule.meta().stage() == Stage::Advice;
    Rule::ALL
        .iter()
        .copied()
        .filter(advice)
        .filter(|rule| *rule != Rule::NoFaceEndsFlow)
}

/// The table that `docs/rules/README.md` holds: precision and recall per rule and half.
pub fn table() -> String {
    let halves = ["tuning", "held-out"].map(half);
    let mut table = String::from(
        "| rule | tuning: expected | precision | recall | held-out: expected | precision | recall |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    let mut sums = [Score::default(); 2];
    for rule in rules() {
        let scores = halves.each_ref().map(|prompts| score(rule, prompts));
        let meta = rule.meta();
        table.push_str(&line(&format!("{} {}", meta.code, meta.name), &scores));
        for (sum, score) in sums.iter_mut().zip(scores) {
            sum.hits += score.hits;
            sum.false_alarms += score.false_alarms;
            sum.misses += score.misses;
        }
    }
    table + &line("all", &sums)
}

fn line(name: &str, scores: &[Score]) -> String {
    let share = |part: usize, whole: usize| format!("{part} of {whole}");
    let cells: Vec<String> = scores
        .iter()
        .map(|score| {
            let expected = score.hits + score.misses;
            format!(
                "{expected} | {} | {}",
                share(score.hits, score.hits + score.false_alarms),
                share(score.hits, expected)
            )
        })
        .collect();
    format!("| {name} | {} |\n", cells.join(" | "))
}
