//! What a session found out (`FaceSign` API reference, `SessionReport`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::null_as_default;

/// The report of a session; no field of it is a verdict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Everything said, in order.
    #[serde(default, deserialize_with = "null_as_default")]
    pub transcript: Vec<Phrase>,
    /// Summary of the talk: age range, sex, real or virtual, findings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ai_analysis: Option<Value>,
    /// Geo-IP record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Value>,
    /// Browser and operating system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Value>,
    /// Language the session was held in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// One entry per visited node, in time order; start and end nodes have none.
    #[serde(default, deserialize_with = "null_as_default")]
    pub node_reports: Vec<NodeReport>,
    /// Post-session video analysis, one entry per criterion.
    #[serde(
        default,
        rename = "videoAIAnalysis",
        skip_serializing_if = "Option::is_none"
    )]
    pub video_ai_analysis: Option<Value>,
    /// `pending`, `succeeded` or `failed`; absent when not requested.
    #[serde(
        default,
        rename = "videoAIAnalysisStatus",
        skip_serializing_if = "Option::is_none"
    )]
    pub video_ai_analysis_status: Option<String>,
    /// Post-session deepfake detection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deepfake_detection: Option<Value>,
    /// State of the deepfake detection; absent when not requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deepfake_detection_status: Option<Value>,
    /// Experimental liveness policy result; absent, `pending` and `inconclusive` are not a pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_session_liveness: Option<Value>,
    /// Values of the extraction schema: text, number, boolean or null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extracted_data: Option<Map<String, Value>>,
    /// Pictures and videos; addresses are signed and short-lived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<Media>,
    /// Fields this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// One thing said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Phrase {
    /// Id of the phrase.
    #[serde(default)]
    pub id: String,
    /// Unix milliseconds.
    #[serde(default)]
    pub created_at: i64,
    /// The words.
    #[serde(default)]
    pub text: String,
    /// True for the avatar, false for the person.
    #[serde(default)]
    pub is_avatar: bool,
}

/// What one node did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NodeReport {
    /// Node type, such as `liveness_detection`.
    #[serde(rename = "type")]
    pub node_type: String,
    /// Id of the node in the flow.
    #[serde(default)]
    pub node_id: String,
    /// Unix milliseconds.
    #[serde(default)]
    pub created_at: i64,
    /// Outcome name of a map-style node; id of the target node for conversation, `data_validation`, `external_call`
    /// and `field_condition`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What this node type adds, such as `report`, `email`, `inconclusiveReason`, `matchedRuleIndex`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Pictures and videos of a session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Media {
    /// Stills of the person.
    #[serde(
        default,
        deserialize_with = "null_as_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub screenshots: Vec<SessionMedia>,
    /// Recording of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_video: Option<SessionMedia>,
    /// Recording of the avatar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_video: Option<SessionMedia>,
    /// Pictures taken by document scans.
    #[serde(
        default,
        deserialize_with = "null_as_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub document_images: Vec<DocumentImage>,
    /// Fields this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// One stored picture or video.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionMedia {
    /// Id of the file.
    #[serde(default)]
    pub id: String,
    /// Unix milliseconds.
    #[serde(default)]
    pub created_at: i64,
    /// Unix milliseconds; 15 minutes after the address was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expire_at: Option<i64>,
    /// Media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Where to fetch it.
    #[serde(default)]
    pub url: String,
}

/// A picture of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentImage {
    /// Side of the document, from 0.
    #[serde(default)]
    pub side: i64,
    /// `document`, `face`, `signature`, `input` or `barcodeInput`.
    #[serde(default, rename = "type")]
    pub kind: String,
    /// The file.
    pub file: SessionMedia,
}
