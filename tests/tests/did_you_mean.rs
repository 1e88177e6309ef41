//! A slip in any kind of name is answered with the name that was meant.

use facesign_mcp::flow;
use serde_json::{Value, json};

/// A flow with one node between start and end, in which the slip is made.
fn with(node: &Value) -> Value {
    json!([
        {"id": "start", "type": "start", "outcome": "step"},
        node,
        {"id": "done", "type": "end"},
        {"id": "failed", "type": "end"},
    ])
}

#[track_caller]
fn check(node: &Value, code: &str, meant: &str) {
    let checked = flow::check_value(&with(node));
    let finding = checked.findings.iter().find(|finding| finding.code == code);
    let finding = finding.unwrap_or_else(|| panic!("{code} in {:?}", checked.findings));
    assert!(finding.help.contains(&format!("`{meant}`")), "{finding:?}");
    let fix = finding.fix.as_ref().expect("a correction is offered");
    assert_eq!(fix.edits[0].text, format!("\"{meant}\""), "{finding:?}");
}

#[test]
fn of_types() {
    check(
        &json!({"id": "step", "type": "recogniton"}),
        "F2004",
        "recognition",
    );
    check(
        &json!({"id": "step", "type": "email_verification"}),
        "F2021",
        "two_factor_email",
    );
}

#[test]
fn of_fields() {
    let scan = |field: &str| {
        json!({"id": "step", "type": "face_scan", field: 0.5,
        "outcomes": {"passed": "done", "notPassed": "failed", "cancelled": "failed", "error": "failed"}})
    };
    check(
        &scan("similarity_threshold"),
        "F2007",
        "similarityThreshold",
    );
    check(&scan("similarityTreshold"), "F2007", "similarityThreshold");
}

#[test]
fn of_outcomes() {
    let mail = |outcome: &str| json!({"id": "step", "type": "enter_email", "outcomes": {"emailEntered": "done", outcome: "failed"}});
    check(&mail("cancelled"), "F2012", "canceled");
    let exits = json!({"id": "step", "type": "conversation", "prompt": "Wait.",
        "outcomes": [{"id": "stop", "condition": "the customer stops", "targetNodeId": "failed"}],
        "awaitExternal": {"request": {"url": "https://api.example.com"}, "poll": {"intervalMs": 1, "timeoutMs": 1},
            "exits": {"onDataRedy": "done", "onTimeout": "failed", "onError": "failed"}}});
    check(&exits, "F2012", "onDataReady");
}

#[test]
fn of_values() {
    let scan = json!({"id": "step", "type": "document_scan", "scanningMode": "automatik", "allowedDocumentTypes": ["passport"],
        "outcomes": {"scanSuccess": "done", "userCancelled": "failed", "scanTimeout": "failed"}});
    check(&scan, "F2009", "automatic");
    let listed = json!({"id": "step", "type": "document_scan", "scanningMode": "single", "allowedDocumentTypes": ["pasport"],
        "outcomes": {"scanSuccess": "done", "userCancelled": "failed", "scanTimeout": "failed"}});
    check(&listed, "F2009", "passport");
    let operator = json!({"id": "step", "type": "field_condition", "default": "failed",
        "rules": [{"left": {"source": "providedData", "field": "age"}, "operator": "exsts", "outcome": "done"}]});
    check(&operator, "F2009", "exists");
}

#[test]
fn of_targets_in_every_form_of_edge() {
    let call = json!({"id": "step", "type": "external_call", "request": {"url": "https://api.example.com"}, "outcome": "faild"});
    check(&call, "F2013", "failed");
    let mail = json!({"id": "step", "type": "enter_email", "outcomes": {"emailEntered": "done", "canceled": "Failed"}});
    check(&mail, "F2013", "failed");
    let talk = json!({"id": "step", "type": "conversation", "prompt": "Wait.",
        "outcomes": [{"id": "stop", "condition": "the customer stops", "targetNodeId": "fialed"}]});
    check(&talk, "F2013", "failed");
}

#[test]
fn of_rules() {
    for (slip, meant) in [
        ("F4O06", "F4006"),
        ("inefective-check", "F4006"),
        ("deepfake_joins_success", "F4007"),
    ] {
        let rule = flow::meant_rule(slip).unwrap_or_else(|| panic!("{slip}"));
        assert_eq!(rule.code, meant);
    }
}
