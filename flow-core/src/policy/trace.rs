//! The moves of a path.

use core::fmt;

use super::clause::Taken;
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
pub(crate) fn moves_from(
    flow: Flow<'_>,
    position: usize,
    first: usize,
) -> impl Iterator<Item = (usize, Move)> + use<'_> {
    let node = flow.nodes.get(position);
    let edges = node.map(|node| flow.edges_of(node)).unwrap_or_default();
    let first_edge = node.map_or(0, |node| node.first_edge);
    let copied = node
        .and_then(|node| flow.filled(node))
        .map(|(_, edge)| edge.target_id);
    let numbered = edges
        .get(first / 2..)
        .unwrap_or_default()
        .iter()
        .zip(first / 2..);
    numbered.flat_map(move |(found, number)| {
        let edge = first_edge.saturating_add(u16::try_from(number).unwrap_or(NOWHERE));
        let own = number.saturating_mul(2);
        let twin = copied == Some(found.target_id);
        let taken = move |filled: bool| {
            (
                own.saturating_add(usize::from(filled)),
                Move { edge, filled },
            )
        };
        let is_due = move |&(number, _): &(usize, Move)| number >= first;
        Some(taken(false))
            .into_iter()
            .chain(twin.then(|| taken(true)))
            .filter(is_due)
    })
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
