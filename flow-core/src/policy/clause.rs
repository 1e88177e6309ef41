//! What a policy demands: the table of clauses, and the steps they speak of.

use crate::json::{JsonStr, StrRef};
use crate::model::{Edge, Flow, Marks, Node};
use crate::rules::Rule;
use crate::schema::{Doc, NODES, NodeType};
use crate::span::Span;

/// What a clause demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// Every path to one of the ends takes one of the steps.
    Pass,
    /// On no path is one of `steps` taken after one of `then`.
    Order,
    /// No path takes the steps more often than `max` times, all of them together.
    AtMost,
    /// No path takes one of the steps.
    Never,
    /// No path that took one of the steps reaches one of the ends, unless it takes one of `unless` in between.
    NeverJoins,
    /// No cycle turns without the person.
    PersonInEveryCycle,
}

/// One line of the table of clauses.
#[derive(Clone, Copy, Debug)]
pub struct ClauseSpec {
    /// What it demands.
    pub kind: ClauseKind,
    /// Value of `clause`.
    pub name: &'static str,
    /// The rule whose findings name a refuted clause.
    pub rule: Rule,
    /// Members besides `clause`, and whether each must be there.
    pub members: &'static [(Member, bool)],
    /// What it demands, in one line.
    pub meaning: Doc,
}

/// A member of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// Steps it is about.
    Steps,
    /// Steps that come afterwards.
    Then,
    /// Steps that make up for others.
    Unless,
    /// A number of times.
    Max,
    /// Ids of end nodes; those of the policy where absent.
    Ends,
}

impl Member {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::Steps, Self::Then, Self::Unless, Self::Max, Self::Ends];

    /// Wire spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Steps => "steps",
            Self::Then => "then",
            Self::Unless => "unless",
            Self::Max => "max",
            Self::Ends => "ends",
        }
    }
}

/// All clauses.
pub const CLAUSES: [ClauseSpec; 6] = [
    ClauseSpec {
        kind: ClauseKind::Pass,
        name: "pass",
        rule: Rule::CheckBypassed,
        members: &[(Member::Steps, true), (Member::Ends, false)],
        meaning: Doc::new("every path to the ends takes one of the steps"),
    },
    ClauseSpec {
        kind: ClauseKind::Order,
        name: "order",
        rule: Rule::StepOutOfOrder,
        members: &[(Member::Steps, true), (Member::Then, true)],
        meaning: Doc::new("no path takes one of `steps` after one of `then`"),
    },
    ClauseSpec {
        kind: ClauseKind::AtMost,
        name: "at-most",
        rule: Rule::StepTooOften,
        members: &[(Member::Steps, true), (Member::Max, true)],
        meaning: Doc::new("no path takes the steps more than `max` times together"),
    },
    ClauseSpec {
        kind: ClauseKind::Never,
        name: "never",
        rule: Rule::StepForbidden,
        members: &[(Member::Steps, true)],
        meaning: Doc::new("no path takes one of the steps"),
    },
    ClauseSpec {
        kind: ClauseKind::NeverJoins,
        name: "never-joins",
        rule: Rule::OutcomeJoinsEnd,
        members: &[
            (Member::Steps, true),
            (Member::Unless, false),
            (Member::Ends, false),
        ],
        meaning: Doc::new(
            "no path that took one of the steps reaches the ends, unless it then takes one of `unless`",
        ),
    },
    ClauseSpec {
        kind: ClauseKind::PersonInEveryCycle,
        name: "person-in-every-cycle",
        rule: Rule::UnattendedCycle,
        members: &[],
        meaning: Doc::new("no cycle turns without the person doing something"),
    },
];

impl ClauseKind {
    /// The line of the table.
    pub fn spec(self) -> &'static ClauseSpec {
        let [pass, order, at_most, never, never_joins, person] = &CLAUSES;
        match self {
            Self::Pass => pass,
            Self::Order => order,
            Self::AtMost => at_most,
            Self::Never => never,
            Self::NeverJoins => never_joins,
            Self::PersonInEveryCycle => person,
        }
    }
}

/// A run of one of the lists of a policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) first: u16,
    pub(crate) len: u16,
}

impl Run {
    pub(crate) fn of<T>(self, list: &[T]) -> &[T] {
        let first = usize::from(self.first);
        list.get(first..first.saturating_add(usize::from(self.len)))
            .unwrap_or_default()
    }
}

