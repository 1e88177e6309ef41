//! A node that speaks, with everything that rules about prompts ask for, read once for all of them.

use crate::diagnostic::{Detail, Finding};
use crate::json::StrRef;
use crate::model::{Edge, Flow, NOWHERE, Node};
use crate::prose::{Place, Prose};
use crate::rules::Rule;
use crate::schema::NodeType;

/// A node with a prompt.
pub(super) struct Talk<'w> {
    pub(super) flow: Flow<'w>,
    pub(super) node: &'w Node,
    /// What the prompt says.
    pub(super) prose: Prose,
    pub(super) answers: Answers,
}

/// What the conditions of a conversation say.
#[derive(Default)]
pub(super) struct Answers {
    /// Conditions that say something.
    pub(super) stated: usize,
    /// An edge needs no condition: always, or by the answer of an external service.
    pub(super) free: bool,
    /// A condition is about silence, refusal or too many attempts.
    pub(super) silence: bool,
    /// The first condition that is not in English.
    pub(super) foreign: StrRef,
}

impl<'w> Talk<'w> {
    /// Reads the prompt of a node and the conditions of a conversation; `None` where there is no prompt.
    pub(super) fn of(flow: Flow<'w>, node: &'w Node) -> Option<Self> {
        if node.prompt.is_none() {
            return None;
        }
        let mut talk = Self {
            flow,
            node,
            prose: Prose::of(node.prompt.view(flow.text)),
            answers: Answers::default(),
        };
        if talk.converses() {
            for edge in talk.edges() {
                talk.answers.read(edge, flow.text);
            }
        }
        Some(talk)
    }

    pub(super) fn converses(&self) -> bool {
        self.node.kind == Some(NodeType::Conversation)
    }

    pub(super) fn edges(&self) -> &'w [Edge] {
        self.flow.edges_of(self.node)
    }

    /// The node that an edge leads to.
    pub(super) fn target(&self, edge: &Edge) -> Option<&'w Node> {
        let exists = edge.target != NOWHERE;
        exists
            .then(|| self.flow.nodes.get(usize::from(edge.target)))
            .flatten()
    }

    /// A part of the prompt.
    pub(super) fn word(&self, place: (u32, u32)) -> StrRef {
        self.node.prompt.part(place.0, place.1)
    }

    /// A finding about the prompt that names a part of it, where there is evidence.
    pub(super) fn found(&self, rule: Rule, evidence: Place) -> Option<Finding> {
        let word = self.word(evidence?);
        Some(Finding::new(
            rule,
            self.node.prompt.span(),
            Detail::Name(word),
        ))
    }
}

impl Answers {
    fn read(&mut self, edge: &Edge, text: &str) {
        let condition = edge.condition(text);
        let view = condition.view(text);
        if condition.is_none() || view.is_empty() {
            self.free = true;
            return;
        }
        let prose = Prose::of(view);
        self.stated = self.stated.saturating_add(1);
        self.silence |= prose.silence;
        if self.foreign.is_none() && prose.foreign.is_some() {
            self.foreign = condition;
        }
    }
}
