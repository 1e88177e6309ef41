//! What failed, and what is done then.

use flow_core::schema::NodeType as Node;

use super::clause::{Clause, Item};
use super::means::Means;
use super::mention::{Mention, Want};
use super::sentence::{Fails, Reader, Scene};
use super::text::Token;
use crate::author::compose::can_stand_in;
use crate::author::note::Note;
use crate::author::step::StepType;

/// Words between "fails" and the check that is failed.
const ARTICLES: [&str; 10] = [
    "a", "an", "the", "their", "his", "her", "its", "our", "your", "this",
];

/// Where in the clause begins what is done instead: with the last step in front of "as a fallback", else behind the
/// words.
fn instead_from(clause: &Clause) -> Option<usize> {
    let says = |item: &Item| item.means == Some(Means::Instead);
    let at = clause.items.iter().position(says)?;
    let before = clause.items[..at].iter().rev();
    let mut steps = before.filter(|item| {
        matches!(
            item.means,
            Some(Means::Step(_) | Means::EitherWay(_) | Means::Code | Means::Channel(_))
        )
    });
    let behind = clause.items[at + 1..]
        .iter()
        .any(|item| item.means.is_some());
    let step = steps.next().filter(|_| !behind);
    Some(step.map_or(clause.items[at].from, |step| step.from))
}

/// Looks ahead for what the clause says of a failure.
pub(super) fn failure_ahead(clause: &Clause, scene: &mut Scene) {
    let fails = |means| matches!(means, Means::Fails(_) | Means::AnyFails);
    scene.fails = if clause.has(fails) {
        Fails::Ahead
    } else {
        Fails::Nowhere
    };
    scene.instead = instead_from(clause);
}

/// Whether the step at these words is the one that fails: in front of "fails", or directly behind it.
pub(super) fn is_what_fails(tokens: &[Token], item: &Item, scene: &Scene) -> bool {
    match scene.fails {
        Fails::Nowhere => false,
        Fails::Ahead => true,
        Fails::Before(end) => {
            let verb = end
                .checked_sub(1)
                .and_then(|last| tokens.get(last))
                .is_some_and(|last| last.text.starts_with("fail") && !last.text.contains("ure"));
            let between = tokens.get(end..item.from).unwrap_or_default();
            let direct = between
                .iter()
                .all(|word| ARTICLES.contains(&word.text.as_str()));
            verb && direct && scene.here.is_empty()
        }
    }
}

