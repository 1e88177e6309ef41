//! Clauses: the parts of a sentence between commas, "and", "then" and "but", with the phrases found in them.

use super::means::Means;
use super::table;
use super::text::Token;

/// A phrase in a clause, or a word without one.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) means: Option<Means>,
    /// Its words in the sentence.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// What joins a clause to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    Start,
    Colon,
    Comma,
    And,
    Then,
    But,
}

/// A part of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    pub(super) joint: Joint,
    pub(super) items: Vec<Item>,
    /// Whether a colon follows: a title.
    pub(super) title: bool,
}

impl Clause {
    fn new(joint: Joint) -> Self {
        Self {
            joint,
            items: Vec::new(),
            title: false,
        }
    }

    pub(super) fn has(&self, wanted: impl Fn(Means) -> bool) -> bool {
        self.meanings().any(wanted)
    }

    pub(super) fn meanings(&self) -> impl Iterator<Item = Means> {
        self.items.iter().filter_map(|item| item.means)
    }

    /// First and last word in the sentence, the last exclusive.
    pub(super) fn words(&self) -> Option<(usize, usize)> {
        Some((self.items.first()?.from, self.items.last()?.to))
    }
}

/// The phrase at the beginning of these words, or none and one word. An article gives way to a longer phrase behind it:
/// "the face" to "face recognition".
fn phrase(tokens: &[Token]) -> (Option<Means>, usize) {
    let article = tokens
        .first()
        .is_some_and(|token| matches!(token.text.as_str(), "a" | "an" | "the" | "their"));
    let behind = tokens.get(1..).and_then(table::phrase);
    match table::phrase(tokens) {
        // These are not about who the customer is.
        Some((Means::Identity, covered)) if owns_more(tokens, covered) => (None, 1),
        Some((_, covered)) if article && behind.is_some_and(|(_, longer)| longer + 1 > covered) => {
            (None, 1)
        }
        Some((means, covered)) => (Some(means), covered),
        None => (None, 1),
    }
}

/// Whether the words go on to what the person has or is: "the customer's age", "the customer is alive".
fn owns_more(tokens: &[Token], covered: usize) -> bool {
    let last = covered.checked_sub(1).and_then(|last| tokens.get(last));
    let next = tokens.get(covered).filter(|next| !next.mark);
    let says = |next: &Token| matches!(next.text.as_str(), "is" | "are" | "isnt" | "was" | "has");
    next.is_some_and(|next| last.is_some_and(|token| token.owns) || says(next))
}

/// Cuts a sentence into clauses.
pub(super) fn clauses(tokens: &[Token]) -> Vec<Clause> {
    let mut clauses = vec![Clause::new(Joint::Start)];
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let (means, covered) = phrase(&tokens[at..]);
        let joint = match (means, token.mark.then_some(token.text.as_str())) {
            (_, Some(":")) => {
                if let Some(last) = clauses.last_mut() {
                    last.title = true;
                }
                Some(Joint::Colon)
            }
            (_, Some("then")) | (Some(Means::Then), _) => Some(Joint::Then),
            (_, Some(",")) => Some(Joint::Comma),
            (_, Some(_)) | (Some(Means::And), _) => Some(Joint::And),
            (Some(Means::But), _) => Some(Joint::But),
            _ => None,
        };
        match (joint, clauses.last_mut()) {
            // Of several marks in a row, such as ", and then", the strongest joins.
            (Some(joint), Some(last)) if last.items.is_empty() && last.joint != Joint::Start => {
                if matches!(joint, Joint::Then | Joint::But) || last.joint == Joint::Comma {
                    last.joint = joint;
                }
            }
            (Some(joint), _) => clauses.push(Clause::new(joint)),
            (None, Some(last)) => last.items.push(Item {
                means,
                from: at,
                to: at + covered,
            }),
            (None, None) => {}
        }
        at += covered;
    }
    clauses.retain(|clause| !clause.items.is_empty());
    clauses
}
