//! The records of a flow as an application would declare them.
//!
//! Fields whose value no check needs are read and dropped; their names begin with `_`.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::graph::Role;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Node<'flow> {
    #[serde(borrow)]
    pub(super) id: Cow<'flow, str>,
    #[serde(rename = "type")]
    pub(super) kind: NodeType,
    #[serde(borrow)]
    pub(super) outcome: Option<Cow<'flow, str>>,
    #[serde(borrow, default)]
    pub(super) outcomes: Outcomes<'flow>,
    #[serde(borrow)]
    pub(super) default: Option<Cow<'flow, str>>,
    #[serde(borrow)]
    pub(super) rules: Option<Vec<Rule<'flow>>>,
    #[serde(borrow)]
    pub(super) prompt: Option<Cow<'flow, str>>,
    #[serde(rename = "doesNotRequireReply")]
    _does_not_require_reply: Option<bool>,
    #[serde(borrow)]
    pub(super) await_external: Option<AwaitExternal<'flow>>,
    #[serde(borrow)]
    pub(super) request: Option<Request<'flow>>,
    pub(super) permissions: Option<Permissions>,
    #[serde(borrow)]
    pub(super) validation: Option<Validation<'flow>>,
    pub(super) scanning_mode: Option<ScanningMode>,
    #[serde(borrow)]
    pub(super) allowed_document_types: Option<Vec<Cow<'flow, str>>>,
    #[serde(rename = "showTorchButton")]
    _show_torch_button: Option<bool>,
    #[serde(rename = "showCameraSwitch")]
    _show_camera_switch: Option<bool>,
    #[serde(rename = "showMirrorCameraButton")]
    _show_mirror_camera_button: Option<bool>,
    #[serde(borrow, rename = "captureInstructions")]
    _capture_instructions: Option<Cow<'flow, str>>,
    #[serde(rename = "requireLivenessChallenge")]
    _require_liveness_challenge: Option<bool>,
    #[serde(rename = "requireAILivenessCheck")]
    _require_ai_liveness_check: Option<bool>,
    #[serde(borrow, rename = "referenceImageKey")]
    _reference_image_key: Option<Cow<'flow, str>>,
    pub(super) similarity_threshold: Option<f64>,
    #[serde(rename = "enableSound")]
    _enable_sound: Option<bool>,
    #[serde(rename = "enableHaptics")]
    _enable_haptics: Option<bool>,
    #[serde(borrow)]
    pub(super) source_a: Option<Image<'flow>>,
    #[serde(borrow)]
    pub(super) source_b: Option<Image<'flow>>,
    pub(super) otp_length: Option<f64>,
    #[serde(rename = "expirySeconds")]
    _expiry_seconds: Option<f64>,
    #[serde(rename = "maxAttempts")]
    _max_attempts: Option<f64>,
    #[serde(rename = "resendAfterSeconds")]
    _resend_after_seconds: Option<f64>,
    #[serde(rename = "showUI")]
    _show_ui: Option<bool>,
    #[serde(borrow, rename = "emailTemplate")]
    _email_template: Option<Cow<'flow, str>>,
    #[serde(borrow, rename = "smsTemplate")]
    _sms_template: Option<Cow<'flow, str>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NodeType {
    Conversation,
    DataValidation,
    DocumentScan,
    End,
    EnterEmail,
    ExternalCall,
    FaceCompare,
    FaceScan,
    FieldCondition,
    LivenessDetection,
    Permissions,
    Recognition,
    Start,
    TwoFactorEmail,
    TwoFactorSms,
}

impl NodeType {
    pub(super) fn role(self) -> Role {
        match self {
            Self::Start => Role::Entry,
            Self::End => Role::Terminal,
            _ => Role::Step,
        }
    }

    /// Outcomes that the type must name.
    pub(super) fn outcomes(self) -> &'static [&'static str] {
        match self {
            Self::DocumentScan => &["scanSuccess", "userCancelled", "scanTimeout"],
            Self::EnterEmail => &["emailEntered", "canceled"],
            Self::FaceCompare => &["match", "noMatch", "imageUnavailable"],
            Self::FaceScan => &["passed", "notPassed", "cancelled", "error"],
            Self::LivenessDetection => &[
                "livenessDetected",
                "deepfakeDetected",
                "noFace",
                "inconclusive",
            ],
            Self::Permissions => &["permissionsGranted", "permissionsDenied"],
            Self::Recognition => &["recognized", "newUser", "noFace"],
            Self::TwoFactorEmail | Self::TwoFactorSms => &[
                "verified",
                "delivery_failed",
                "failed_unverified",
                "cancelled",
                "error",
            ],
            _ => &[],
        }
    }
}

