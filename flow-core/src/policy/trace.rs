//! The moves of a path.

use core::fmt;

use super::clause::Taken;
use crate::json::StrRef;
use crate::model::{Edge, EdgeView, Flow, NOWHERE};
use crate::schema::NodeType;

/// One move of a path: a node is left by an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub(crate) edge: u16,
    pub(crate) filled: bool,
}

impl Default for Move {
    /// A move of no flow.
    fn default() -> Self {
        Self {
            edge: NOWHERE,
            filled: false,
        }
    }
}

impl Move {
    fn edge(self, flow: Flow<'_>) -> Option<&Edge> {
        flow.edges.get(usize::from(self.edge))
    }

    /// Position of the node that is left.
    pub fn source(self, flow: Flow<'_>) -> Option<usize> {
        self.edge(flow).map(|edge| usize::from(edge.source))
    }

    /// Position of the node that is reached.
    pub fn target(self, flow: Flow<'_>) -> Option<usize> {
        self.edge(flow).map(|edge| usize::from(edge.target))
    }

    /// The outcome, as [`Walk::step`](crate::simulate::Walk::step) takes it.
    pub fn outcome(self, flow: Flow<'_>) -> MoveName<'_> {
        MoveName { taken: self, flow }
    }

    /// The move as clauses judge it.
    pub(crate) fn taken(self, flow: Flow<'_>) -> Option<Taken<'_>> {
        let edge = self.edge(flow)?;
        let node = flow.nodes.get(usize::from(edge.source))?;
        Some(Taken {
            flow,
            edge,
            filled: node
                .kind
                .filter(|_| self.filled)
                .and_then(NodeType::filled)
                .map(|(name, _)| name),
        })
    }
}

/// The moves that leave a node: one per edge, and one for an outcome that the API fills in.
pub(crate) fn moves(flow: Flow<'_>, position: usize) -> impl Iterator<Item = Move> + use<'_> {
    moves_from(flow, position, 0).map(|(_, taken)| taken)
}

/// As [`moves`], each with its number; begins with the number `first`.
pub(crate) fn moves_from(flow: Flow<'_>, position: usize, first: usize) -> Moves<'_> {
    let node = flow.nodes.get(position);
    let copied = node.and_then(|node| flow.filled(node));
    Moves {
        edges: node.map(|node| flow.edges_of(node)).unwrap_or_default(),
        first_edge: node.map_or(0, |node| node.first_edge),
        copied: copied.map(|(_, edge)| edge.target_id),
        number: first,
    }
}

/// Numbered moves out of a node. An edge has two numbers: the even one is its own, the odd one is that of an outcome that
/// the API fills in with its target.
pub(crate) struct Moves<'w> {
    edges: &'w [Edge],
    first_edge: u16,
    /// The target that is filled in.
    copied: Option<StrRef>,
    number: usize,
}

impl Iterator for Moves<'_> {
    type Item = (usize, Move);

    #[cfg_attr(target_pointer_width = "32", inline(never))]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let number = self.number;
            let found = self.edges.get(number / 2)?;
            self.number = number.saturating_add(1);
            let filled = number % 2 == 1;
            if filled && self.copied != Some(found.target_id) {
                continue;
            }
            let behind = u16::try_from(number / 2).unwrap_or(NOWHERE);
            let edge = self.first_edge.saturating_add(behind);
            return Some((number, Move { edge, filled }));
        }
    }
}

/// The outcome of a [`Move`].
#[derive(Clone, Copy, Debug)]
pub struct MoveName<'w> {
    taken: Move,
    flow: Flow<'w>,
}

impl fmt::Display for MoveName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.taken.taken(self.flow) {
            Some(Taken {
                filled: Some(name), ..
            }) => f.write_str(name),
            Some(Taken { edge, flow, .. }) => EdgeView::new(flow, edge).fmt(f),
            None => Ok(()),
        }
    }
}
