//! Reads one sentence after the other: from clauses to mentions.

use flow_core::schema::NodeType as Node;

use super::clause::{Clause, Item, Joint, clauses};
use super::condition;
use super::document::documents;
use super::failure::{failure_ahead, is_what_fails};
use super::means::Means;
use super::mention::{Mention, Mentions, Rank, Want};
use super::ordinary;
use super::talk::Open;
use super::text::Token;
use super::wants::{digits, value, wants};

/// The reader of a description.
pub(super) struct Reader<'t> {
    text: &'t str,
    pub(super) read: Mentions,
    /// Whether this sentence, or the one before, says what follows a failure.
    pub(super) handled: [bool; 2],
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
    /// Where in the clause the failure stands: a step before it is what failed, one behind it is done instead.
    pub(super) fails: Fails,
    /// Steps in front of "if it fails".
    pub(super) deferred: Vec<Mention>,
    /// The step that was passed.
    pub(super) passed: Option<usize>,
    pub(super) negated: bool,
    pub(super) success: bool,
    pub(super) branches: bool,
    /// The steps of the sentence are alternatives.
    pub(super) choice: bool,
    /// The step in front of "or".
    pub(super) or: Option<usize>,
    /// The word from which steps are done instead of the one before.
    pub(super) instead: Option<usize>,
    /// Attempts are about every step.
    pub(super) whole: bool,
    /// "Before X, …": all that follows comes before these.
    pub(super) ahead_of: Vec<usize>,
}

/// Whether "before" is about the step behind it: not in "before a payout we want liveness".
fn names_at_once(tokens: &[Token], clause: &Clause) -> bool {
    let before = |item: &&Item| item.means == Some(Means::Before);
    let behind = clause.items.iter().skip_while(|item| !before(item)).skip(1);
    let mut between = behind.take_while(|item| item.means.is_none());
    between.all(|item| {
        !matches!(
            tokens[item.from].text.as_str(),
            "we" | "i" | "you" | "they" | "want" | "need"
        )
    })
}

/// Whether a choice is spoken of in the clauses around this one, up to the next "then".
fn is_choice(clauses: &[Clause], number: usize) -> bool {
    let goes_on = |clause: &&Clause| clause.joint != Joint::Then;
    let before = clauses[..=number].iter().rev().take_while(goes_on).count();
    let from = number.saturating_sub(before);
    let behind = clauses[number + 1..].iter().take_while(goes_on);
    let mut around = clauses[from..=number].iter().chain(behind);
    around.any(|clause| clause.has(|means| means == Means::Choice))
}

/// Whether what follows "verify the user" says how.
fn says_how(next: Option<&Token>) -> bool {
    next.is_some_and(|next| {
        matches!(
            next.text.as_str(),
            "with" | "by" | "via" | "through" | "using"
        )
    })
}

