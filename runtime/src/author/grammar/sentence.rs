//! Reads one sentence after the other: from clauses to mentions.

use flow_core::schema::NodeType as Node;

use super::clause::{Clause, Item, Joint, clauses};
use super::means::Means;
use super::mention::{Mention, Mentions, Rank, Want};
use super::talk::Open;
use super::text::Token;
use super::wants::{value, wants};
use crate::author::step::StepType;

/// The reader of a description.
pub(super) struct Reader<'t> {
    text: &'t str,
    pub(super) read: Mentions,
}

/// What is known of the sentence so far.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of a sentence: each may hold without the others"
)]
pub(super) struct Scene {
    /// Mentions of the clause before, and of this one.
    pub(super) earlier: Vec<usize>,
    pub(super) here: Vec<usize>,
    /// The talk that further words may belong to.
    pub(super) talk: Option<usize>,
    pub(super) talk_from: usize,
    /// A rank named in a clause without a step.
    pub(super) rank: Rank,
    /// A failure whose consequence follows: the steps it is about, or any.
    pub(super) failed: Option<Vec<usize>>,
    pub(super) any_failed: bool,
    pub(super) negated: bool,
    pub(super) success: bool,
    pub(super) branches: bool,
    /// "Before X, …": all that follows comes before these.
    pub(super) ahead_of: Vec<usize>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            read: Mentions::default(),
        }
    }

    pub(super) fn sentence(&mut self, tokens: &[Token], is_first: bool) {
        if let [say, colon, ..] = tokens
            && say.text == "say"
            && colon.text == ":"
        {
            return self.exact_words(tokens);
        }
        let clauses = clauses(tokens);
        let mut scene = Scene::default();
        if clauses
            .iter()
            .any(|clause| clause.has(|means| means == Means::When))
        {
            self.read
                .conditions
                .push(self.words(tokens, 0, tokens.len()));
            scene.branches = true;
        }
        for (number, clause) in clauses.iter().enumerate() {
            self.clause(tokens, clause, &mut scene, is_first && number == 0);
        }
        self.addresses(tokens, &clauses);
    }

    fn clause(&mut self, tokens: &[Token], clause: &Clause, scene: &mut Scene, is_first: bool) {
        scene.earlier = std::mem::take(&mut scene.here);
        if clause.joint != Joint::And || clause.has(|means| means == Means::No) {
            scene.negated = false;
        }
        if self.continues(tokens, clause, scene) {
            scene.here = std::mem::take(&mut scene.earlier);
            return;
        }
        let mut open: Option<Open> = None;
        let mut relation: Option<Means> = None;
        let mut lefts: Vec<usize> = Vec::new();
        let failing = clause
            .meanings()
            .find(|means| matches!(means, Means::Fails(_) | Means::AnyFails));
        let otherwise = scene.branches && failing == Some(Means::Fails(None));
        let mut failing = failing.filter(|_| !otherwise);
        for item in &clause.items {
            let Some(means) = item.means else { continue };
            match means {
                Means::No => scene.negated = true,
                Means::First => self.rank(Rank::First, &mut open, scene),
                Means::Last => self.rank(Rank::Last, &mut open, scene),
                Means::Before | Means::After => {
                    self.close(tokens, &mut open, item.from, scene);
                    lefts = if scene.here.is_empty() && clause.joint != Joint::Then {
                        scene.earlier.clone()
                    } else {
                        scene.here.clone()
                    };
                    relation = Some(means);
                }
                Means::Ask | Means::Tell | Means::Confirm | Means::Talk => {
                    self.talk(tokens, item, means, &mut open, scene, clause);
                }
                Means::Coercion => match (&mut open, scene.talk) {
                    (Some(open), _) => open.coercion = true,
                    (None, Some(talk)) => self.read.all[talk].coercion = true,
                    _ => self.pressure(),
                },
                Means::Step(_)
                | Means::EitherWay(_)
                | Means::Code
                | Means::Identity
                | Means::Kyc
                | Means::Call
                | Means::Domain => {
                    let tells = open.is_some_and(|open| open.tells);
                    if tells && relation.is_none() {
                        continue;
                    }
                    // Asking a person to do a step is doing the step.
                    open = None;
                    self.step(tokens, clause, item, means, scene, failing, relation);
                    if let Some(relation) = relation {
                        self.relate(&lefts, relation, scene);
                    }
                }
                Means::Fails(kind) if failing.is_some() => {
                    // Who says what happens on failure wants the check.
                    let subject = kind.map(|kind| {
                        let words = self.words(tokens, item.from, item.to);
                        self.read.add(Mention::new(Want::Step(kind), words))
                    });
                    let last = self.read.all.len().checked_sub(1);
                    let named: Vec<usize> = subject
                        .or(last.filter(|_| !scene.any_failed))
                        .into_iter()
                        .collect();
                    scene.failed = Some(named);
                    scene.any_failed = false;
                    failing = Some(means);
                }
                Means::AnyFails => {
                    scene.any_failed = true;
                    scene.failed = Some(Vec::new());
                }
                Means::Success => scene.success = true,
                Means::Missing if !scene.negated => {
                    let words = self.words(tokens, item.from, item.to);
                    self.read.missing.push(words);
                }
                _ => {}
            }
        }
        for item in &clause.items {
            if let Some(means) = item.means {
                self.setting(tokens, item, means, scene);
            }
        }
        let end = clause.words().map_or(0, |(_, to)| to);
        if open.is_some() {
            self.close(tokens, &mut open, end, scene);
            if let Some(relation) = relation {
                self.relate(&lefts, relation, scene);
            }
        }
        if relation == Some(Means::Before) && lefts.is_empty() {
            scene.ahead_of.clone_from(&scene.here);
        } else {
            for ahead in scene.ahead_of.clone() {
                let here = scene.here.iter().filter(|&&one| one != ahead);
                self.read.before.extend(here.map(|&one| (one, ahead)));
            }
        }
        self.without_anchor(clause, relation, scene);
        self.unplaced(tokens, clause, scene, is_first);
    }

    /// "Liveness comes before that": before what was mentioned last.
    fn without_anchor(&mut self, clause: &Clause, relation: Option<Means>, scene: &Scene) {
        let ends_with_that = clause.items.last().is_some_and(|item| item.means.is_none());
        let [one] = scene.here.as_slice() else { return };
        if relation == Some(Means::Before) && ends_with_that && *one > 0 {
            self.read.before.push((*one, *one - 1));
        }
    }

    /// "Liveness first" is about what stands before it, "first liveness" about what follows.
    fn rank(&mut self, rank: Rank, open: &mut Option<Open>, scene: &mut Scene) {
        match (open, scene.here.last()) {
            (Some(open), _) => open.rank = rank,
            (None, Some(&place)) => self.read.all[place].rank = rank,
            (None, None) => scene.rank = rank,
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what is known of the sentence, the clause and the word"
    )]
    fn step(
        &mut self,
        tokens: &[Token],
        clause: &Clause,
        item: &Item,
        means: Means,
        scene: &mut Scene,
        failing: Option<Means>,
        relation: Option<Means>,
    ) {
        let words = self.words(tokens, item.from, item.to);
        let wants = wants(means, tokens, clause, item);
        if scene.negated && !matches!(means, Means::EitherWay(_)) {
            for want in wants {
                match want {
                    Want::Step(kind) => self.read.exclude(kind, &words),
                    Want::Code { .. } => {
                        self.read.exclude(Node::TwoFactorEmail, &words);
                        self.read.exclude(Node::TwoFactorSms, &words);
                    }
                    _ => {}
                }
            }
            return;
        }
        for want in wants {
            if self.consequence(&want, scene, failing) {
                continue;
            }
            let mut mention = Mention::new(want, words.as_str());
            mention.value = value(means, tokens);
            if relation.is_none() {
                mention.rank = std::mem::take(&mut scene.rank);
            }
            let place = self.read.add(mention);
            if matches!(failing, Some(Means::Fails(None))) {
                scene.failed = Some(vec![place]);
            }
            scene.here.push(place);
        }
    }

    /// A step behind a failure is what is done instead.
    fn consequence(&mut self, want: &Want, scene: &Scene, failing: Option<Means>) -> bool {
        let same_clause = matches!(failing, Some(Means::Fails(Some(_))));
        let Some(failed) = scene
            .failed
            .as_ref()
            .filter(|_| failing.is_none() || same_clause)
        else {
            return false;
        };
        let kind = match want {
            Want::Step(kind) => *kind,
            Want::Code { channels, .. } => {
                channels.first().copied().unwrap_or(Node::TwoFactorEmail)
            }
            _ => return false,
        };
        for &place in failed {
            if !self.read.all[place].is(kind) {
                self.read.all[place].fallback = StepType::of(kind);
            }
        }
        !failed.is_empty()
    }

    fn relate(&mut self, lefts: &[usize], relation: Means, scene: &Scene) {
        let Some(&anchor) = scene.here.last() else {
            return;
        };
        for &left in lefts.iter().filter(|&&left| left != anchor) {
            self.read.before.push(match relation {
                Means::Before => (left, anchor),
                _ => (anchor, left),
            });
        }
    }

    /// The words as they were written.
    pub(super) fn words(&self, tokens: &[Token], from: usize, to: usize) -> String {
        let range = tokens.get(from..to.max(from)).unwrap_or_default();
        let (Some(first), Some(last)) = (range.first(), range.last()) else {
            return String::new();
        };
        self.text[first.at.start..last.at.end].to_owned()
    }
}