impl Reader<'_> {
    /// From here on steps are done instead of the one before: "an email code as a fallback", "fall back to a scan".
    pub(super) fn fall_back(&self, item: &Item, scene: &mut Scene) {
        if scene.instead.is_some_and(|from| from <= item.from) && scene.failed.is_none() {
            scene.failed = self.spoken_of(scene).map(|place| vec![place]);
        }
    }

    /// The step that the words are about: the last one of the clause, else the last one of all.
    pub(super) fn spoken_of(&self, scene: &Scene) -> Option<usize> {
        let here = scene.here.last().copied();
        here.or_else(|| self.read.all.len().checked_sub(1))
    }

    /// "If it fails": the step named in the words, the one in front of them, else the last one.
    pub(super) fn fails(
        &mut self,
        tokens: &[Token],
        item: &Item,
        kind: Option<Node>,
        scene: &mut Scene,
    ) {
        // "If the document is not recognised" names what fails, and "it" is the last step.
        let mut before = tokens[..item.from].iter().rev().take(2);
        let it = before.any(|word| matches!(word.text.as_str(), "it" | "this" | "that"));
        let here = scene.here.last().copied();
        let named = here.or_else(|| self.spoken_of(scene).filter(|_| it));
        let named = named.filter(|&place| self.read.all[place].is_check());
        let subject = kind.map(
            |kind| match named.filter(|_| self.read.of(kind).is_none()) {
                Some(named) => named,
                None => self.failing_check(tokens, item, kind),
            },
        );
        let named = subject.or_else(|| self.spoken_of(scene).filter(|_| !scene.any_failed));
        scene.failed = Some(named.into_iter().collect());
        scene.any_failed = false;
        scene.fails = Fails::Before(item.to);
    }

    /// Who says what happens on failure wants the check. A face that does not match may be that of a recognition.
    fn failing_check(&mut self, tokens: &[Token], item: &Item, kind: Node) -> usize {
        let recognition = self.read.of(Node::Recognition);
        match recognition.filter(|_| self.read.of(kind).is_none()) {
            Some(recognition) if kind == Node::FaceCompare => recognition,
            _ => {
                let words = self.words(tokens, item.from, item.to);
                self.read.add(Mention::new(Want::Step(kind), words))
            }
        }
    }

    /// "Otherwise": the failure of the last step, or its success where the failure was spoken of.
    pub(super) fn otherwise(&mut self, item: &Item, scene: &mut Scene) {
        let handled = self.handled.contains(&true);
        let subject = scene.passed.or_else(|| self.spoken_of(scene));
        scene.failed = subject
            .filter(|_| !handled && !scene.branches)
            .map(|place| vec![place]);
        scene.fails = Fails::Before(item.to);
    }

    /// A step behind a failure is what is done instead; answers whether this is one.
    pub(super) fn consequence(&mut self, mention: &Mention, scene: &Scene) -> bool {
        let Some(failed) = scene.failed.clone() else {
            return false;
        };
        let kind = match &mention.want {
            Want::Step(kind) => *kind,
            Want::Code { channels, .. } => {
                let known = self.read.of(Node::TwoFactorSms).map(|_| Node::TwoFactorSms);
                let named = channels.first().copied();
                named.or(known).unwrap_or(Node::TwoFactorEmail)
            }
            _ => return false,
        };
        if failed.is_empty() && scene.any_failed {
            self.read.unplaced.push(mention.words.clone());
            return true;
        }
        for &place in &failed {
            self.instead(place, kind, mention);
        }
        self.handled[1] = true;
        !failed.is_empty()
    }

    /// "Scan the passport if the recognition fails": takes up what stands in front of the failure.
    pub(super) fn deferred(&mut self, scene: &mut Scene) {
        for mention in std::mem::take(&mut scene.deferred) {
            if !self.consequence(&mention, scene) {
                let place = self.read.add(mention);
                scene.here.push(place);
            }
        }
    }

    fn instead(&mut self, place: usize, kind: Node, mention: &Mention) {
        let failed = &mut self.read.all[place];
        let known = failed.fallback;
        let stands_in = |kind: Option<StepType>| kind.is_some_and(can_stand_in);
        if failed.is_talk() {
            self.read.unplaced.push(mention.words.clone());
        } else if failed.is(kind) && kind == Node::DocumentScan {
            failed.name_documents(&mention.documents);
            let text = "Taken by the same scan: it accepts every document named.";
            self.read.notes.push(Note::new(&mention.words, text));
        } else if failed.is(kind) {
            failed.retries = failed.retries.or(Some(1));
        } else if !stands_in(known) {
            failed.fallback = StepType::of(kind);
            if !mention.documents.is_empty() {
                let text = "Done instead with the documents accepted by default; narrow `allowedDocumentTypes` by an edit.";
                self.read.notes.push(Note::new(&mention.words, text));
            }
        } else if known != StepType::of(kind) {
            let text =
                "Not laid: one step is done instead of a failed one, and it was named before.";
            self.read.notes.push(Note::new(&mention.words, text));
        }
    }

    /// Whether a channel stands for a code of its own: "use email instead", "verify the email and the phone".
    pub(super) fn is_further_channel(
        &self,
        tokens: &[Token],
        clause: &Clause,
        item: &Item,
        scene: &Scene,
    ) -> bool {
        const BESIDE: [&str; 12] = [
            "the", "their", "a", "an", "number", "address", "use", "try", "by", "via", "instead",
            "too",
        ];
        let mut items = clause.items.iter().rev();
        let codes = |means: Means| {
            matches!(means, Means::Code)
                || matches!(means, Means::Step(kind) if kind.spec().traits.sends_code)
        };
        // Only the words behind "before" and "after" are about this one.
        let side: Vec<&Item> = items
            .by_ref()
            .take_while(|one| !matches!(one.means, Some(Means::Before | Means::After)))
            .collect();
        let alone = side.iter().all(|one| match one.means {
            None => BESIDE.contains(&tokens[one.from].text.as_str()),
            Some(means) => !codes(means),
        });
        let last = match scene.failed.as_deref() {
            Some([failed]) => Some(*failed),
            _ => scene.here.last().or(scene.earlier.last()).copied(),
        };
        let other = last.and_then(|last| self.read.all.get(last));
        alone
            && side.iter().any(|one| one.from == item.from)
            && !scene.negated
            && other.is_some_and(Mention::sends_code)
    }
}
