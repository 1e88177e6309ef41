//! Settings: what happens on failure, how many attempts there are, which languages are spoken.

use super::clause::{Item, clauses};
use super::means::Means;
use super::sentence::{Reader, Scene};
use super::text::{Token, number};
use crate::author::step::{MAX_RETRIES, OnFailure};

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
        match means {
            Means::Reject if scene.failed.is_some() || fails_nearby(tokens) => {
                self.policy(OnFailure::Reject, scene);
            }
            Means::Review => self.policy(OnFailure::Review, scene),
            Means::Attempts => self.retries(named.unwrap_or(1).saturating_sub(1), scene),
            Means::Retries => self.retries(named.unwrap_or(1), scene),
            Means::Endless => {
                self.read.endless = true;
                self.retries(MAX_RETRIES, scene);
            }
            Means::Language(code) if !scene.negated => {
                let langs = self.read.langs.get_or_insert_default();
                if !langs.iter().any(|known| known == code) {
                    langs.push(code.to_owned());
                }
            }
            Means::AllLanguages => self.read.langs = Some(Vec::new()),
            Means::NoLanguage if !scene.negated => {
                let words = self.words(tokens, item.from, item.to);
                self.read.no_langs.push(words);
            }
            _ => {}
        }
    }

    /// The steps a setting is about: those that failed, else the last one; none means all.
    fn subjects(&self, scene: &Scene) -> Vec<usize> {
        match &scene.failed {
            Some(failed) => failed.clone(),
            None => self
                .read
                .all
                .iter()
                .rposition(|mention| !mention.is_talk())
                .into_iter()
                .collect(),
        }
    }

    fn policy(&mut self, on_failure: OnFailure, scene: &Scene) {
        let subjects = if scene.failed.is_some() {
            self.subjects(scene)
        } else {
            Vec::new()
        };
        if subjects.is_empty() {
            self.read.on_failure = Some(on_failure);
        }
        for place in subjects {
            self.read.all[place].on_failure = Some(on_failure);
        }
    }

    fn retries(&mut self, retries: u8, scene: &Scene) {
        let subjects = self.subjects(scene);
        if subjects.is_empty() {
            self.read.retries = Some(retries);
        }
        for place in subjects {
            self.read.all[place].retries = Some(retries);
        }
    }
}

fn fails_nearby(tokens: &[Token]) -> bool {
    clauses(tokens)
        .iter()
        .any(|clause| clause.has(|means| matches!(means, Means::Fails(_) | Means::AnyFails)))
}