/// Where a clause speaks of a failure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fails {
    /// Nowhere.
    #[default]
    Nowhere,
    /// Further on.
    Ahead,
    /// Up to this word.
    Before(usize),
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            read: Mentions::default(),
            handled: [false; 2],
        }
    }

    pub(super) fn sentence(&mut self, tokens: &[Token], is_first: bool) {
        if let [say, colon, ..] = tokens
            && say.text == "say"
            && colon.text == ":"
        {
            return self.exact_words(tokens);
        }
        if ordinary::is_courtesy(tokens) {
            return;
        }
        self.handled = [self.handled[1], false];
        let clauses = clauses(tokens);
        let says = |wanted: Means| {
            clauses
                .iter()
                .any(|clause| clause.has(|means| means == wanted))
        };
        let mut scene = Scene {
            whole: says(Means::EveryStep),
            ..Scene::default()
        };
        // "Only if it fails" is about a check of the flow.
        let outside = |clause: &Clause| {
            clause.has(|means| means == Means::When)
                && !clause.has(|means| matches!(means, Means::Fails(_)))
        };
        if clauses.iter().any(outside) {
            self.branches(tokens, &mut scene);
        }
        for (number, clause) in clauses.iter().enumerate() {
            scene.choice = is_choice(&clauses, number);
            self.clause(tokens, clause, &mut scene, is_first && number == 0);
        }
        self.addresses(tokens, &clauses);
    }

    fn clause(&mut self, tokens: &[Token], clause: &Clause, scene: &mut Scene, is_first: bool) {
        scene.earlier = std::mem::take(&mut scene.here);
        scene.or = None;
        if clause.joint != Joint::And || clause.has(|means| means == Means::No) {
            scene.negated = false;
        }
        if self.continues(tokens, clause, scene) {
            scene.here = std::mem::take(&mut scene.earlier);
            return;
        }
        if condition::is_open(tokens, clause) {
            self.branches(tokens, scene);
        }
        scene.negated |= clause.has(|means| means == Means::NotNeeded);
        failure_ahead(clause, scene);
        let mut open: Option<Open> = None;
        let mut relation: Option<Means> = None;
        let mut lefts: Vec<usize> = Vec::new();
        for item in &clause.items {
            let Some(means) = item.means else { continue };
            self.fall_back(item, scene);
            match means {
                // "No scan unless the recognition fails" wants it then.
                Means::No => {
                    scene.negated =
                        scene.fails != Fails::Ahead || !condition::follows(tokens, clause, item);
                }
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
                    let from = scene.here.len();
                    self.step(tokens, clause, item, means, scene, relation);
                    self.relate(&lefts, relation, scene, from);
                }
                Means::Channel(kind) if self.is_further_channel(tokens, clause, item, scene) => {
                    let from = scene.here.len();
                    self.want(tokens, clause, item, Want::Step(kind), scene, relation);
                    self.relate(&lefts, relation, scene, from);
                }
                Means::Fails(kind) => self.fails(tokens, item, kind, scene),
                Means::AnyFails => {
                    scene.any_failed = true;
                    scene.failed = Some(Vec::new());
                    scene.fails = Fails::Before(item.to);
                }
                Means::Otherwise => self.otherwise(item, scene),
                Means::Passes => scene.passed = self.spoken_of(scene),
                Means::Or => scene.or = scene.here.last().copied(),
                Means::Success => scene.success = true,
                Means::Missing if !scene.negated => {
                    let words = self.words(tokens, item.from, item.to);
                    self.read.missing.push(words);
                }
                _ => {}
            }
        }
        self.deferred(scene);
        for item in &clause.items {
            if let Some(means) = item.means {
                self.setting(tokens, item, means, scene);
            }
        }
        let end = clause.words().map_or(0, |(_, to)| to);
        if open.is_some() {
            let from = scene.here.len();
            self.close(tokens, &mut open, end, scene);
            self.relate(&lefts, relation, scene, from);
        }
        self.ahead(tokens, clause, relation.filter(|_| lefts.is_empty()), scene);
        self.without_anchor(clause, relation, scene);
        self.unplaced(tokens, clause, scene, is_first);
    }

    /// "Before the code, …": what follows comes before it, also where no comma parts them.
    fn ahead(
        &mut self,
        tokens: &[Token],
        clause: &Clause,
        relation: Option<Means>,
        scene: &mut Scene,
    ) {
        let opens = relation == Some(Means::Before) && names_at_once(tokens, clause);
        let (ahead_of, here) = match scene.here.split_first() {
            Some((&first, later)) if opens => (vec![first], later.to_vec()),
            _ => (scene.ahead_of.clone(), scene.here.clone()),
        };
        for &ahead in &ahead_of {
            let here = here.iter().filter(|&&one| one != ahead);
            self.read.before.extend(here.map(|&one| (one, ahead)));
        }
        scene.ahead_of = ahead_of;
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

    fn step(
        &mut self,
        tokens: &[Token],
        clause: &Clause,
        item: &Item,
        means: Means,
        scene: &mut Scene,
        relation: Option<Means>,
    ) {
        let words = self.words(tokens, item.from, item.to);
        let wants = wants(means, tokens, clause, item, scene.choice);
        // "Skip it if …" wants it in the other case.
        if scene.negated && !scene.branches && !matches!(means, Means::EitherWay(_)) {
            for want in wants {
                match want {
                    Want::Step(kind)
                        if self.refuses(kind, &documents(tokens, item.from, item.to)) => {}
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
            let place = self.want(tokens, clause, item, want, scene, relation);
            if let Some(place) = place {
                let one = &mut self.read.all[place];
                one.value = value(means, tokens).or(one.value.take());
            }
        }
    }

    /// "An id card, no passports": takes these documents from the others that are scanned; answers whether it could.
    fn refuses(&mut self, kind: Node, refused: &[&str]) -> bool {
        let scan = self
            .read
            .of(kind)
            .map(|place| &mut self.read.all[place].documents);
        let Some(documents) = scan.filter(|_| !refused.is_empty()) else {
            return false;
        };
        let others = documents.iter().any(|one| !refused.contains(one));
        if others {
            documents.retain(|one| !refused.contains(one));
        }
        others
    }

    /// Takes up a want; answers its place, unless it is what is done instead of something that failed.
    fn want(
        &mut self,
        tokens: &[Token],
        clause: &Clause,
        item: &Item,
        want: Want,
        scene: &mut Scene,
        relation: Option<Means>,
    ) -> Option<usize> {
        let fails_here = is_what_fails(tokens, item, scene);
        let mut mention = Mention::new(want, self.words(tokens, item.from, item.to));
        mention.title = clause.title || says_how(tokens.get(item.to));
        mention.documents = documents(tokens, item.from, item.to);
        if mention.sends_code() {
            mention.digits = clause
                .words()
                .and_then(|(from, to)| digits(&tokens[from..to]));
        }
        if condition::follows(tokens, clause, item) && scene.fails == Fails::Ahead {
            scene.deferred.push(mention);
            return None;
        }
        if !fails_here && self.consequence(&mention, scene) {
            return None;
        }
        if relation.is_none() {
            mention.rank = std::mem::take(&mut scene.rank);
        }
        let place = self.read.add(mention);
        if fails_here && scene.fails != Fails::Ahead {
            scene.failed = Some(vec![place]);
        }
        let before = scene.or.take().or(scene
            .here
            .last()
            .or(scene.earlier.last())
            .copied()
            .filter(|_| scene.choice));
        if let Some(before) = before.filter(|&before| before != place) {
            self.read.either.push((before, place));
        }
        scene.here.push(place);
        Some(place)
    }

    /// The sentence branches on data that the flow does not have.
    fn branches(&mut self, tokens: &[Token], scene: &mut Scene) {
        if !scene.branches {
            let words = self.words(tokens, 0, tokens.len());
            self.read.conditions.push(words);
        }
        scene.branches = true;
    }

    /// Puts the mentions of this clause from the one numbered `from` behind or in front of others.
    fn relate(&mut self, lefts: &[usize], relation: Option<Means>, scene: &Scene, from: usize) {
        let anchors = scene.here.get(from..).unwrap_or_default();
        let pairs = anchors
            .iter()
            .flat_map(|&anchor| lefts.iter().map(move |&left| (left, anchor)));
        for (left, anchor) in pairs.filter(|(left, anchor)| left != anchor) {
            match relation {
                Some(Means::Before) => self.read.before.push((left, anchor)),
                Some(_) => self.read.before.push((anchor, left)),
                None => {}
            }
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
