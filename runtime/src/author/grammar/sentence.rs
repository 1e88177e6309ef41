//! Reads one sentence after the other: from clauses to mentions.

use flow_core::schema::NodeType as Node;

use super::clause::{Clause, Item, Joint, clauses};
use super::means::Means;
use super::mention::{Mention, Mentions, Rank, Want};
use super::text::{Token, number};
use crate::author::step::{MAX_RETRIES, OnFailure, StepType};

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

/// The reader of a description.
pub(super) struct Reader<'t> {
    text: &'t str,
    pub(super) read: Mentions,
}

/// A talk whose words are still being read.
#[derive(Clone, Copy, Debug)]
struct Open {
    from: usize,
    to: usize,
    tells: bool,
    coercion: bool,
    rank: Rank,
}

/// What is known of the sentence so far.
#[derive(Default)]
struct Scene {
    /// Mentions of the clause before, and of this one.
    earlier: Vec<usize>,
    here: Vec<usize>,
    /// The talk that further words may belong to.
    talk: Option<usize>,
    talk_from: usize,
    /// A rank named in a clause without a step.
    rank: Rank,
    /// A failure whose consequence follows: the steps it is about, or any.
    failed: Option<Vec<usize>>,
    any_failed: bool,
    negated: bool,
    success: bool,
    branches: bool,
    /// "Before X, …": all that follows comes before these.
    ahead_of: Vec<usize>,
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
    }

    /// `Say: …` to the end of the sentence, word for word.
    fn exact_words(&mut self, tokens: &[Token]) {
        let words = self.words(tokens, 0, tokens.len());
        let intent = format!("{words}.");
        self.read.add(Mention::new(
            Want::Talk {
                intent,
                tells: true,
            },
            words,
        ));
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

    /// Whether the clause only goes on with the words of the talk before it.
    fn continues(&mut self, tokens: &[Token], clause: &Clause, scene: &mut Scene) -> bool {
        let Some(talk) = scene
            .talk
            .filter(|_| matches!(clause.joint, Joint::Comma | Joint::And))
        else {
            return false;
        };
        let starts = clause.items.first().and_then(|item| item.means);
        let speaks = clause.joint == Joint::And
            && matches!(starts, Some(Means::Ask | Means::Tell | Means::Confirm));
        let quiet = |means: Means| {
            matches!(
                means,
                Means::Idle
                    | Means::Channel(_)
                    | Means::Or
                    | Means::Ask
                    | Means::Tell
                    | Means::Confirm
                    | Means::Talk
            )
        };
        let free = starts.is_none() || speaks;
        if !free || !clause.meanings().all(quiet) {
            return false;
        }
        let Some((_, to)) = clause.words() else {
            return false;
        };
        let words = self.words(tokens, scene.talk_from, to);
        if let Want::Talk { intent, .. } = &mut self.read.all[talk].want {
            *intent = sentence_of(&words);
        }
        true
    }

    fn talk(
        &mut self,
        tokens: &[Token],
        item: &Item,
        means: Means,
        open: &mut Option<Open>,
        scene: &mut Scene,
        clause: &Clause,
    ) {
        if scene.negated {
            self.read
                .exclude(Node::Conversation, &self.words(tokens, item.from, item.to));
            return;
        }
        if let Some(open) = open {
            // "ask … in a conversation", "have the avatar welcome": one talk.
            if means == Means::Talk && open.to == item.from {
                open.to = item.from;
            }
            return;
        }
        if means == Means::Talk && scene.talk.is_some() && clause.joint != Joint::Then {
            return;
        }
        let to = clause.words().map_or(item.to, |(_, to)| to);
        *open = Some(Open {
            from: item.from,
            to,
            tells: means == Means::Tell,
            coercion: false,
            rank: Rank::InTurn,
        });
    }

    /// Ends a talk before the word `end`.
    fn close(&mut self, tokens: &[Token], open: &mut Option<Open>, end: usize, scene: &mut Scene) {
        let Some(talk) = open.take() else { return };
        let words = self.words(tokens, talk.from, talk.to.min(end));
        let mut mention = Mention::new(
            Want::Talk {
                intent: sentence_of(&words),
                tells: talk.tells,
            },
            words,
        );
        mention.coercion = talk.coercion;
        mention.rank = match talk.rank {
            Rank::InTurn => std::mem::take(&mut scene.rank),
            rank => rank,
        };
        scene.talk = Some(self.read.add(mention));
        scene.talk_from = talk.from;
        scene.here.extend(scene.talk);
    }

    /// "Liveness first" is about what stands before it, "first liveness" about what follows.
    fn rank(&mut self, rank: Rank, open: &mut Option<Open>, scene: &mut Scene) {
        match (open, scene.here.last()) {
            (Some(open), _) => open.rank = rank,
            (None, Some(&place)) => self.read.all[place].rank = rank,
            (None, None) => scene.rank = rank,
        }
    }

    fn pressure(&mut self) {
        match self
            .read
            .all
            .iter_mut()
            .rev()
            .find(|mention| mention.is_talk())
        {
            Some(talk) => talk.coercion = true,
            None => self.read.coercion = true,
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

    /// What holds for the whole flow, or for the step that is spoken of.
    fn setting(&mut self, tokens: &[Token], item: &Item, means: Means, scene: &Scene) {
        let named =
            tokens[item.from..item.to]
                .iter()
                .rev()
                .find_map(|token| match token.text.as_str() {
                    "a" => None,
                    word => number(word),
                });
        match means {
            Means::Reject if scene.failed.is_some() || self.fails_nearby(tokens) => {
                self.policy(OnFailure::Reject, scene)
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

    fn fails_nearby(&self, tokens: &[Token]) -> bool {
        clauses(tokens)
            .iter()
            .any(|clause| clause.has(|means| matches!(means, Means::Fails(_) | Means::AnyFails)))
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

    /// Keeps what no phrase covers, where it reads like a wish.
    fn unplaced(&mut self, tokens: &[Token], clause: &Clause, scene: &mut Scene, is_first: bool) {
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
        }
    }

    /// The words as they were written.
    fn words(&self, tokens: &[Token], from: usize, to: usize) -> String {
        let range = tokens.get(from..to.max(from)).unwrap_or_default();
        let (Some(first), Some(last)) = (range.first(), range.last()) else {
            return String::new();
        };
        self.text[first.at.start..last.at.end].to_owned()
    }
}

/// What a phrase asks for.
fn wants(means: Means, tokens: &[Token], clause: &Clause, item: &Item) -> Vec<Want> {
    match means {
        Means::Step(kind) if kind.spec().traits.sends_code && is_either(clause) => {
            let channels = vec![Node::TwoFactorEmail, Node::TwoFactorSms];
            vec![Want::Code {
                channels,
                either: true,
            }]
        }
        Means::Step(kind) | Means::EitherWay(kind) => vec![Want::Step(kind)],
        Means::Call => vec![Want::Step(Node::ExternalCall)],
        Means::Domain => match domain(tokens) {
            Some(_) => vec![Want::Step(Node::DataValidation)],
            None => Vec::new(),
        },
        Means::Identity => vec![Want::Identity],
        Means::Kyc => {
            let steps = [Node::DocumentScan, Node::FaceScan, Node::LivenessDetection];
            let mut wants: Vec<Want> = steps.into_iter().map(Want::Step).collect();
            wants.push(Want::Identity);
            wants
        }
        Means::Code => {
            let mut channels: Vec<Node> = Vec::new();
            for means in clause.meanings() {
                if let Means::Channel(kind) = means
                    && !channels.contains(&kind)
                {
                    channels.push(kind);
                }
            }
            let either = tokens[item.from..].iter().any(|token| token.text == "or");
            vec![Want::Code { channels, either }]
        }
        _ => Vec::new(),
    }
}

/// Whether the clause leaves open by which of two channels a code is sent.
fn is_either(clause: &Clause) -> bool {
    let sends = |kind: Node| {
        clause.has(|means| means == Means::Step(kind) || means == Means::Channel(kind))
    };
    clause.has(|means| means == Means::Or)
        && sends(Node::TwoFactorEmail)
        && sends(Node::TwoFactorSms)
}

/// Address or value that stands in the sentence.
fn value(means: Means, tokens: &[Token]) -> Option<String> {
    match means {
        Means::Call => tokens
            .iter()
            .find(|token| token.text.starts_with("http"))
            .map(|token| token.text.clone()),
        Means::Domain => domain(tokens).map(str::to_owned),
        _ => None,
    }
}

fn domain(tokens: &[Token]) -> Option<&str> {
    let mut words = tokens
        .iter()
        .map(|token| token.text.trim_start_matches('@'));
    words.find(|word| {
        word.contains('.')
            && !word.starts_with("http")
            && !word.starts_with(|char: char| char.is_ascii_digit())
    })
}

/// The words of a talk as an English sentence.
fn sentence_of(words: &str) -> String {
    let mut chars = words.trim().chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let sentence = format!("{first}{}", chars.as_str());
    let lead = [
        "A ",
        "An ",
        "The ",
        "In ",
        "Conversation",
        "Security question",
        "Short ",
    ];
    let sentence = if lead.iter().any(|lead| sentence.starts_with(lead)) {
        format!("Have {}", sentence.to_lowercase())
    } else {
        sentence
    };
    if sentence.is_empty() || sentence.ends_with(['.', '?', '!']) {
        sentence
    } else {
        format!("{sentence}.")
    }
}
