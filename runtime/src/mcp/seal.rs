//! Request state: what a call remembers while the client puts a question to its person.
//!
//! The revision without sessions lets the client carry this memory and give it back with the answer. What comes back is
//! untrusted: it is sealed with HMAC-SHA256 under a key of this process, bound to the caller, the tool and its
//! arguments, and ends after ten minutes. It is signed and not encrypted, so no secret may be put in.

use std::collections::BTreeMap;
use std::time::Duration;

use rmcp::model::{JsonObject, RequestStateCodec, RequestStateError, SealOptions};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::key_page;

/// How long a question may stay open: as long as the page on which a key is entered.
pub(super) const LIFETIME: Duration = key_page::LIFETIME;

/// Closes and opens request state; one per process.
#[derive(Clone, Debug)]
pub struct Seal {
    codec: RequestStateCodec,
}

/// What a call knows from its earlier rounds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Memory {
    /// Contents of forms that were filled in, by the id of the question.
    pub(super) answers: BTreeMap<String, JsonObject>,
    /// What the tool itself noted, such as the id of a page it opened.
    pub(super) notes: BTreeMap<String, String>,
}

/// The call a memory belongs to: no other may open it.
#[derive(Clone, Debug)]
pub(super) struct Bound([u8; 32]);

/// Why a request state was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum SealError {
    /// Forged, damaged, or made for another caller, tool or set of arguments.
    #[error(
        "this request state was not made for this call: call the tool again with the same arguments and without `requestState`"
    )]
    Foreign,
    /// Older than [`LIFETIME`].
    #[error(
        "this request state has expired after {} minutes: call the tool again without `requestState`",
        LIFETIME.as_secs() / 60
    )]
    Expired,
}

impl Bound {
    /// Binds to who calls, which tool, and with which arguments.
    pub(super) fn to(caller: &str, tool: &str, arguments: &JsonObject) -> Self {
        let mut digest = Sha256::new();
        for part in [caller, tool] {
            // The length keeps two parts from running into each other.
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        digest.update(serde_json::to_vec(arguments).unwrap_or_default());
        Self(digest.finalize().into())
    }
}

impl Seal {
    /// A seal under a fresh key.
    ///
    /// # Errors
    /// The system's words, where it gives no random bytes.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut key = [0_u8; RequestStateCodec::MIN_KEY_LENGTH];
        getrandom::fill(&mut key)?;
        Ok(Self {
            codec: RequestStateCodec::new_unchecked(key),
        })
    }

    pub(super) fn close(
        &self,
        memory: &Memory,
        bound: &Bound,
    ) -> Result<String, RequestStateError> {
        self.close_for(memory, bound, LIFETIME)
    }

    fn close_for(
        &self,
        memory: &Memory,
        bound: &Bound,
        lifetime: Duration,
    ) -> Result<String, RequestStateError> {
        let options = SealOptions::new().associated_data(&bound.0).ttl(lifetime);
        self.codec.seal_json_with(memory, &options)
    }

    pub(super) fn open(&self, text: &str, bound: &Bound) -> Result<Memory, SealError> {
        self.codec
            .open_json_with(text, &bound.0)
            .map_err(|error| match error {
                RequestStateError::Expired => SealError::Expired,
                _ => SealError::Foreign,
            })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn arguments(value: &serde_json::Value) -> JsonObject {
        value.as_object().cloned().unwrap_or_default()
    }

    fn bound() -> Bound {
        Bound::to(
            "anyone",
            "build_flow",
            &arguments(&json!({"langs": ["en"]})),
        )
    }

    fn memory() -> Memory {
        let mut memory = Memory::default();
        memory.notes.insert("page".to_owned(), "p1".to_owned());
        memory
            .answers
            .insert("basics".to_owned(), arguments(&json!({"retries": 2})));
        memory
    }

    #[test]
    fn a_memory_comes_back_to_the_call_it_was_made_for() {
        let seal = Seal::random().expect("random");
        let text = seal.close(&memory(), &bound()).expect("closed");
        assert_eq!(seal.open(&text, &bound()), Ok(memory()));
    }

    #[test]
    fn another_caller_tool_or_argument_does_not_open_it() {
        let seal = Seal::random().expect("random");
        let text = seal.close(&memory(), &bound()).expect("closed");
        let same = arguments(&json!({"langs": ["en"]}));
        for other in [
            Bound::to("bearer 1", "build_flow", &same),
            Bound::to("anyone", "set_api_key", &same),
            Bound::to("anyonebuild", "_flow", &same),
            Bound::to(
                "anyone",
                "build_flow",
                &arguments(&json!({"langs": ["de"]})),
            ),
        ] {
            assert_eq!(seal.open(&text, &other), Err(SealError::Foreign));
        }
        let restarted = Seal::random().expect("random");
        assert_eq!(restarted.open(&text, &bound()), Err(SealError::Foreign));
    }

    #[test]
    fn it_ends_with_its_time() {
        let seal = Seal::random().expect("random");
        let text = seal
            .close_for(&memory(), &bound(), Duration::ZERO)
            .expect("closed");
        // The clock counts whole milliseconds: the one in which it was closed may still open it.
        let mut opened = std::iter::repeat_with(|| seal.open(&text, &bound()));
        assert_eq!(opened.find(Result::is_err), Some(Err(SealError::Expired)));
    }

    proptest! {
        #[test]
        fn one_changed_character_is_seen(at in 0_usize..1000, to in "[A-Za-z0-9_.-]") {
            let seal = Seal::random().expect("random");
            let text = seal.close(&memory(), &bound()).expect("closed");
            let at = at % text.len();
            let mut changed = text.clone();
            changed.replace_range(at..=at, &to);
            prop_assume!(changed != text);
            // Unused bits at the end of a base64url section may be set without changing a byte of it.
            prop_assert!(matches!(seal.open(&changed, &bound()), Err(SealError::Foreign)) || is_section_end(&text, at));
        }
    }

    fn is_section_end(text: &str, at: usize) -> bool {
        text.get(at + 1..)
            .is_none_or(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}
