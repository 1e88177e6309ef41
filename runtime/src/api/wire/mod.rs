//! The shapes on the wire, camelCase as `FaceSign` spells them; one set of types for the client and the sandbox.
//!
//! Answers are read tolerantly: fields this version does not know are kept in `extra`, so nothing a newer server says
//! is lost on the way to a tool result.

mod catalog;
mod list;
mod report;
mod secret;
mod session;
mod settings;

pub use catalog::{Avatar, Lang};
pub use list::{ListQuery, SessionPage, SortBy, SortOrder};
pub use report::{DocumentImage, Media, NodeReport, Phrase, Report, SessionMedia};
pub use secret::ClientSecret;
pub use session::{Created, Retrieved, Session, SessionStatus};
pub use settings::{ExtractionField, ExtractionKind, FlowNormalization, SessionSettings};

use serde::{Deserialize, Deserializer};

/// Reads `null` like an absent field: the server is uneven about which of the two it sends.
fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}
