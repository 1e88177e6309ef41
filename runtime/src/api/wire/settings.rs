//! What a session is created with (`FaceSign` API reference, `SessionSettings`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::null_as_default;

/// Body of a creation; the server echoes it in `session.settings`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionSettings {
    /// The integrator's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_reference_id: Option<String>,
    /// Free key-value pairs, at most 50 KB, returned and searchable.
    #[serde(default, deserialize_with = "null_as_default")]
    pub metadata: Map<String, Value>,
    /// User data known beforehand: text, numbers, booleans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provided_data: Option<Map<String, Value>>,
    /// Avatar of the catalogue; the server chooses one where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_id: Option<String>,
    /// Languages allowed (BCP 47); all of the catalogue where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub langs: Option<Vec<String>>,
    /// Language used where the browser's is not allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_lang: Option<String>,
    /// Processing zone, `us` or `eu`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The flow: an array of nodes.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub flow: Value,
    /// Options of the hosted page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customization: Option<Value>,
    /// Whether the video is analysed after the session.
    #[serde(
        default,
        rename = "videoAIAnalysisEnabled",
        skip_serializing_if = "Option::is_none"
    )]
    pub video_ai_analysis_enabled: Option<bool>,
    /// Fields to extract from the transcript; items are [`ExtractionField`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extraction_schema: Option<Value>,
    /// Id of a background picture uploaded in the `FaceSign` console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background_asset_id: Option<String>,
    /// Edges the server filled in; only ever sent by the server.
    #[serde(
        default,
        deserialize_with = "null_as_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub flow_normalizations: Vec<FlowNormalization>,
    /// Fields this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An edge the server filled in because the flow lacked it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FlowNormalization {
    /// Node that lacked the edge.
    pub node_id: String,
    /// Outcome that had no target.
    pub outcome: String,
    /// Target it was given.
    pub filled_with: String,
}

/// One field to extract from the transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExtractionField {
    /// Key in `report.extractedData`.
    pub field_name: String,
    /// Kind of the value.
    #[serde(rename = "type")]
    pub kind: ExtractionKind,
    /// Hint for the extracting model.
    pub description: String,
    /// The only values allowed.
    #[serde(default, rename = "enum", skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Vec<String>>,
}

/// Kind of an extracted value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExtractionKind {
    /// Text.
    String,
    /// Number.
    Number,
    /// True or false.
    Boolean,
    /// ISO 8601 text.
    Date,
}
