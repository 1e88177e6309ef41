//! What a description mentions, in the order of the text, before it is put into the order of the flow.

use flow_core::schema::NodeType;

use crate::author::note::Note;
use crate::author::step::{OnFailure, StepType};

/// What is wished for at one place.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Want {
    /// A step.
    Step(NodeType),
    /// A code, by the channels named beside it.
    Code {
        channels: Vec<NodeType>,
        either: bool,
    },
    /// Any check of the identity.
    Identity,
    /// A talk with these words; the words may say nothing.
    Talk { intent: String, tells: bool },
}

/// Where a mention belongs besides its place in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    First,
    #[default]
    InTurn,
    Last,
}

/// One mention.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mention {
    pub(super) want: Want,
    pub(super) rank: Rank,
    /// The words it was read from.
    pub(super) words: String,
    pub(super) coercion: bool,
    pub(super) retries: Option<u8>,
    pub(super) on_failure: Option<OnFailure>,
    pub(super) fallback: Option<StepType>,
    /// Address of a call, or value of a check.
    pub(super) value: Option<String>,
    /// Whether the words beside it say how: "verify identity: …", "verify the user with …".
    pub(super) title: bool,
    /// Length of the code.
    pub(super) digits: Option<u8>,
    /// Documents that are named; none for any.
    pub(super) documents: Vec<&'static str>,
}

impl Mention {
    pub(super) fn new(want: Want, words: impl Into<String>) -> Self {
        Self {
            want,
            rank: Rank::InTurn,
            words: words.into(),
            coercion: false,
            retries: None,
            on_failure: None,
            fallback: None,
            value: None,
            title: false,
            digits: None,
            documents: Vec::new(),
        }
    }

    pub(super) fn is(&self, kind: NodeType) -> bool {
        self.want == Want::Step(kind)
    }

    /// Whether it is a code, by whichever channel.
    pub(super) fn sends_code(&self) -> bool {
        match self.want {
            Want::Step(kind) => kind.spec().traits.sends_code,
            Want::Code { .. } => true,
            _ => false,
        }
    }

    /// Takes these documents, too.
    pub(super) fn name_documents(&mut self, documents: &[&'static str]) {
        for document in documents {
            if !self.documents.contains(document) {
                self.documents.push(document);
            }
        }
    }

    /// Whether it is a step and no talk.
    pub(super) fn is_check(&self) -> bool {
        matches!(self.want, Want::Step(_) | Want::Code { .. })
    }

    pub(super) fn is_talk(&self) -> bool {
        matches!(self.want, Want::Talk { .. })
    }
}

/// Everything read from a description.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions {
    pub(super) all: Vec<Mention>,
    /// Pairs of positions: the first comes before the second.
    pub(super) before: Vec<(usize, usize)>,
    /// Excluded steps, with the words.
    pub(super) excluded: Vec<(NodeType, String)>,
    pub(super) on_failure: Option<OnFailure>,
    pub(super) retries: Option<u8>,
    pub(super) langs: Option<Vec<String>>,
    /// Attention to coercion that no talk before it takes up.
    pub(super) coercion: bool,
    /// Words that no phrase covers.
    pub(super) unplaced: Vec<String>,
    /// Words about a channel beside which no code is named.
    pub(super) loose: Vec<String>,
    /// Pairs of positions with "or" between them.
    pub(super) either: Vec<(usize, usize)>,
    /// Sentences that branch on data.
    pub(super) conditions: Vec<String>,
    /// Things that are not offered.
    pub(super) missing: Vec<String>,
    /// Languages outside the catalogue.
    pub(super) no_langs: Vec<String>,
    /// What the author's app does afterwards.
    pub(super) afterwards: Vec<String>,
    /// Attempts without an end were wished for.
    pub(super) endless: bool,
    /// What was read in a certain way.
    pub(super) notes: Vec<Note>,
}

impl Mentions {
    /// Position of a mention of this step, the last one where there are several.
    pub(super) fn of(&self, kind: NodeType) -> Option<usize> {
        self.all.iter().rposition(|mention| mention.is(kind))
    }

    /// Adds a mention, or finds the one there is: only talks and codes without a channel may occur several times.
    pub(super) fn add(&mut self, mention: Mention) -> usize {
        let known = match mention.want {
            Want::Step(kind) => self.of(kind),
            Want::Identity => self.all.iter().position(|one| one.want == Want::Identity),
            Want::Code { either: true, .. } => {
                self.all.iter().position(|one| one.want == mention.want)
            }
            Want::Code { .. } | Want::Talk { .. } => None,
        };
        if let Some(known) = known {
            self.named_again(known, &mention);
            let one = &mut self.all[known];
            if mention.rank != Rank::InTurn {
                one.rank = mention.rank;
            }
            one.value = mention.value.or(one.value.take());
            one.digits = mention.digits.or(one.digits);
            one.name_documents(&mention.documents);
            return known;
        }
        self.all.push(mention);
        self.all.len() - 1
    }

    /// Tells that a step is done once where others were named since: they may have been meant to come before it.
    fn named_again(&mut self, known: usize, mention: &Mention) {
        // A comparison names again what it compares.
        let compares = self.of(NodeType::FaceCompare).is_some();
        let compared =
            compares && (mention.is(NodeType::DocumentScan) || mention.is(NodeType::FaceScan));
        if let Want::Step(kind) = mention.want
            && known + 1 < self.all.len()
            && kind != NodeType::FaceCompare
            && !compared
        {
            let place = match mention.rank {
                Rank::InTurn => "where it is named first",
                _ => "where these words put it",
            };
            let text = format!("`{}` is done once, {place}.", kind.name());
            let note = Note::new(&mention.words, text);
            if !self.notes.iter().any(|told| told.text == note.text) {
                self.notes.push(note);
            }
        }
    }

    /// Whether a code or an address is wanted, to which a channel named elsewhere may belong.
    pub(super) fn uses_channels(&self) -> bool {
        let mut all = self.all.iter();
        all.any(|mention| mention.sends_code() || mention.is(NodeType::EnterEmail))
    }

    pub(super) fn exclude(&mut self, kind: NodeType, words: &str) {
        self.excluded.push((kind, words.to_owned()));
    }
}
