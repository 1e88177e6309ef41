//! What no phrase covers: a description of the wish, or a wish that is asked about.

use super::clause::Clause;
use super::means::Means;
use super::sentence::{Reader, Scene};
use super::text::Token;

/// Words that begin a clause which tells about the wish and is no wish of its own.
const AROUND: &[&str] = &[
    "a",
    "an",
    "the",
    "our",
    "my",
    "your",
    "their",
    "his",
    "her",
    "its",
    "we",
    "i",
    "id",
    "you",
    "they",
    "it",
    "this",
    "that",
    "these",
    "those",
    "for",
    "of",
    "in",
    "on",
    "at",
    "to",
    "from",
    "with",
    "by",
    "as",
    "so",
    "because",
    "since",
    "when",
    "where",
    "who",
    "which",
    "what",
    "how",
    "that",
    "only",
    "just",
    "simple",
    "please",
    "lets",
    "let",
    "new",
    "users",
    "user",
    "customers",
    "customer",
    "clients",
    "people",
    "everyone",
    "everything",
    "each",
    "every",
    "all",
    "any",
    "build",
    "create",
    "make",
    "set",
    "design",
    "want",
    "need",
    "like",
    "there",
    "is",
    "are",
    "be",
    "should",
    "would",
    "must",
    "can",
    "will",
    "over",
    "under",
    "up",
    "also",
    "again",
    "if",
    "high",
    "low",
    "nobody",
    "somebody",
    "both",
    "them",
    "him",
    "us",
    "me",
    "support",
    "launch",
    "via",
    "through",
    "amount",
    "purpose",
    "recipient",
    "usual",
    "short",
    "quick",
    "onboard",
    "verify",
    "prove",
    "see",
    "give",
    "use",
    "do",
    "run",
    "perform",
    "check",
    "include",
    "send",
    "another",
    "one",
    "everybody",
];

impl Reader<'_> {
    /// Keeps what no phrase covers, where it reads like a wish.
    pub(super) fn unplaced(
        &mut self,
        tokens: &[Token],
        clause: &Clause,
        scene: &mut Scene,
        is_first: bool,
    ) {
        let Some((from, to)) = clause.words() else {
            return;
        };
        if scene.success && scene.here.is_empty() {
            self.read.afterwards.push(self.words(tokens, from, to));
            return;
        }
        let lead = tokens
            .get(from)
            .map(|token| token.text.as_str())
            .unwrap_or_default();
        let known = clause.has(|means| !matches!(means, Means::Channel(_) | Means::Or));
        if !known && !is_first && !clause.title && !AROUND.contains(&lead) {
            self.read.unplaced.push(self.words(tokens, from, to));
        } else if !known && clause.has(|means| matches!(means, Means::Channel(_))) {
            self.read.loose.push(self.words(tokens, from, to));
        }
    }

    /// Keeps the clauses with an address that nothing takes: no call of the sentence, and no talk.
    pub(super) fn addresses(&mut self, tokens: &[Token], clauses: &[Clause]) {
        let calls = |clause: &Clause| clause.has(|means| means == Means::Call);
        if clauses.iter().any(calls) {
            return;
        }
        let talks = |means| {
            matches!(
                means,
                Means::Ask | Means::Tell | Means::Confirm | Means::Talk
            )
        };
        for clause in clauses.iter().filter(|clause| !clause.has(talks)) {
            let Some((from, to)) = clause.words() else {
                continue;
            };
            let words = tokens.get(from..to).unwrap_or_default();
            if words.iter().any(|token| token.text.starts_with("http")) {
                let words = self.words(tokens, from, to);
                if self.read.unplaced.last() != Some(&words) {
                    self.read.unplaced.push(words);
                }
            }
        }
    }
}
