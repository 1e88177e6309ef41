//! Node types that existed once, and what replaced them.

use super::Doc;
use crate::json::JsonStr;

/// A retired node type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegacyType {
    /// Wire spelling of the retired type.
    pub name: &'static str,
    /// The type that does the same, where there is exactly one.
    pub successor: Option<&'static str>,
    /// What to do instead.
    pub advice: Doc,
}

/// Source: `FaceSign` SDK changelog, versions up to 1.0.19, and the retired module types of the API reference.
const LEGACY: [LegacyType; 4] = [
    LegacyType {
        name: "two_factor",
        successor: None,
        advice: Doc::new(
            "use `two_factor_email` or `two_factor_sms`: there is a node per channel now",
        ),
    },
    LegacyType {
        name: "email_verification",
        successor: Some("two_factor_email"),
        advice: Doc::new("use `two_factor_email`"),
    },
    LegacyType {
        name: "sms_verification",
        successor: Some("two_factor_sms"),
        advice: Doc::new("use `two_factor_sms`"),
    },
    LegacyType {
        name: "age_estimation",
        successor: None,
        advice: Doc::new("no node replaced it: remove the node and link its neighbours"),
    },
];

/// The retired type with this spelling.
pub fn legacy_type(name: JsonStr<'_>) -> Option<&'static LegacyType> {
    LEGACY.iter().find(|legacy| name == *legacy.name)
}
