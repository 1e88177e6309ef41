//! The API key: what one looks like, which environment it opens, and how it is shown.

use std::fmt;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Fewest characters after the prefix; a shorter text is a placeholder or a cut copy. A choice of this project.
pub const MIN_KEY_CHARS: usize = 8;
/// Most characters of a whole key; longer is a pasted file, not a key. A choice of this project.
pub const MAX_KEY_CHARS: usize = 256;

/// Prefixes and what they open; `sk_live_` is the older production prefix (`FaceSign` API reference, authentication).
const PREFIXES: [(&str, Environment); 3] = [
    ("sk_test_", Environment::Sandbox),
    ("sk_prod_", Environment::Production),
    ("sk_live_", Environment::Production),
];

/// The environment a key opens, told by its prefix alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// `sk_test_`: free, 100 requests a minute.
    Sandbox,
    /// `sk_prod_` or the legacy `sk_live_`: limits by contract.
    Production,
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sandbox => "sandbox",
            Self::Production => "production",
        })
    }
}

/// A `FaceSign` API key; its text leaves memory only as a request header or as a digest.
///
/// `Debug` and `Display` show the masked form.
#[derive(Clone)]
pub struct ApiKey {
    secret: SecretString,
    environment: Environment,
}

/// Why a text is not an API key; never contains the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing was given.
    #[error(
        "the API key is empty; copy it from FaceSign (it starts with `sk_test_` or `sk_prod_`)"
    )]
    Empty,
    /// Quotation marks or backticks were copied along.
    #[error("the API key is wrapped in quotation marks; give the key itself without them")]
    Quoted,
    /// `NAME=key` was copied.
    #[error("this is a whole variable assignment; give only the part after `=`")]
    Assignment,
    /// `Bearer key` was copied.
    #[error("the API key starts with `Bearer`; give only the part after it")]
    BearerPrefix,
    /// A space, tab or line break, most often at the end after `echo`.
    #[error(
        "the API key contains a space or a line break; remove it (`printf` adds no newline where `echo` does)"
    )]
    Whitespace,
    /// A character outside visible ASCII, such as the dots of a shortened key.
    #[error(
        "the API key contains a character that no key has, such as `…` or `*` of a shortened display; copy the full key"
    )]
    NotAscii,
    /// Not a prefix of `FaceSign`.
    #[error(
        "the API key has an unknown prefix; sandbox keys start with `sk_test_`, production keys with `sk_prod_`"
    )]
    UnknownPrefix,
    /// The prefix stands almost alone.
    #[error(
        "the API key is too short: at least {MIN_KEY_CHARS} characters follow the prefix; copy the full key"
    )]
    TooShort,
    /// Beyond [`MAX_KEY_CHARS`].
    #[error("the API key is longer than {MAX_KEY_CHARS} characters; give the key alone")]
    TooLong,
}

