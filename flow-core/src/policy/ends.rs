//! Which ends count as success: those that a policy names, else all whose id does not say otherwise.
//!
//! FaceSign knows no verdict of a flow: every end completes the session (no source says otherwise). An id is all there is
//! to go by. An end of unclear name counts as success, because a guarantee about too many ends is merely too strong.

use core::fmt;

use super::ClauseView;
use crate::json::{JsonStr, StrRef};
use crate::model::{Flow, Node};
use crate::schema::NodeType;

/// Words in the id of an end that is no success, in lower case. Words are what stands between other characters than
/// letters, and between `aB`. One text, with a blank between words: 39 references would take more flash than the words.
pub const FAILURE_WORDS: &str = "abandoned aborted abort blocked canceled cancelled cancel coercion declined denied deepfake error \
    escalated expired fail failed failure fraud incomplete invalid manual mismatch no not refused reject \
    rejected review spoof stop stopped suspected suspicious terminated timeout unavailable unknown \
    unsuccessful unverified";

/// Longest of them, in characters.
const LONGEST: usize = 12;

/// Why a clause can be neither proved nor refuted for a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Clause or policy name an end that the flow does not have; a string of the policy's text.
    NoSuchEnd(StrRef),
    /// No end is named, and by its id none is a success.
    NoSuccess,
}

/// Calls `mark` with the position of every end that the clause is about.
pub(super) fn each_end(
    clause: ClauseView<'_>,
    flow: Flow<'_>,
    mut mark: impl FnMut(usize),
) -> Result<(), Obstacle> {
    let Some(named) = clause.named_ends() else {
        let mut any = false;
        for position in successes(flow) {
            any = true;
            mark(position);
        }
        return any.then_some(()).ok_or(Obstacle::NoSuccess);
    };
    for &name in named {
        let wanted = name.view(clause.policy.text);
        let is_it =
            |node: &Node| node.kind == Some(NodeType::End) && node.id.view(flow.text) == wanted;
        let found = flow.nodes.iter().position(is_it);
        mark(found.ok_or(Obstacle::NoSuchEnd(name))?);
    }
    Ok(())
}

/// Positions of the ends that count as success where nobody names any.
pub fn successes(flow: Flow<'_>) -> impl Iterator<Item = usize> {
    let ends = flow.nodes.iter().enumerate();
    ends.filter(move |(_, node)| {
        node.kind == Some(NodeType::End) && sounds_like_success(node.id.view(flow.text))
    })
    .map(|(position, _)| position)
}

fn sounds_like_success(id: JsonStr<'_>) -> bool {
    let mut word = Word::default();
    let mut before = ' ';
    for char in id.chars() {
        // The words are English: tables of all letters would cost 3 KB of flash.
        let hump = char.is_ascii_uppercase() && before.is_ascii_lowercase();
        if (hump || !char.is_ascii_alphabetic()) && core::mem::take(&mut word).is_failure() {
            return false;
        }
        if char.is_ascii_alphabetic() {
            word.push(char);
        }
        before = char;
    }
    !word.is_failure()
}

/// The beginning of a word of an id, in lower case, and its whole length.
#[derive(Default)]
struct Word {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Word {
    fn push(&mut self, char: char) {
        if let Some(cell) = self.bytes.get_mut(self.len) {
            *cell = u8::try_from(char.to_ascii_lowercase()).unwrap_or(0);
        }
        self.len = self.len.saturating_add(1);
    }

    fn is_failure(&self) -> bool {
        let word = self.bytes.get(..self.len);
        word.is_some_and(|word| {
            FAILURE_WORDS
                .as_bytes()
                .split(|byte| *byte == b' ')
                .any(|failure| failure == word)
        })
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchEnd(_) => "the policy names an end that the flow does not have",
            Self::NoSuccess => "no end of the flow counts as success: name them under `success`",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(id: &str, success: bool) {
        assert_eq!(sounds_like_success(JsonStr::plain(id)), success, "{id}");
    }

    #[test]
    fn ids_say_what_is_no_success() {
        for id in [
            "done",
            "verified",
            "enrolled",
            "end",
            "e",
            "notified",
            "nonstop",
            "Ergebnis-gut",
            "",
        ] {
            check(id, true);
        }
        for id in [
            "rejected",
            "needs_review",
            "not_completed",
            "coercion_suspected",
            "endFailed",
            "Failed",
            "end-2-denied",
            "no",
            "unsuccessful",
            "end.TIMEOUT",
        ] {
            check(id, false);
        }
    }

    #[test]
    fn the_words_are_sorted_into_the_room_of_a_word() {
        let words = || FAILURE_WORDS.split(' ');
        assert!(words().all(|word| word.len() <= LONGEST));
        assert_eq!(words().map(str::len).max(), Some(LONGEST));
    }
}
