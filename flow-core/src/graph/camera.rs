//! Camera time: the least that a path to a node gives, as a shortest path with node weights.
//!
//! Source of the weights: `FaceSign` guide "verification patterns" (camera warm-up) and the note on `recognition` under
//! known behaviours. Speech takes 150 words a minute; nodes that show no talk and no code field count nothing.

use super::Facts;
use super::components::Array;
use crate::diagnostic::Path;
use crate::json::{JsonStr, is_blank};
use crate::model::{Marks, NOWHERE, Node};
use crate::prose::verbatim;
use crate::schema::NodeType;

/// Tenths of a second that a node needs which analyses video.
pub(crate) const CAMERA_NEEDED: u16 = 50;
/// Tenths of a second per half word: 150 words a minute.
const HALF_WORD: usize = 2;
/// Half words from which counting on changes nothing.
const ENOUGH_HALF_WORDS: usize = 26;
/// Tenths of a second that a prompt without exact words takes at least, where it is only a few words long.
const SHORT_GOAL: u16 = 30;
/// Words from which a prompt without exact words is taken for a real greeting.
const LONG_GOAL_WORDS: usize = 8;

/// What a node does with the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Warmth {
    /// It gives some tenths of a second.
    Gives(u16),
    /// It analyses the video, so that it needs [`CAMERA_NEEDED`].
    Needs,
    /// It is counted among the nodes that analyse video, yet takes no image from it.
    NeedsMaybe,
}

impl Warmth {
    /// Whether the node is counted among those that analyse video.
    pub(crate) fn needs_video(node: &Node) -> bool {
        node.kind.is_some_and(|kind| kind.spec().traits.video)
    }

    pub(crate) fn of(node: &Node, text: &str) -> Self {
        match node.kind {
            Some(NodeType::FaceCompare) if !node.marks.has(Marks::SESSION_VIDEO) => {
                Self::NeedsMaybe
            }
            Some(node_type) if node_type.spec().traits.video => Self::Needs,
            Some(node_type) if node_type.spec().traits.sends_code => Self::Gives(CAMERA_NEEDED),
            Some(NodeType::Conversation) if !node.prompt.is_none() => {
                Self::Gives(speech(node.prompt.view(text)))
            }
            _ => Self::Gives(0),
        }
    }
}

/// Tenths of a second that the avatar speaks for a prompt.
fn speech(prompt: JsonStr<'_>) -> u16 {
    let spoken = verbatim(prompt);
    let exact = spoken.is_some();
    let half_words = half_words(spoken.unwrap_or_else(|| prompt.chars()));
    let spoken = u16::try_from(half_words.saturating_mul(HALF_WORD)).unwrap_or(u16::MAX);
    match half_words {
        0 => 0,
        _ if exact => spoken,
        _ if half_words < LONG_GOAL_WORDS.saturating_mul(2) => SHORT_GOAL,
        _ => CAMERA_NEEDED,
    }
}

/// Words by blanks, two halves each; a character of a script without blanks counts as half a word. Stops at enough.
fn half_words(chars: impl Iterator<Item = char>) -> usize {
    let mut count = 0usize;
    let mut inside = false;
    for char in chars {
        let whole = char >= '\u{2E80}';
        let blank = is_blank(char);
        if whole {
            count = count.saturating_add(1);
        } else if !blank && !inside {
            count = count.saturating_add(2);
        }
        if count >= ENOUGH_HALF_WORDS {
            break;
        }
        inside = !whole && !blank;
    }
    count
}

/// Least camera time on arrival at every node, in tenths of a second, [`NOWHERE`] where no short path arrives.
///
/// Paths stop at the first node that analyses video: behind it the time is either enough or already reported. Paths
/// that have gathered enough are not followed either. As few values are possible, a node is visited a few times at most.
pub(crate) fn camera_times(facts: &mut Facts<'_>, entry: usize) {
    let flow = facts.flow;
    let count = flow.nodes.len();
    for position in 0..count {
        facts.put(Array::Low, position, NOWHERE);
        facts.put(Array::Cursor, position, 0);
    }
    facts.put(Array::Low, entry, 0);
    facts.put(Array::Parent, entry, NOWHERE);
    let mut queue = Queue { head: 0, len: 0 };
    queue.push(facts, entry, count);
    while let Some(position) = queue.pop(facts, count) {
        let Some(node) = flow.nodes.get(position) else {
            break;
        };
        let given = match Warmth::of(node, flow.text) {
            Warmth::Gives(given) => given,
            Warmth::NeedsMaybe => 0,
            Warmth::Needs => continue,
        };
        let time = facts.get(Array::Low, position).saturating_add(given);
        if time >= CAMERA_NEEDED {
            continue;
        }
        for target in flow.targets(position) {
            if time < facts.get(Array::Low, target) {
                facts.put(Array::Low, target, time);
                facts.put(
                    Array::Parent,
                    target,
                    u16::try_from(position).unwrap_or(NOWHERE),
                );
                queue.push(facts, target, count);
            }
        }
    }
}

/// The path with the least camera time to `position`, which [`camera_times`] has reached.
pub(crate) fn path_to(facts: &Facts<'_>, position: usize) -> Path {
    Path {
        taken: facts.get(Array::Low, position),
        needed: CAMERA_NEEDED,
        ..facts.path(position)
    }
}

/// First in, first out; a node is in it at most once.
struct Queue {
    head: usize,
    len: usize,
}

impl Queue {
    fn push(&mut self, facts: &mut Facts<'_>, position: usize, capacity: usize) {
        if facts.get(Array::Cursor, position) != 0 {
            return;
        }
        facts.put(Array::Cursor, position, 1);
        let slot = wrapped(self.head.saturating_add(self.len), capacity);
        facts.put(
            Array::Stack,
            slot,
            u16::try_from(position).unwrap_or(NOWHERE),
        );
        self.len = self.len.saturating_add(1);
    }

    fn pop(&mut self, facts: &mut Facts<'_>, capacity: usize) -> Option<usize> {
        self.len = self.len.checked_sub(1)?;
        let position = usize::from(facts.get(Array::Stack, self.head));
        self.head = wrapped(self.head.saturating_add(1), capacity);
        facts.put(Array::Cursor, position, 0);
        Some(position)
    }
}

/// A slot of a ring, from a count that is less than two rounds: a division would take longer than all else.
const fn wrapped(slot: usize, capacity: usize) -> usize {
    if slot < capacity {
        slot
    } else {
        slot.saturating_sub(capacity)
    }
}

impl Facts<'_> {
    /// Least camera time on arrival, as [`camera_times`] left it.
    pub(crate) fn camera_time(&self, position: usize) -> u16 {
        self.get(Array::Low, position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(prompt: &str, tenths: u16) {
        assert_eq!(speech(JsonStr::plain(prompt)), tenths, "{prompt}");
    }

    #[test]
    fn exact_words_are_counted_and_goals_are_estimated() {
        check("", 0);
        check("  ", 0);
        check("Say: ", 0);
        check("Say: hello", 4);
        check("say:hello there", 8);
        check(
            "SAY: one two three four five six seven eight nine ten eleven twelve thirteen",
            52,
        );
        check("Greet the person", SHORT_GOAL);
        check("sayonara", SHORT_GOAL);
        check(
            "Greet the person and explain that the check takes half a minute",
            CAMERA_NEEDED,
        );
        check("Say: こんにちは", 10);
    }
}
