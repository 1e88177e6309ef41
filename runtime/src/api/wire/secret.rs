//! The client secret: the only credential a browser gets (`FaceSign` API reference, client secrets).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Opens one session's hosted page for two hours; `Debug` hides the secret and the address that contains it.
#[derive(Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientSecret {
    /// `cs` and 32 hexadecimal digits.
    pub secret: String,
    /// Unix milliseconds.
    pub created_at: i64,
    /// Unix milliseconds, two hours later.
    pub expire_at: i64,
    /// Address of the hosted page, to be put into an iframe or a redirect.
    pub url: String,
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientSecret")
            .field("created_at", &self.created_at)
            .field("expire_at", &self.expire_at)
            .finish_non_exhaustive()
    }
}
