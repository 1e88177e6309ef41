//! Notes: what the builder did beyond the wish, and why.

use serde::Serialize;

/// Something the builder added, read in a certain way or left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Node id or words of the description it is about.
    pub about: String,
    /// What was done and why.
    pub text: String,
}

impl Note {
    pub(super) fn new(about: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            about: about.into(),
            text: text.into(),
        }
    }
}
