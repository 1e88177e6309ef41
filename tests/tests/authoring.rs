//! The builder: whatever it is given, what comes out is valid; the wishes of the product page give the documented steps.

#[path = "../examples/wishes/score.rs"]
mod score;

use std::fs;

use facesign_mcp::author::{self, Built, Edit, Op, Request, Step, StepType, grammar};
use facesign_mcp::flow::{self, Severity};
use facesign_tests::corpus;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

fn described(text: &str) -> Built {
    let request = Request {
        description: Some(text.to_owned()),
        ..Request::default()
    };
    author::build(&request).expect("a description is no error")
}

fn value(built: &Built) -> Value {
    let checked = built.checked.as_ref().expect("a flow");
    checked.flow.as_ref().expect("a graph").value().clone()
}

/// Types of the main path; what nobody asked for stands in brackets.
fn path(built: &Built) -> Vec<String> {
    let types = built.path.iter().map(|passed| match passed.because {
        Some(_) => format!("[{}]", passed.node_type),
        None => passed.node_type.clone(),
    });
    types.collect()
}

/// The prompts of the product page, word for word, and the node sequences documented there.
const PAGE: [(&str, &[&str]); 4] = [
    (
        "Build a step-up verification for wire transfers. It should check liveness,\nask a security question about the \
         transaction, and send an email OTP.",
        &["liveness_detection", "conversation", "two_factor_email"],
    ),
    (
        "Build a step-up verification for wire transfers over $5,000. Start with liveness\ndetection, then ask the user to \
         confirm the transfer details in a conversation.\nInclude coercion detection. Send an email OTP as the final step.",
        &["liveness_detection", "conversation", "two_factor_email"],
    ),
    (
        "Build an account recovery flow. Collect the user's email, verify their face\nagainst our stored biometric, then do a \
         liveness check. If everything passes,\nlet them proceed to password reset.",
        &["enter_email", "recognition", "liveness_detection"],
    ),
    (
        "Build an onboarding flow for new users. Capture their government ID, scan their\nface, do a liveness check, then have \
         the avatar welcome them and explain how\nfuture verifications will work.",
        &[
            "document_scan",
            "face_scan",
            "liveness_detection",
            "conversation",
        ],
    ),
];

#[test]
fn the_prompts_of_the_product_page_give_the_documented_steps() {
    for (wish, steps) in PAGE {
        let built = described(wish);
        let mut expected = vec!["start", "[conversation]"];
        expected.extend(steps);
        expected.push("end");
        assert_eq!(path(&built), expected, "{wish}");
        let greeting = built.path.iter().find(|passed| passed.because.is_some());
        let because = greeting
            .and_then(|passed| passed.because.as_deref())
            .unwrap_or_default();
        assert!(because.contains("5 seconds of camera feed"), "{because}");
        assert!(
            !built.questions.iter().any(|question| question.open),
            "{:?}",
            built.questions
        );
        let checked = built.checked.expect("a flow");
        let against: Vec<_> = checked
            .findings
            .iter()
            .filter(|finding| finding.severity != Severity::Note)
            .collect();
        assert!(against.is_empty(), "{wish}: {against:?}");
    }
    let coercion = value(&described(PAGE[1].0)).to_string();
    assert!(coercion.contains("coercion_suspected"), "{coercion}");
}

#[test]
fn every_wish_of_the_corpus_gives_a_flow_without_a_warning() {
    for path in corpus::sorted(&corpus::repository().join("tests/corpus/wishes")) {
        let Some(cases) = fs::read_to_string(&path)
            .ok()
            .and_then(|text| serde_json::from_str::<Vec<Value>>(&text).ok())
        else {
            continue;
        };
        for case in cases {
            let wish = case["wish"].as_str().unwrap_or_default();
            if let Some(checked) = described(wish).checked {
                let against: Vec<_> = checked
                    .findings
                    .iter()
                    .filter(|one| one.severity != Severity::Note)
                    .collect();
                assert!(
                    against.is_empty() && checked.flow.is_some(),
                    "{wish}: {against:?}"
                );
            }
        }
    }
}

