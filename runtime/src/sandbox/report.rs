//! Node reports: one shape per node type (`FaceSign` API reference, node reports). Invented values say SANDBOX.

use serde_json::{Map, Value, json};

use super::walk::{PLACEHOLDER_EMAIL, Scene, Walk, contact, external_data};
use crate::api::wire::NodeReport;

/// The report of leaving a node; start and end nodes have none.
pub(super) fn node_report(
    scene: &Scene<'_>,
    walk: &Walk,
    at: usize,
    outcome: &str,
    target: &str,
) -> Option<NodeReport> {
    let node = scene.flow.nodes().get(at)?;
    let written = scene.written(at);
    let mut extra = Map::new();
    let mut named = outcome;
    match node.node_type.as_str() {
        "start" | "end" => return None,
        "conversation" | "data_validation" => named = target,
        "external_call" => {
            named = target;
            extra.insert("report".into(), external_call(scene, written));
        }
        "field_condition" => {
            named = target;
            if let Some(rule) = outcome
                .strip_prefix("rules/")
                .and_then(|n| n.parse::<u64>().ok())
            {
                extra.insert("matchedRuleIndex".into(), rule.into());
            }
        }
        "liveness_detection" if outcome == "inconclusive" => {
            let reason = if walk.camera_refused {
                "no_media"
            } else {
                "unknown_verdict"
            };
            extra.insert("inconclusiveReason".into(), reason.into());
        }
        "enter_email" if outcome == "emailEntered" => {
            extra.insert(
                "email".into(),
                scene
                    .text_fact(walk, "email")
                    .unwrap_or(PLACEHOLDER_EMAIL)
                    .into(),
            );
        }
        "document_scan" if outcome == "scanSuccess" => {
            extra.insert("report".into(), document(written));
        }
        "recognition" if outcome == "recognized" => {
            extra.insert("report".into(), person(scene, walk));
        }
        "two_factor_email" | "two_factor_sms" => {
            let to = walk.code.as_ref().map(|code| code.to.clone());
            let key = if contact(&node.node_type) == Some("email") {
                "email"
            } else {
                "phoneNumber"
            };
            extra.insert(
                "report".into(),
                to.map_or_else(|| json!({}), |to| json!({ key: to })),
            );
        }
        "face_scan" if outcome == "passed" || outcome == "notPassed" => {
            extra.insert("report".into(), face_scan(written, outcome == "passed"));
        }
        "face_compare" => {
            let found = outcome != "imageUnavailable";
            let mut report = json!({ "isMatch": outcome == "match", "sourceAImageFound": found, "sourceBImageFound": found });
            if found {
                report["similarity"] = similarity(outcome == "match");
            } else {
                report["error"] = "SANDBOX: image unavailable was chosen".into();
            }
            extra.insert("report".into(), report);
        }
        _ => {}
    }
    Some(NodeReport {
        node_type: node.node_type.clone(),
        node_id: node.id.clone(),
        created_at: scene.now,
        outcome: Some(named.to_owned()),
        extra,
    })
}

/// No call is made: `simulated` says so, and no attempt is counted.
fn external_call(scene: &Scene<'_>, written: &Value) -> Value {
    json!({
        "url": written.pointer("/request/url").cloned().unwrap_or_default(),
        "ok": true,
        "response": external_data(scene.settings),
        "attempts": 0,
        "simulated": true,
    })
}

/// A specimen that no one could take for a person: issued by Utopia, the code of specimen travel documents (ICAO 9303).
fn document(written: &Value) -> Value {
    let kind = written
        .pointer("/allowedDocumentTypes/0")
        .and_then(Value::as_str)
        .unwrap_or("passport");
    let latin = |text: &str| json!({ "latin": { "value": text } });
    let date = |year: u32| {
        json!({ "day": 1, "month": 1, "year": year, "originalString": format!("01.01.{year}"),
        "filledByDomainKnowledge": false, "successfullyParsed": true })
    };
    json!({
        "mode": "full-recognition",
        "documentClassInfo": { "type": kind, "countryName": "Utopia (SANDBOX)", "isoAlpha3CountryCode": "UTO" },
        "dataMatchResult": { "overallState": "not-performed" },
        "firstName": latin("SANDBOX"),
        "lastName": latin("SPECIMEN"),
        "fullName": latin("SANDBOX SPECIMEN"),
        "documentNumber": latin("SANDBOX001"),
        "dateOfBirth": date(1990),
        "dateOfExpiry": date(2035),
        "subResults": [],
    })
}

/// What is known of the person, else a name that is none.
fn person(scene: &Scene<'_>, walk: &Walk) -> Value {
    let known: Map<String, Value> = ["name", "email", "phone", "company", "jobTitle"]
        .into_iter()
        .filter_map(|field| Some((field.to_owned(), scene.text_fact(walk, field)?.into())))
        .collect();
    if known.is_empty() {
        json!({ "name": "SANDBOX person" })
    } else {
        Value::Object(known)
    }
}

fn face_scan(written: &Value, passed: bool) -> Value {
    let asked = |field: &str| written.get(field).and_then(Value::as_bool) == Some(true);
    let mut report = Map::new();
    if asked("requireLivenessChallenge") {
        report.insert("livenessChallengePassed".into(), passed.into());
    }
    if asked("requireAILivenessCheck") {
        report.insert("aiLivenessCheckPassed".into(), passed.into());
    }
    if written
        .get("referenceImageKey")
        .is_some_and(Value::is_string)
    {
        let compared = json!({ "isMatch": passed, "similarity": similarity(passed),
            "sourceImageFaceFound": true, "targetImageFaceFound": true });
        report.insert("compareFacesReport".into(), compared);
    }
    Value::Object(report)
}

/// Round numbers, so that nobody takes them for measured ones.
fn similarity(same: bool) -> Value {
    if same { json!(0.99) } else { json!(0.01) }
}
