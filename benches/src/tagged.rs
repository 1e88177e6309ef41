//! Second peer: `serde_json` with one enum variant per node type, as one writes it by hand, then the graph check.
//!
//! The types alone say which fields and outcomes a node has. `serde` buffers each node to find its tag first; that is what
//! this form costs, and why [`crate::typed`] avoids it.

use std::collections::HashSet;

use serde::Deserialize;

use crate::graph::{Graph, Role};

#[derive(Deserialize)]
#[serde(
    tag = "type",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum Node {
    Start {
        id: String,
        outcome: String,
    },
    End {
        id: String,
    },
    Permissions {
        id: String,
        #[serde(rename = "permissions")]
        _permissions: Permissions,
        #[serde(rename = "prompt")]
        _prompt: Option<String>,
        outcomes: PermissionsOutcomes,
    },
    Conversation {
        id: String,
        #[serde(rename = "prompt")]
        _prompt: String,
        #[serde(rename = "doesNotRequireReply")]
        _no_reply: Option<bool>,
        outcomes: Vec<Outcome>,
        await_external: Option<AwaitExternal>,
    },
    LivenessDetection {
        id: String,
        outcomes: LivenessOutcomes,
    },
    Recognition {
        id: String,
        outcomes: RecognitionOutcomes,
    },
    FaceScan {
        id: String,
        #[serde(rename = "captureInstructions")]
        _instructions: Option<String>,
        #[serde(rename = "requireLivenessChallenge")]
        _challenge: Option<bool>,
        #[serde(rename = "requireAILivenessCheck")]
        _ai_check: Option<bool>,
        #[serde(rename = "referenceImageKey")]
        _reference: Option<String>,
        similarity_threshold: Option<f64>,
        #[serde(rename = "enableSound")]
        _sound: Option<bool>,
        #[serde(rename = "enableHaptics")]
        _haptics: Option<bool>,
        outcomes: ScanOutcomes,
    },
    FaceCompare {
        id: String,
        #[serde(rename = "sourceA")]
        _source_a: Image,
        #[serde(rename = "sourceB")]
        _source_b: Image,
        similarity_threshold: Option<f64>,
        outcomes: CompareOutcomes,
    },
    DocumentScan {
        id: String,
        #[serde(rename = "scanningMode")]
        _mode: ScanningMode,
        #[serde(rename = "allowedDocumentTypes")]
        _types: Vec<String>,
        #[serde(rename = "showTorchButton")]
        _torch: Option<bool>,
        #[serde(rename = "showCameraSwitch")]
        _switch: Option<bool>,
        #[serde(rename = "showMirrorCameraButton")]
        _mirror: Option<bool>,
        outcomes: DocumentOutcomes,
    },
    EnterEmail {
        id: String,
        #[serde(rename = "prompt")]
        _prompt: Option<String>,
        outcomes: EmailOutcomes,
    },
    TwoFactorEmail(Code),
    TwoFactorSms(Code),
    DataValidation {
        id: String,
        #[serde(rename = "validation")]
        _validation: Validation,
        outcomes: Vec<Outcome>,
    },
    ExternalCall {
        id: String,
        #[serde(rename = "request")]
        _request: Request,
        outcome: String,
    },
    FieldCondition {
        id: String,
        rules: Vec<Rule>,
        default: String,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Code {
    id: String,
    otp_length: Option<f64>,
    #[serde(rename = "expirySeconds")]
    _expiry: Option<f64>,
    #[serde(rename = "maxAttempts")]
    _attempts: Option<f64>,
    #[serde(rename = "resendAfterSeconds")]
    _resend: Option<f64>,
    #[serde(rename = "showUI")]
    _show: Option<bool>,
    #[serde(rename = "emailTemplate")]
    _email_template: Option<String>,
    #[serde(rename = "smsTemplate")]
    _sms_template: Option<String>,
    outcomes: CodeOutcomes,
}

#[derive(Deserialize)]
struct Permissions {
    #[serde(rename = "camera")]
    _camera: Option<bool>,
    #[serde(rename = "microphone")]
    _microphone: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    id: String,
    #[serde(rename = "condition")]
    _condition: String,
    target_node_id: String,
}

#[derive(Deserialize)]
struct AwaitExternal {
    #[serde(rename = "request")]
    _request: Request,
    #[serde(rename = "poll")]
    _poll: Poll,
    exits: Exits,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Poll {
    #[serde(rename = "intervalMs")]
    _interval: f64,
    #[serde(rename = "timeoutMs")]
    _timeout: f64,
}

#[derive(Deserialize)]
struct Request {
    #[serde(rename = "url")]
    _url: String,
    #[serde(rename = "method")]
    _method: Option<Method>,
    #[serde(rename = "vars")]
    _vars: Option<Vec<Variable>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Method {
    Get,
    Post,
}

#[derive(Deserialize)]
struct Variable {
    #[serde(rename = "name")]
    _name: String,
    #[serde(rename = "value")]
    _value: Operand,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Operand {
    Literal {
        #[serde(rename = "value")]
        _value: serde_json::Value,
    },
    Ref(#[expect(dead_code, reason = "read for its shape")] Reference),
}

#[derive(Deserialize)]
struct Reference {
    #[serde(rename = "source")]
    _source: DataSource,
    #[serde(rename = "field")]
    _field: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum DataSource {
    ExtractedData,
    ProvidedData,
}

#[derive(Deserialize)]
struct Validation {
    #[serde(rename = "field")]
    _field: String,
    #[serde(rename = "action")]
    _action: String,
    #[serde(rename = "value")]
    _value: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum ScanningMode {
    Automatic,
    Single,
}

#[derive(Deserialize)]
#[serde(
    tag = "source",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
enum Image {
    DocumentPhoto,
    FaceScan,
    ProvidedData {
        #[serde(rename = "providedDataKey")]
        _key: String,
    },
    SessionVideo,
}

#[derive(Deserialize)]
struct Rule {
    #[serde(rename = "left")]
    _left: Reference,
    operator: Operator,
    right: Option<Operand>,
    outcome: String,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
enum Operator {
    Equals,
    Exists,
    Gt,
    Gte,
    Lt,
    Lte,
    NotEquals,
    NotExists,
}

/// Outcome maps as records: every name is required, as in `FaceSign`'s own types.
macro_rules! outcomes {
    ($($record:ident { $($field:ident: $name:literal),+ })+) => {$(
        #[derive(Deserialize)]
        struct $record { $(#[serde(rename = $name)] $field: String),+ }

        impl $record {
            fn targets(&self) -> Vec<&str> {
                vec![$(&self.$field),+]
            }
        }
    )+};
}

outcomes! {
    PermissionsOutcomes { granted: "permissionsGranted", denied: "permissionsDenied" }
    LivenessOutcomes { live: "livenessDetected", fake: "deepfakeDetected", no_face: "noFace", unsure: "inconclusive" }
    RecognitionOutcomes { known: "recognized", new: "newUser", no_face: "noFace" }
    ScanOutcomes { passed: "passed", not_passed: "notPassed", cancelled: "cancelled", error: "error" }
    CompareOutcomes { same: "match", other: "noMatch", missing: "imageUnavailable" }
    DocumentOutcomes { success: "scanSuccess", cancelled: "userCancelled", timeout: "scanTimeout" }
    EmailOutcomes { entered: "emailEntered", canceled: "canceled" }
    CodeOutcomes { verified: "verified", undelivered: "delivery_failed", failed: "failed_unverified", cancelled: "cancelled", error: "error" }
    Exits { ready: "onDataReady", timeout: "onTimeout", error: "onError" }
}

/// Whether the document is a sound flow.
pub fn accepts(document: &str) -> bool {
    let Ok(nodes) = serde_json::from_str::<Vec<Node>>(document) else {
        return false;
    };
    let mut graph = Graph::default();
    for node in &nodes {
        if node.id().is_empty() || !node.is_in_range() {
            return false;
        }
        graph.node(node.id(), node.role());
        for target in node.targets() {
            graph.edge(target);
        }
    }
    graph.is_sound()
}

impl Node {
    fn id(&self) -> &str {
        match self {
            Self::Start { id, .. }
            | Self::End { id }
            | Self::Permissions { id, .. }
            | Self::Conversation { id, .. }
            | Self::LivenessDetection { id, .. }
            | Self::Recognition { id, .. }
            | Self::FaceScan { id, .. }
            | Self::FaceCompare { id, .. }
            | Self::DocumentScan { id, .. }
            | Self::EnterEmail { id, .. }
            | Self::TwoFactorEmail(Code { id, .. })
            | Self::TwoFactorSms(Code { id, .. })
            | Self::DataValidation { id, .. }
            | Self::ExternalCall { id, .. }
            | Self::FieldCondition { id, .. } => id,
        }
    }

    fn role(&self) -> Role {
        match self {
            Self::Start { .. } => Role::Entry,
            Self::End { .. } => Role::Terminal,
            _ => Role::Step,
        }
    }

    fn targets(&self) -> Vec<&str> {
        match self {
            Self::Start { outcome, .. } | Self::ExternalCall { outcome, .. } => vec![outcome],
            Self::End { .. } => Vec::new(),
            Self::Permissions { outcomes, .. } => outcomes.targets(),
            Self::Conversation {
                outcomes,
                await_external,
                ..
            } => {
                let listed = outcomes
                    .iter()
                    .map(|outcome| outcome.target_node_id.as_str());
                let exits = await_external.iter().flat_map(|wait| wait.exits.targets());
                listed.chain(exits).collect()
            }
            Self::LivenessDetection { outcomes, .. } => outcomes.targets(),
            Self::Recognition { outcomes, .. } => outcomes.targets(),
            Self::FaceScan { outcomes, .. } => outcomes.targets(),
            Self::FaceCompare { outcomes, .. } => outcomes.targets(),
            Self::DocumentScan { outcomes, .. } => outcomes.targets(),
            Self::EnterEmail { outcomes, .. } => outcomes.targets(),
            Self::TwoFactorEmail(code) | Self::TwoFactorSms(code) => code.outcomes.targets(),
            Self::DataValidation { outcomes, .. } => outcomes
                .iter()
                .map(|outcome| outcome.target_node_id.as_str())
                .collect(),
            Self::FieldCondition { rules, default, .. } => rules
                .iter()
                .map(|rule| rule.outcome.as_str())
                .chain([default.as_str()])
                .collect(),
        }
    }

    /// What the types cannot say: ranges, distinct outcome ids, and operands that an operator needs.
    fn is_in_range(&self) -> bool {
        match self {
            Self::Conversation { outcomes, .. } | Self::DataValidation { outcomes, .. } => {
                let ids: HashSet<&str> =
                    outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
                !outcomes.is_empty() && ids.len() == outcomes.len()
            }
            Self::FaceScan {
                similarity_threshold: Some(threshold),
                ..
            }
            | Self::FaceCompare {
                similarity_threshold: Some(threshold),
                ..
            } => (0.0..=1.0).contains(threshold),
            Self::TwoFactorEmail(Code {
                otp_length: Some(length),
                ..
            })
            | Self::TwoFactorSms(Code {
                otp_length: Some(length),
                ..
            }) => (4.0..=8.0).contains(length),
            Self::FieldCondition { rules, .. } => {
                let complete = |rule: &Rule| {
                    matches!(rule.operator, Operator::Exists | Operator::NotExists)
                        || rule.right.is_some()
                };
                !rules.is_empty() && rules.iter().all(complete)
            }
            _ => true,
        }
    }
}