#[test]
fn a_word_of_which_nothing_is_made_is_named() {
    for wish in [
        "Check liveness with a zeppelin, then send an SMS code.",
        "Zeppelin: check liveness.",
        "Scan the zeppelin passport and compare it with a selfie.",
        "Send an email code if the zeppelin is late.",
        "Recognise the user; if that fails, polish the zeppelin.",
        "Ask why. No zeppelin, and the ID last.",
    ] {
        let says = score::says(&described(wish)).to_lowercase();
        assert!(says.contains("zeppelin"), "{wish}: {says}");
    }
    let plain = score::says(&described(
        "Please check liveness first and then send the user an SMS code.",
    ));
    assert_eq!(plain, "");
}

#[test]
fn a_step_named_again_behind_another_one_is_told() {
    let told = |wish: &str| {
        let built = described(wish);
        let again = |note: &&author::Note| note.text.contains("is done once");
        built.notes.iter().find(again).map(|note| note.text.clone())
    };
    let note = told(
        "Check the email belongs to example.org, then liveness, then send a code to the email.",
    );
    assert_eq!(
        note.as_deref(),
        Some("`two_factor_email` is done once, where it is named first.")
    );
    assert_eq!(
        told("Check liveness. Liveness must be checked twice. Then an email code."),
        None
    );
    let note = told("SMS code first, then liveness, and finally text them a code.");
    assert_eq!(
        note.as_deref(),
        Some("`two_factor_sms` is done once, where these words put it.")
    );
    assert_eq!(
        told("Email code, then liveness, then enter the code."),
        None
    );
}

#[test]
fn the_documentation_shows_the_table_and_the_figures_that_are_printed() {
    let page = fs::read_to_string(corpus::repository().join("docs/authoring.md"))
        .expect("docs/authoring.md");
    let score = score::Score::of_corpus();
    for table in [grammar::markdown(), score.table()] {
        assert!(
            page.contains(&table),
            "docs/authoring.md lacks this table as it is now:\n{table}"
        );
    }
    for miss in &score.misses {
        assert!(
            page.contains(&miss.wish),
            "docs/authoring.md does not list the miss: {}",
            miss.wish
        );
    }
    let (held_out, tuned) = score.totals();
    assert!(
        held_out.all >= 30 && tuned.all >= 50,
        "the corpus has become small"
    );
}

fn step_type() -> impl Strategy<Value = StepType> {
    select(StepType::all().collect::<Vec<_>>())
}

fn field() -> impl Strategy<Value = (String, Value)> {
    let names = flow::node_types()
        .into_iter()
        .flat_map(|spec| spec.fields)
        .map(|field| field.name);
    let mut names: Vec<String> = names.filter(|name| !name.contains('.')).collect();
    names.extend(["outcomes", "outcome", "id", "type", "nonsense"].map(str::to_owned));
    let values = vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(5),
        json!(""),
        json!("x"),
        json!([]),
        json!({}),
        json!({"url": "https://a.example"}),
        json!({"source": "documentPhoto"}),
        json!({"source": "faceScan"}),
        json!({"field": "email", "action": "exists"}),
        json!(["passport"]),
        json!("automatic"),
        json!([{"left": {"source": "providedData", "field": "tier"}, "operator": "exists"}]),
        json!([{"left": {"source": "providedData", "field": "tier"}, "operator": "gt", "right": {"type": "literal", "value": 3}}]),
    ];
    (select(names), select(values))
}

fn step() -> impl Strategy<Value = Step> {
    let intents = vec![
        "Ask why.",
        "Say: Hi.",
        "",
        "   ",
        "Welcome them.",
        "Willkommen, bitte nennen Sie Ihren Namen und die Adresse.",
        "Tell them that if they agree they should nod, otherwise end.",
        "Confirm the amount.",
        "Are you ready?",
        "\u{0}\"\\",
    ];
    let ids = vec![
        "start",
        "end",
        "verified",
        "a b",
        "Überweisung",
        "",
        "x",
        "x",
        "rejected",
        "_",
    ];
    let text = (
        proptest::option::of(select(ids)),
        proptest::option::of(select(intents)),
    );
    let flags = (
        proptest::option::of(any::<bool>()),
        any::<bool>(),
        proptest::option::of(any::<u8>()),
    );
    let more = (proptest::option::of(step_type()), vec(field(), 0..3));
    (step_type(), text, flags, more).prop_map(
        |(kind, (id, intent), (reply, coercion, retries), (fallback, fields))| Step {
            kind,
            id: id.map(str::to_owned),
            intent: intent.map(str::to_owned),
            expects_reply: reply,
            coercion,
            on_failure: None,
            retries,
            fallback,
            fields: fields.into_iter().collect::<Map<_, _>>(),
        },
    )
}

