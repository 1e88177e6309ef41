//! Settings: what happens on failure, how many attempts there are, which languages are spoken.

use super::clause::{Item, clauses};
use super::means::Means;
use super::mention::Mention;
use super::sentence::{Fails, Reader, Scene};
use super::table;
use super::text::{Token, number};
use crate::author::note::Note;
use crate::author::step::{MAX_RETRIES, OnFailure};

/// Words in front of a language that is spoken.
const SPEAKS: [&str; 8] = [
    "in",
    "speak",
    "support",
    "offer",
    "language",
    "available",
    "into",
    "british",
];
/// Words behind a language that do not make an adjective of it.
const BESIDE_LANGUAGE: [&str; 20] = [
    "speaking",
    "speaker",
    "speakers",
    "language",
    "languages",
    "version",
    "please",
    "only",
    "too",
    "as",
    "for",
    "with",
    "to",
    "if",
    "when",
    "using",
    "in",
    "is",
    "are",
    "by",
];

impl Reader<'_> {
    /// What holds for the whole flow, or for the step that is spoken of.
    pub(super) fn setting(&mut self, tokens: &[Token], item: &Item, means: Means, scene: &Scene) {
        let named =
            tokens[item.from..item.to]
                .iter()
                .rev()
                .find_map(|token| match token.text.as_str() {
                    "a" => None,
                    word => number(word),
                });
        // "A second attempt" is a further one, and no count of them.
        let further = tokens[item.from..item.to]
            .iter()
            .any(|word| matches!(word.text.as_str(), "second" | "another"));
        let means = if means == Means::Attempts && further {
            Means::Retries
        } else {
            means
        };
        match means {
            Means::Reject if scene.negated => self.policy(OnFailure::Review, scene),
            Means::Review if scene.negated => self.policy(OnFailure::Reject, scene),
            Means::Reject if scene.failed.is_some() || fails_nearby(tokens) => {
                self.policy(OnFailure::Reject, scene);
            }
            Means::Review => self.policy(OnFailure::Review, scene),
            Means::Attempts => self.retries(named.unwrap_or(1).saturating_sub(1), scene),
            Means::Times if scene.fails == Fails::Before(item.from) => {
                self.retries(named.unwrap_or(1).saturating_sub(1), scene);
            }
            Means::Retries if scene.negated && scene.here.is_empty() => self.read.retries = Some(0),
            Means::Retries if scene.negated => self.retries(0, scene),
            Means::Retries => self.retries(named.unwrap_or(1), scene),
            Means::Endless => {
                self.read.endless = true;
                self.retries(MAX_RETRIES, scene);
            }
            Means::Language(code) if !scene.negated && is_spoken(tokens, item) => {
                let langs = self.read.langs.get_or_insert_default();
                if !langs.iter().any(|known| known == code) {
                    langs.push(code.to_owned());
                }
            }
            Means::AllLanguages => self.read.langs = Some(Vec::new()),
            Means::NoLanguage if !scene.negated && is_spoken(tokens, item) => {
                let words = self.words(tokens, item.from, item.to);
                self.read.no_langs.push(words);
            }
            _ => {}
        }
    }

    /// The steps a setting is about: those that failed, else the last one; none means all.
    fn subjects(&self, scene: &Scene) -> Vec<usize> {
        let is_check = |place: &usize| !self.read.all[*place].is_talk();
        match &scene.failed {
            _ if scene.whole => Vec::new(),
            Some(failed) => failed.clone(),
            None => {
                let here = scene.here.iter().copied().rev().find(is_check);
                let last = || (0..self.read.all.len()).rev().find(is_check);
                here.or_else(last).into_iter().collect()
            }
        }
    }

    fn policy(&mut self, on_failure: OnFailure, scene: &Scene) {
        let subjects = if scene.failed.is_some() {
            self.subjects(scene)
        } else {
            Vec::new()
        };
        self.handled[1] |= scene.failed.is_some();
        if subjects.is_empty() {
            self.read.on_failure = Some(on_failure);
        }
        for place in subjects {
            self.read.all[place].on_failure = Some(on_failure);
        }
    }

    fn retries(&mut self, retries: u8, scene: &Scene) {
        let subjects = self.subjects(scene);
        let talks = !self.read.all.is_empty() && self.read.all.iter().all(Mention::is_talk);
        if talks && !scene.whole {
            let text = "Attempts are of checks: a talk asks again by itself, up to 3 times.";
            self.read.notes.push(Note::new("attempts", text));
        }
        if subjects.is_empty() {
            self.read.retries = Some(retries);
        }
        for place in subjects {
            self.read.all[place].retries = Some(retries);
        }
    }
}

/// Whether the language is one to speak: not "German residents".
fn is_spoken(tokens: &[Token], item: &Item) -> bool {
    let word = |token: &Token| token.text.clone();
    let before = item.from.checked_sub(1).and_then(|at| tokens.get(at));
    let behind = tokens.get(item.to).filter(|next| !next.mark).map(word);
    let speaks = before.is_some_and(|word| {
        SPEAKS
            .iter()
            .any(|verb| super::pattern::same(&word.text, verb))
    });
    let noun = behind.is_some_and(|next| {
        !BESIDE_LANGUAGE.contains(&next.as_str()) && table::phrase(&tokens[item.to..]).is_none()
    });
    let covered = item.to - item.from > 1;
    speaks || covered || !noun
}

fn fails_nearby(tokens: &[Token]) -> bool {
    let fails = |means| {
        matches!(
            means,
            Means::Fails(_) | Means::AnyFails | Means::Otherwise | Means::Attempts
        )
    };
    clauses(tokens).iter().any(|clause| clause.has(fails))
}
