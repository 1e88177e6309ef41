//! Helpers of the tests: text in, codes and pointers out.

use std::string::{String, ToString as _};
use std::vec::Vec;
use std::{format, vec};

use crate::diagnostic::Report;
use crate::model::Gateway;
use crate::rules::{RuleSet, Stage};
use crate::validate::{Options, valid_text, validate, validate_with};

/// Findings as `code pointer`, without advice: few flows of the tests are worth being spoken.
pub(crate) fn found(bytes: &[u8]) -> Vec<String> {
    let advice = RuleSet::of_stage(Stage::Advice);
    found_of(bytes, RuleSet::ALL.minus(advice))
}

/// Findings of some rules as `code pointer`.
fn found_of(bytes: &[u8], rules: RuleSet) -> Vec<String> {
    let mut workspace = Gateway::new();
    let mut report = Report::<64>::new();
    let options = Options {
        rules,
        ..Options::default()
    };
    validate_with(bytes, &mut workspace, &mut report, options);
    assert_eq!(report.omitted(), 0);
    let text = valid_text(bytes);
    let line = |finding: &crate::Finding| {
        format!("{} {}", finding.rule.meta().code, finding.pointer(text))
    };
    report.findings().iter().map(line).collect()
}

#[track_caller]
pub(crate) fn check_bytes(bytes: &[u8], expected: &[&str]) {
    assert_eq!(found(bytes), expected, "{}", String::from_utf8_lossy(bytes));
}

#[track_caller]
pub(crate) fn check(flow: &str, expected: &[&str]) {
    check_bytes(flow.as_bytes(), expected);
}

/// Checks a node with the id `a` between a start node that leads to it and an end node `e`.
#[track_caller]
pub(crate) fn check_node(node: &str, expected: &[&str]) {
    check(&around(node), expected);
}

fn around(node: &str) -> String {
    format!(r#"[{{"id":"s","type":"start","outcome":"a"}},{node},{{"id":"e","type":"end"}}]"#)
}

/// Advice as `code pointer`.
pub(crate) fn advice(flow: &str) -> Vec<String> {
    found_of(flow.as_bytes(), RuleSet::of_stage(Stage::Advice))
}

/// As [`check_node`], for rules about prompts.
#[track_caller]
pub(crate) fn check_advice(node: &str, expected: &[&str]) {
    assert_eq!(advice(&around(node)), expected, "{node}");
}

/// Checks the codes of a prompt, of a conversation that goes on whatever is said; escapes are up to the caller.
#[track_caller]
pub(crate) fn check_prompt(prompt: &str, expected: &[&str]) {
    let flow = format!(
        r#"[{{"id":"s","type":"start","outcome":"a"}},{{"id":"a","type":"conversation","prompt":"{prompt}","outcomes":[{{"id":"o","condition":"","targetNodeId":"p"}}]}},
        {{"id":"p","type":"permissions","permissions":{{}},"outcomes":{{"permissionsGranted":"e","permissionsDenied":"f"}}}},{{"id":"e","type":"end"}},{{"id":"f","type":"end"}}]"#
    );
    let codes: Vec<String> = advice(&flow)
        .iter()
        .filter_map(|line| line.split(' ').next().map(String::from))
        .collect();
    assert_eq!(codes, expected, "{prompt}");
}

/// The flow with its certain corrections applied.
pub(crate) fn fixed(flow: &str) -> String {
    let mut workspace = Gateway::new();
    let mut report = Report::<64>::new();
    validate(flow.as_bytes(), &mut workspace, &mut report);
    let mut out = vec![0; 2 * flow.len() + 64];
    let len = crate::write::apply_fixes(flow, report.findings(), &mut out).unwrap();
    String::from_utf8_lossy(&out[..len]).to_string()
}

/// The three recipes of the FaceSign MCP page, completed by the greeting that camera warm-up demands.
pub(crate) const RECIPES: [&str; 3] = [
    r#"[{"id":"start","type":"start","outcome":"hello"},
{"id":"hello","type":"conversation","prompt":"Say: Hello, before we send this transfer I will check with a short talk that it is really you.",
 "outcomes":[{"id":"go","condition":"","targetNodeId":"live"}]},
{"id":"live","type":"liveness_detection","outcomes":{"livenessDetected":"ask","deepfakeDetected":"stopped","noFace":"hello","inconclusive":"stopped"}},
{"id":"ask","type":"conversation","prompt":"Ask the customer to confirm recipient, amount and purpose of the transfer, and whether anybody told them to make it.",
 "outcomes":[{"id":"confirmed","condition":"the customer confirms everything calmly","targetNodeId":"code"},
 {"id":"pressed","condition":"the customer hesitates or seems to act under pressure","targetNodeId":"stopped"},
 {"id":"silent","condition":"no answer after 3 attempts","targetNodeId":"stopped"}]},
{"id":"code","type":"two_factor_email","otpLength":6,"outcomes":{"verified":"done","delivery_failed":"stopped","failed_unverified":"stopped","cancelled":"stopped","error":"stopped"}},
{"id":"done","type":"end"},{"id":"stopped","type":"end"}]"#,
    r#"[{"id":"start","type":"start","outcome":"hello"},
{"id":"hello","type":"conversation","prompt":"Say: Welcome back. I will help you to recover your account, and I only need your email and your face.",
 "outcomes":[{"id":"go","condition":"","targetNodeId":"mail"}]},
{"id":"mail","type":"enter_email","prompt":"Say: Please type your email address.","outcomes":{"emailEntered":"known","canceled":"failed"}},
{"id":"known","type":"recognition","outcomes":{"recognized":"live","newUser":"failed","noFace":"failed"}},
{"id":"live","type":"liveness_detection","outcomes":{"livenessDetected":"recovered","deepfakeDetected":"failed","noFace":"hello","inconclusive":"failed"}},
{"id":"recovered","type":"end"},{"id":"failed","type":"end"}]"#,
    r#"{"langs":["en"],"flow":[{"id":"start","type":"start","outcome":"hello"},
{"id":"hello","type":"conversation","prompt":"Greet the new customer and explain that an identity document and the face will be captured.",
 "outcomes":[{"id":"go","condition":"","targetNodeId":"papers"}]},
{"id":"papers","type":"document_scan","scanningMode":"automatic","allowedDocumentTypes":["passport","id","dl"],
 "outcomes":{"scanSuccess":"face","userCancelled":"failed","scanTimeout":"failed"}},
{"id":"face","type":"face_scan","outcomes":{"passed":"live","notPassed":"failed","cancelled":"failed","error":"failed"}},
{"id":"live","type":"liveness_detection","outcomes":{"livenessDetected":"welcome","deepfakeDetected":"failed","noFace":"hello","inconclusive":"failed"}},
{"id":"welcome","type":"conversation","prompt":"Welcome the customer and explain how the next check will work.","doesNotRequireReply":true,
 "outcomes":[{"id":"go","condition":"","targetNodeId":"done"}]},
{"id":"done","type":"end"},{"id":"failed","type":"end"}]}"#,
];