impl ApiKey {
    /// Reads a key exactly as given: nothing is trimmed, so that a damaged copy is told instead of guessed.
    ///
    /// # Errors
    /// A [`KeyError`] that names the first thing wrong and what to do about it.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.trim().is_empty() {
            return Err(KeyError::Empty);
        }
        if text.starts_with(['"', '\'', '`', '“', '‘'])
            || text.trim_end().ends_with(['"', '\'', '`', '”', '’'])
        {
            return Err(KeyError::Quoted);
        }
        if text.len() >= 7 && text.is_char_boundary(7) && text[..7].eq_ignore_ascii_case("bearer ")
        {
            return Err(KeyError::BearerPrefix);
        }
        if text.chars().any(char::is_whitespace) {
            return Err(KeyError::Whitespace);
        }
        if text
            .split_once('=')
            .is_some_and(|(_, key)| key.contains("sk_"))
        {
            return Err(KeyError::Assignment);
        }
        let (rest, environment) = PREFIXES
            .iter()
            .find_map(|(prefix, environment)| {
                text.strip_prefix(prefix).map(|rest| (rest, *environment))
            })
            .ok_or(KeyError::UnknownPrefix)?;
        if text.chars().count() > MAX_KEY_CHARS {
            return Err(KeyError::TooLong);
        }
        if !rest.bytes().all(|b| b.is_ascii_graphic() && b != b'*') {
            return Err(KeyError::NotAscii);
        }
        if rest.len() < MIN_KEY_CHARS {
            return Err(KeyError::TooShort);
        }
        Ok(Self {
            secret: SecretString::from(text),
            environment,
        })
    }

    /// The environment the prefix names.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// Prefix and last four characters, such as `sk_test_…ab12`: enough to tell two keys apart, not enough to use one.
    pub fn masked(&self) -> String {
        let text = self.secret.expose_secret();
        // INVARIANT: a parsed key is ASCII and longer than its eight-character prefix plus eight.
        let prefix = text.get(..8).unwrap_or_default();
        let end = text.get(text.len().saturating_sub(4)..).unwrap_or_default();
        format!("{prefix}…{end}")
    }

    /// SHA-256 of the key: names its owner in a store that must not hold the key.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.secret.expose_secret().as_bytes()).into()
    }

    /// Whether the text after the prefix begins with `word`: the sandbox reserves some words for trying refusals.
    pub(crate) fn begins_after_prefix_with(&self, word: &str) -> bool {
        self.secret
            .expose_secret()
            .get(8..)
            .is_some_and(|rest| rest.starts_with(word))
    }

    /// The value of the `Authorization` header, marked sensitive so that no layer prints it.
    pub(super) fn bearer(&self) -> HeaderValue {
        let text = format!("Bearer {}", self.secret.expose_secret());
        // INVARIANT: visible ASCII only, checked by `parse`; such a text is always a header value.
        let mut value =
            HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("Bearer"));
        value.set_sensitive(true);
        value
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({})", self.masked())
    }
}

impl fmt::Display for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefix_names_the_environment() {
        for (text, environment) in [
            ("sk_test_0123456789ab12", Environment::Sandbox),
            ("sk_prod_0123456789ab12", Environment::Production),
            ("sk_live_0123456789ab12", Environment::Production),
        ] {
            assert_eq!(
                ApiKey::parse(text).unwrap().environment(),
                environment,
                "{text}"
            );
        }
    }

    #[test]
    fn each_damage_has_its_own_answer() {
        for (text, error) in [
            ("", KeyError::Empty),
            (" \n", KeyError::Empty),
            ("\"sk_test_0123456789\"", KeyError::Quoted),
            ("'sk_test_0123456789", KeyError::Quoted),
            ("sk_test_0123456789\n", KeyError::Whitespace),
            (" sk_test_0123456789", KeyError::Whitespace),
            ("sk_test_01234 56789", KeyError::Whitespace),
            ("Bearer sk_test_0123456789", KeyError::BearerPrefix),
            ("FACESIGN_API_KEY=sk_test_0123456789", KeyError::Assignment),
            ("pk_test_0123456789", KeyError::UnknownPrefix),
            ("SK_TEST_0123456789", KeyError::UnknownPrefix),
            ("sk_test_0123", KeyError::TooShort),
            ("sk_test_0123…6789", KeyError::NotAscii),
            ("sk_test_********6789", KeyError::NotAscii),
        ] {
            assert_eq!(ApiKey::parse(text).unwrap_err(), error, "{text:?}");
        }
        assert_eq!(
            ApiKey::parse(&format!("sk_test_{}", "a".repeat(MAX_KEY_CHARS))).unwrap_err(),
            KeyError::TooLong
        );
    }

    #[test]
    fn the_text_is_shown_masked_only() {
        let key = ApiKey::parse("sk_test_verysecretvalueab12").unwrap();
        for shown in [
            format!("{key}"),
            format!("{key:?}"),
            key.masked(),
            format!("{:?}", key.bearer()),
        ] {
            assert!(!shown.contains("verysecret"), "{shown}");
        }
        assert_eq!(key.masked(), "sk_test_…ab12");
    }
}