/// Outcomes in either form.
#[derive(Default)]
pub(super) enum Outcomes<'flow> {
    List(Vec<Outcome<'flow>>),
    Map(Vec<(Cow<'flow, str>, Cow<'flow, str>)>),
    #[default]
    None,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Outcome<'flow> {
    #[serde(borrow)]
    pub(super) id: Cow<'flow, str>,
    #[serde(borrow, rename = "condition")]
    _condition: Cow<'flow, str>,
    #[serde(borrow)]
    pub(super) target_node_id: Cow<'flow, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Rule<'flow> {
    #[serde(borrow, rename = "left")]
    _left: Reference<'flow>,
    pub(super) operator: Operator,
    #[serde(borrow)]
    pub(super) right: Option<Operand<'flow>>,
    #[serde(borrow)]
    pub(super) outcome: Cow<'flow, str>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(super) enum Operator {
    Equals,
    Exists,
    Gt,
    Gte,
    Lt,
    Lte,
    NotEquals,
    NotExists,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reference<'flow> {
    #[serde(rename = "source")]
    _source: DataSource,
    #[serde(borrow, rename = "field")]
    _field: Cow<'flow, str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Operand<'flow> {
    #[serde(rename = "type")]
    _kind: OperandKind,
    #[serde(rename = "value")]
    _value: Option<IgnoredAny>,
    #[serde(rename = "source")]
    _source: Option<DataSource>,
    #[serde(borrow, rename = "field")]
    _field: Option<Cow<'flow, str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum OperandKind {
    Literal,
    Ref,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum DataSource {
    ExtractedData,
    ProvidedData,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AwaitExternal<'flow> {
    #[serde(borrow, rename = "request")]
    _request: Request<'flow>,
    #[serde(rename = "poll")]
    _poll: Poll,
    #[serde(borrow)]
    pub(super) exits: Exits<'flow>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Poll {
    #[serde(rename = "intervalMs")]
    _interval: f64,
    #[serde(rename = "timeoutMs")]
    _timeout: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Exits<'flow> {
    #[serde(borrow)]
    #[serde(rename = "onDataReady")]
    pub(super) data_ready: Cow<'flow, str>,
    #[serde(borrow)]
    #[serde(rename = "onTimeout")]
    pub(super) timeout: Cow<'flow, str>,
    #[serde(borrow)]
    #[serde(rename = "onError")]
    pub(super) error: Cow<'flow, str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request<'flow> {
    #[serde(borrow, rename = "url")]
    _url: Cow<'flow, str>,
    #[serde(rename = "method")]
    _method: Option<Method>,
    #[serde(borrow, rename = "vars")]
    _vars: Option<Vec<Variable<'flow>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Method {
    Get,
    Post,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Variable<'flow> {
    #[serde(borrow, rename = "name")]
    _name: Cow<'flow, str>,
    #[serde(borrow, rename = "value")]
    _value: Operand<'flow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Permissions {
    #[serde(rename = "camera")]
    _camera: Option<bool>,
    #[serde(rename = "microphone")]
    _microphone: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Validation<'flow> {
    #[serde(borrow, rename = "field")]
    _field: Cow<'flow, str>,
    #[serde(borrow, rename = "action")]
    _action: Cow<'flow, str>,
    #[serde(borrow, rename = "value")]
    _value: Option<Cow<'flow, str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum ScanningMode {
    Automatic,
    Single,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Image<'flow> {
    pub(super) source: ImageSource,
    #[serde(borrow)]
    pub(super) provided_data_key: Option<Cow<'flow, str>>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(super) enum ImageSource {
    DocumentPhoto,
    FaceScan,
    ProvidedData,
    SessionVideo,
}

impl<'de: 'flow, 'flow> Deserialize<'de> for Outcomes<'flow> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EitherForm)
    }
}

struct EitherForm;

impl<'de> Visitor<'de> for EitherForm {
    type Value = Outcomes<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("outcomes as an object or a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::with_capacity(4);
        while let Some(outcome) = items.next_element()? {
            list.push(outcome);
        }
        Ok(Outcomes::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = Vec::with_capacity(5);
        while let Some((BorrowedText(key), BorrowedText(target))) = entries.next_entry()? {
            map.push((key, target));
        }
        Ok(Outcomes::Map(map))
    }
}

/// A string that borrows from the document where it has no escapes; a bare `Cow` always copies.
#[derive(Deserialize)]
struct BorrowedText<'flow>(#[serde(borrow)] Cow<'flow, str>);
