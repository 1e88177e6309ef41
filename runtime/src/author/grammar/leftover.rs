//! What no phrase covers: a description of the wish, or a wish that is asked about.

use super::clause::Clause;
use super::means::Means;
use super::ordinary;
use super::sentence::{Reader, Scene};
use super::text::Token;

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
        // `addresses` looks after these.
        let address = to == from + 1
            && tokens
                .get(from)
                .is_some_and(|word| word.text.starts_with("http"));
        if address {
            return;
        }
        if scene.success && scene.here.is_empty() {
            self.read.afterwards.push(self.words(tokens, from, to));
            return;
        }
        let lead = tokens
            .get(from)
            .map(|token| token.text.as_str())
            .unwrap_or_default();
        let phrase = clause.has(|means| !matches!(means, Means::Channel(_) | Means::Or));
        let known = phrase || !scene.here.is_empty() || scene.branches || self.handled[1];
        if !known && !is_first && !clause.title && !ordinary::is_around(lead) {
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
