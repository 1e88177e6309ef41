//! What a prompt makes the avatar say.

use serde_json::Value;

use super::{Scene, Walk};

/// Start of a prompt that is spoken word for word (`FaceSign` API reference, conversation node).
const VERBATIM: &str = "Say:";

/// A prompt as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct Line {
    /// Words to say, or the goal of the talk.
    pub(in crate::sandbox) text: String,
    /// Whether the text is the wording itself. A goal would be pursued by a model, which the sandbox has not.
    pub(in crate::sandbox) verbatim: bool,
}

impl Line {
    /// Reads a prompt and fills its `{name}` variables from what is known.
    pub(super) fn new(scene: &Scene<'_>, walk: &Walk, prompt: &str) -> Self {
        let (text, verbatim) = match prompt.trim_start().strip_prefix(VERBATIM) {
            Some(words) => (words.trim(), true),
            None => (prompt.trim(), false),
        };
        Self {
            text: fill(scene, walk, text),
            verbatim,
        }
    }

    /// The line as the transcript keeps it.
    pub(super) fn transcribed(&self) -> String {
        if self.verbatim {
            self.text.clone()
        } else {
            format!("[SANDBOX, goal of the avatar] {}", self.text)
        }
    }
}

/// Replaces `{fact}` where the fact is known and leaves every other brace as it stands.
fn fill(scene: &Scene<'_>, walk: &Walk, text: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let known = after
            .split_once('}')
            .and_then(|(name, behind)| Some((scene.fact(walk, name.trim())?, behind)));
        rest = if let Some((value, behind)) = known {
            match value {
                Value::String(text) => filled.push_str(text),
                other => filled.push_str(&other.to_string()),
            }
            behind
        } else {
            filled.push('{');
            after
        };
    }
    filled.push_str(rest);
    filled
}