/// A demand: 40 bytes.
#[derive(Clone, Copy, Debug)]
pub struct Clause {
    pub(crate) kind: ClauseKind,
    pub(crate) steps: Run,
    /// `then` or `unless`: no clause has both.
    pub(crate) others: Run,
    /// `None`: the ends of the policy.
    pub(crate) ends: Option<Run>,
    pub(crate) max: u16,
    /// The clause in the text of the policy; `None` where it comes from a preset.
    pub(crate) span: Option<Span>,
}

/// A way out of a node of some type, by any outcome or by a named one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// One bit per node type, in the order of the table.
    pub(crate) types: u16,
    pub(crate) outcome: Outcome,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    Any,
    /// An outcome that the node type has.
    Known(&'static str),
    /// An outcome that the author of the flow named, or a comparison; a string of the policy's text.
    Named(StrRef),
}

/// A bit beside those of the node types, and its name: a conversation that waits for a reply. Closing words
/// (`doesNotRequireReply`) can neither ask nor change anything.
pub(crate) const DIALOGUE: (u16, &str) = (1 << 15, "dialogue");

const _: () = assert!(
    NODES.len() <= 15,
    "a step has a bit per node type, and one for dialogues"
);

pub(crate) const fn bit(node_type: NodeType) -> u16 {
    1 << (node_type as u8)
}

/// The bits of a node.
fn types_of(node: &Node) -> u16 {
    let dialogue = node.kind == Some(NodeType::Conversation) && !node.marks.has(Marks::NO_REPLY);
    node.kind.map_or(0, bit) | if dialogue { DIALOGUE.0 } else { 0 }
}

/// One outcome of one node, as a walk takes it.
#[derive(Clone, Copy)]
pub(crate) struct Taken<'w> {
    pub(crate) flow: Flow<'w>,
    pub(crate) edge: &'w Edge,
    /// The outcome that the API fills in with the target of this edge, instead of the edge's own.
    pub(crate) filled: Option<&'static str>,
}

impl Taken<'_> {
    /// Whether the outcome is the one named; `text` is what the name stands in.
    fn is(self, outcome: Outcome, text: &str) -> bool {
        match (outcome, self.filled) {
            (Outcome::Any, _) => true,
            (Outcome::Known(name), Some(filled)) => name == filled,
            (Outcome::Known(name), None) => self.label_is(JsonStr::plain(name)),
            (Outcome::Named(_), Some(_)) => false,
            (Outcome::Named(name), None) => self.label_is(name.view(text)),
        }
    }

    fn label_is(self, name: JsonStr<'_>) -> bool {
        let label = self.edge.label;
        match label.position() {
            Some(position) => comparison(name) == Some(position),
            None => label.name().view(self.flow.text) == name,
        }
    }

    /// Whether one of the steps is taken; `text` is that of the policy.
    pub(crate) fn is_one_of(self, steps: &[Step], text: &str) -> bool {
        let node = self.flow.nodes.get(usize::from(self.edge.source));
        let types = node.map_or(0, types_of);
        steps
            .iter()
            .any(|step| step.types & types != 0 && self.is(step.outcome, text))
    }

    /// Whether the outcome can come about while nobody is there: an exit of `awaitExternal`, or any way out of a node
    /// that does not wait.
    pub(crate) fn is_unattended(self) -> bool {
        let Some(node) = self.flow.nodes.get(usize::from(self.edge.source)) else {
            return false;
        };
        let waits = node
            .kind
            .is_some_and(|node_type| node_type.spec().traits.waits_for_person)
            && !node.marks.has(Marks::NO_REPLY);
        if !waits {
            return true;
        }
        // Only listed outcomes have a condition: what else leaves a conversation is an exit.
        node.kind == Some(NodeType::Conversation) && self.edge.condition == 0
    }
}

/// Position of the comparison that `rules/0` and the like name.
pub(crate) fn comparison(name: JsonStr<'_>) -> Option<u16> {
    let mut chars = name.chars();
    if !"rules/"
        .chars()
        .all(|expected| chars.next() == Some(expected))
    {
        return None;
    }
    whole_number(chars)
}

/// The number that these digits are, where nothing else is among them.
pub(crate) fn whole_number(digits: impl Iterator<Item = char>) -> Option<u16> {
    let mut number = None;
    for char in digits {
        let digit = u16::try_from(char.to_digit(10)?).ok()?;
        let above = number.unwrap_or(0u16).checked_mul(10)?;
        number = Some(above.checked_add(digit)?);
    }
    number
}
