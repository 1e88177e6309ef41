//! Where everything of the picture stands, in pixels.
//!
//! Four steps: `order` walks the graph (main outcomes, back edges, rows), `place` gives every node a column, `card`
//! measures cards and chips, `route` leads the lines through the `lane`s between columns and the `channel`s between
//! rows, where no card stands.

pub(super) mod card;
mod channel;
mod lane;
mod order;
mod place;
mod route;
#[cfg(test)]
mod tests;

use crate::flow::Flow;

pub(super) use card::{Card, Chip};

/// Free space around the picture.
const MARGIN: i32 = 24;

/// A picture's geometry.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    /// One card per node, in the order of the flow.
    pub(super) cards: Vec<Card>,
    /// One wire per edge, in the order of the flow.
    pub(super) wires: Vec<Wire>,
}

/// The line of an edge.
#[derive(Debug)]
pub(super) struct Wire {
    /// Position of the node it leaves.
    pub(super) from: usize,
    /// Position of the edge among the node's edges.
    pub(super) edge: usize,
    /// Position of the node it enters.
    pub(super) to: usize,
    pub(super) kind: WireKind,
    /// Corners, first at the port, last at the target's border.
    pub(super) points: Vec<Point>,
}

/// What an edge is in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WireKind {
    /// Leads back to a node on the way here.
    Back,
    /// A part of the main path from the entry.
    Main,
    /// Any other outcome.
    Side,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) x: i32,
    pub(super) y: i32,
}

/// Lays a flow out.
pub(super) fn layout(flow: &Flow) -> Layout {
    let order = order::order(flow);
    let columns = place::place(flow, &order);
    let cards = card::measure(flow, &order);
    route::route(flow, &order, &columns, cards)
}

/// A count as pixels or positions; no flow comes near the limit.
fn px(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
