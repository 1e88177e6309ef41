//! A verification session and the answers that carry one (`FaceSign` API reference, createSession and getSession).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ClientSecret, Report, SessionSettings, null_as_default};

/// Where a session stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SessionStatus {
    /// The hosted page was not opened yet.
    Created,
    /// The hosted page is or was open.
    InProgress,
    /// An end node was reached; not a verdict.
    Complete,
    /// Left, expired or terminated before an end node.
    Incomplete,
    /// A name of an older server, such as `requiresInput`.
    #[serde(untagged)]
    Other(String),
}

impl SessionStatus {
    /// Spelling on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Created => "created",
            Self::InProgress => "inProgress",
            Self::Complete => "complete",
            Self::Incomplete => "incomplete",
            Self::Other(name) => name,
        }
    }

    /// The status of that name; an unknown one is kept as it is.
    pub fn from_name(name: &str) -> Self {
        match name {
            "created" => Self::Created,
            "inProgress" => Self::InProgress,
            "complete" => Self::Complete,
            "incomplete" => Self::Incomplete,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Whether nothing can change any more.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Complete | Self::Incomplete)
    }
}

impl fmt::Display for SessionStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One verification attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Opaque id.
    pub id: String,
    /// Unix milliseconds.
    #[serde(default)]
    pub created_at: i64,
    /// Unix milliseconds, once the hosted page was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<i64>,
    /// Unix milliseconds, once the session ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<i64>,
    /// Where it stands.
    pub status: SessionStatus,
    /// What it was created with.
    #[serde(default, deserialize_with = "null_as_default")]
    pub settings: SessionSettings,
    /// Version of the stored form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Value>,
    /// What was found out; a stub on a fresh session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// Fields this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Answer of a creation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Created {
    /// The new session.
    pub session: Session,
    /// Its first client secret.
    pub client_secret: ClientSecret,
    /// Problems of the flow that did not prevent the creation.
    #[serde(
        default,
        deserialize_with = "null_as_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub warnings: Vec<String>,
}

/// Answer of a read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Retrieved {
    /// The session.
    pub session: Session,
    /// Its newest client secret; old servers leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<ClientSecret>,
}