/// A description of words that mean something, in any order.
fn description() -> impl Strategy<Value = String> {
    let table = grammar::markdown();
    let mut words: Vec<String> = table
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.extend(
        [
            ",",
            ".",
            "->",
            ":",
            ";",
            "Say:",
            "and then",
            "the",
            "5,000",
            "a@b.example",
            "https://x.example/y",
            "ß",
            "\n",
        ]
        .map(str::to_owned),
    );
    vec(select(words), 0..40).prop_map(|words| words.join(" "))
}

#[track_caller]
fn valid(built: &Built, input: &dyn std::fmt::Debug) {
    if let Some(checked) = &built.checked {
        let errors: Vec<_> = checked
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect();
        assert!(
            errors.is_empty() && checked.flow.is_some(),
            "{input:?}: {errors:?}"
        );
        assert_eq!(
            built.path.last().map(|passed| passed.node_type.as_str()),
            Some("end"),
            "{input:?}"
        );
        let flow = value(built);
        let ids = flow
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|node| node["id"].as_str());
        let readable = |id: &str| {
            id.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        for id in ids {
            assert!(readable(id) && !id.is_empty(), "{input:?}: id `{id}`");
        }
    } else {
        assert!(
            built.questions.iter().any(|question| question.open),
            "{input:?}: no flow and no question"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_steps_make_a_valid_flow(steps in vec(step(), 1..8)) {
        let request = Request { steps, ..Request::default() };
        valid(&author::build(&request).expect("steps are no error"), &request.steps);
    }

    #[test]
    fn plain_steps_make_a_flow_without_a_warning(kinds in vec(step_type(), 1..8)) {
        let steps = kinds.into_iter().map(|kind| Step { kind, ..Step::default() }).collect();
        let request = Request { steps, ..Request::default() };
        let built = author::build(&request).expect("steps are no error");
        valid(&built, &request.steps);
        if let Some(checked) = &built.checked {
            prop_assert_eq!(checked.warnings(), 0, "{:?}: {:?}", request.steps, checked.findings);
        }
    }

    #[test]
    fn any_description_is_read_without_an_error(text in description()) {
        let built = described(&text);
        valid(&built, &text);
        let again = described(&text);
        prop_assert_eq!(path(&built), path(&again));
        if let Some(checked) = &built.checked {
            prop_assert_eq!(checked.warnings(), 0, "{}: {:?}", text, checked.findings);
        }
    }

    #[test]
    fn any_text_is_read_without_an_error(text in ".{0,200}") {
        valid(&described(&text), &text);
    }

    #[test]
    fn edits_keep_a_flow_valid_or_are_refused(kinds in vec(step_type(), 1..5), edits in vec((0..4_usize, 0..30_usize, step()), 1..4)) {
        let steps = kinds.into_iter().map(|kind| Step { kind, ..Step::default() }).collect();
        let built = author::build(&Request { steps, ..Request::default() }).expect("a flow");
        prop_assume!(built.checked.is_some());
        let flow = value(&built);
        let nodes = flow.as_array().cloned().unwrap_or_default();
        let ops = [Op::InsertAfter, Op::InsertBefore, Op::Replace, Op::Remove];
        let edits = edits.into_iter().map(|(op, node, step)| Edit {
            op: ops[op],
            node: nodes[node % nodes.len()]["id"].as_str().unwrap_or_default().to_owned(),
            step: Some(step),
            outcome: None,
            to: None,
        });
        let request = Request { flow: Some(flow), edits: edits.collect(), ..Request::default() };
        if let Ok(built) = author::build(&request) {
            valid(&built, &request.edits);
        }
    }
}
