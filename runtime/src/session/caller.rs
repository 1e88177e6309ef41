//! Who is asking: the handle given in the arguments, the MCP session, the principal.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::SessionError;
use crate::api::ApiKey;

/// Random bytes of a handle: 192 bits, beyond the 128 that make guessing hopeless.
const HANDLE_BYTES: usize = 24;
/// Starts every handle, so that a person can tell it from a verification session's id.
const HANDLE_PREFIX: &str = "fsm_";

/// The unguessable name of a session.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Handle(String);

impl Handle {
    /// A fresh handle.
    ///
    /// # Errors
    /// [`SessionError::Random`] if the system gives no random bytes.
    pub(super) fn random() -> Result<Self, SessionError> {
        let mut bytes = [0; HANDLE_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| SessionError::Random {
            reason: error.to_string(),
        })?;
        Ok(Self(format!(
            "{HANDLE_PREFIX}{}",
            URL_SAFE_NO_PAD.encode(bytes)
        )))
    }

    /// The handle a caller gave; whether it opens anything is the directory's to say.
    pub(super) fn given(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The text for the caller it belongs to.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Handle {
    /// Whoever reads a log must not get a session by it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{HANDLE_PREFIX}…{}",
            self.0
                .get(self.0.len().saturating_sub(4)..)
                .unwrap_or_default()
        )
    }
}

/// The owner of a session that came with credentials of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Principal {
    /// The digest of a bearer key.
    Bearer([u8; 32]),
    /// The one user of a process that was started with a key.
    Process,
}

/// Who is asking, as the transport and the arguments tell it. Not printable: the handle opens its session.
#[derive(Clone, Default)]
pub struct Caller {
    /// The handle in the arguments.
    pub handle: Option<String>,
    /// The MCP session, in revisions that have one.
    pub mcp_session: Option<String>,
    /// The key in the `Authorization` header, where the header holds one.
    pub bearer: Option<ApiKey>,
}

impl Caller {
    /// Whether the caller can be told from others.
    pub fn is_known(&self) -> bool {
        self.bearer.is_some() || self.mcp_session.is_some()
    }

    /// Names the caller in what is sealed for it: by its key's digest, else its MCP session; without either it is anyone.
    pub fn binding(&self) -> String {
        match (self.principal(), &self.mcp_session) {
            (Some(Principal::Bearer(digest)), _) => {
                format!("bearer {}", URL_SAFE_NO_PAD.encode(digest))
            }
            (_, Some(id)) => format!("session {id}"),
            _ => "anyone".to_owned(),
        }
    }

    pub(super) fn principal(&self) -> Option<Principal> {
        self.bearer
            .as_ref()
            .map(|key| Principal::Bearer(key.digest()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_long_differ_and_hide_in_logs() {
        let (one, two) = (
            Handle::random().expect("random"),
            Handle::random().expect("random"),
        );
        assert_ne!(one, two);
        assert_eq!(
            one.as_str().len(),
            HANDLE_PREFIX.len() + HANDLE_BYTES * 4 / 3
        );
        assert!(!format!("{one:?}").contains(&one.as_str()[..20]), "{one:?}");
    }
}
