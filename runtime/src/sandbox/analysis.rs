//! What a finished session's report adds beside its nodes. The sandbox analyses nothing: it answers consistently with
//! the outcomes that were taken, and every text begins with SANDBOX.

use serde::Deserialize as _;
use serde_json::{Map, Value, json};

use super::walk::{Scene, Walk};
use crate::api::wire::{ExtractionField, ExtractionKind};

/// Criteria of the video analysis (`FaceSign` API reference, video AI analysis).
const CRITERIA: [&str; 9] = [
    "behavioralAnomalies",
    "environmentalConsistency",
    "eyeAndHeadMovement",
    "faceAuthenticity",
    "facialExpressionAndMovement",
    "interactionConfidence",
    "lipSyncAccuracy",
    "presenceOfSuspiciousObjectsOrPeople",
    "useOfExternalDevices",
];

/// What the checks said about the face, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    Virtual,
    Missing,
    Undecided,
    Real,
}

/// Completes the report of a session that reached an end.
pub(super) fn finish(scene: &Scene<'_>, walk: &mut Walk) {
    let face = face(walk);
    let settings = scene.settings;
    let talked = walk
        .report
        .transcript
        .iter()
        .filter(|phrase| !phrase.is_avatar)
        .count();
    let checks = walk.trail.len();
    walk.report.ai_analysis = Some(json!({
        "ageMin": 25,
        "ageMax": 35,
        "sex": "female",
        "realPersonOrVirtual": match face { Face::Virtual => "virtual", Face::Missing => "noface", _ => "real" },
        "overallSummary": format!(
            "SANDBOX: nothing was analysed. Outcomes taken: {checks}, replies: {talked}; \
             read the node reports for what was chosen."
        ),
        "analysis": [{
            "title": "SANDBOX",
            "shortDescription": "Simulated analysis",
            "longDescription": "Age, sex and findings are fixed sample values of the sandbox and describe nobody.",
        }],
    }));
    if settings.video_ai_analysis_enabled == Some(true) {
        walk.report.video_ai_analysis = Some(video(face));
        walk.report.video_ai_analysis_status = Some("succeeded".into());
    }
    if settings.extraction_schema.is_some() {
        walk.report.extracted_data = Some(extracted(scene, walk));
    }
    if let Some(policy) = settings
        .metadata
        .get("postSessionLiveness")
        .and_then(Value::as_str)
        && matches!(policy, "video-frame-pad-v1" | "video-frame-pad-v2")
    {
        let state = match face {
            Face::Real => "passed",
            Face::Virtual => "rejected",
            Face::Missing | Face::Undecided => "inconclusive",
        };
        walk.report.post_session_liveness = Some(json!({
            "policyVersion": policy, "state": state, "requestedAt": scene.now, "finishedAt": scene.now,
            "reasonCodes": ["SANDBOX_SIMULATED"],
        }));
    }
}

/// Values of the extraction schema: `metadata.sandboxExtractedData` first, then what is known under the same name, then
/// a sample of the right kind; an empty map without a schema.
pub(super) fn extracted(scene: &Scene<'_>, walk: &Walk) -> Map<String, Value> {
    let given = scene
        .settings
        .metadata
        .get("sandboxExtractedData")
        .and_then(Value::as_object);
    let schema = scene.settings.extraction_schema.as_ref();
    let fields = schema
        .and_then(|schema| Vec::<ExtractionField>::deserialize(schema).ok())
        .unwrap_or_default();
    fields
        .into_iter()
        .map(|field| {
            let known = given
                .and_then(|given| given.get(&field.field_name))
                .or_else(|| scene.fact(walk, &field.field_name));
            let value = known.cloned().unwrap_or_else(|| sample(&field));
            (field.field_name, value)
        })
        .collect()
}

fn sample(field: &ExtractionField) -> Value {
    match (
        field.kind,
        field.allowed.as_ref().and_then(|allowed| allowed.first()),
    ) {
        (ExtractionKind::String, Some(first)) => json!(first),
        (ExtractionKind::String, None) => json!(format!("SANDBOX {}", field.field_name)),
        (ExtractionKind::Number, _) => json!(100),
        (ExtractionKind::Boolean, _) => json!(true),
        (ExtractionKind::Date, _) => json!("2026-01-01"),
    }
}

fn face(walk: &Walk) -> Face {
    let took = |outcome: &str| walk.trail.iter().any(|taken| taken.outcome == outcome);
    let last_check = walk
        .trail
        .iter()
        .rev()
        .find(|taken| taken.node_type == "liveness_detection");
    match last_check.map(|taken| taken.outcome.as_str()) {
        _ if took("deepfakeDetected") => Face::Virtual,
        Some("noFace") => Face::Missing,
        Some("inconclusive") => Face::Undecided,
        _ => Face::Real,
    }
}

fn video(face: Face) -> Value {
    let (evaluation, confidence) = match face {
        Face::Virtual => ("highFraudRisk", 0.9),
        Face::Missing | Face::Undecided => ("suspicious", 0.5),
        Face::Real => ("normal", 0.9),
    };
    let entry = json!({
        "observation": "SANDBOX: no video was analysed; the value follows the liveness outcome.",
        "confidence": confidence,
        "evaluation": evaluation,
    });
    Value::Object(
        CRITERIA
            .iter()
            .map(|criterion| ((*criterion).to_owned(), entry.clone()))
            .collect(),
    )
}
