//! Strongly connected components (Tarjan), without recursion, and what a start node reaches.
//!
//! Components close in reverse topological order, and what the nodes of one learn from their edges is gathered on the way
//! back: whether an end can be reached from here is settled in the same walk. So is what the start reaches: the walk begins
//! there, and only afterwards at the nodes that it has not met.

use super::{Fact, Facts};
use crate::model::{Edge, Marks, NOWHERE, Node};
use crate::schema::NodeType;

impl<'w> Facts<'w> {
    /// Finds the components and what a start node reaches.
    ///
    /// Nodes whose id is missing or taken cannot be reached for that reason alone, so they count as starts here.
    pub(super) fn survey(&mut self) {
        self.scratch.flags.fill(0);
        for cell in self.scratch.cells.iter_mut().take(self.flow.nodes.len()) {
            (cell.index, cell.component) = (0, NOWHERE);
        }
        let mut walk = Walk::new(Fact::REACHED);
        for (position, node) in self.nodes() {
            let root = node.kind == Some(NodeType::Start);
            if root || node.id.is_none() || node.marks.has(Marks::DUPLICATE) {
                self.walk(position, &mut walk);
            }
        }
        walk.gives = Fact(0);
        let nodes = self.flow.nodes.len();
        // Nodes are numbered from 1 as they are met: a next number beyond their count means that all were.
        if usize::from(walk.next) <= nodes {
            for position in 0..nodes {
                self.walk(position, &mut walk);
            }
        }
        (self.any, self.all) = (walk.any, walk.all);
    }

    /// Finds the components among the nodes that `keep` keeps; edges from and to others are left out.
    pub(crate) fn components(&mut self, keep: &dyn Fn(&Node) -> bool) {
        self.forget_search();
        let scratch = &mut self.scratch;
        let cells = scratch.cells.iter_mut().zip(scratch.flags.iter_mut());
        for (node, (cell, flags)) in self.flow.nodes.iter().zip(cells) {
            *flags &= Fact::REACHED.0;
            // A node that is left out passes for one that is done.
            cell.index = if keep(node) { 0 } else { NOWHERE };
            cell.component = NOWHERE;
        }
        let mut walk = Walk::new(Fact(0));
        for position in 0..self.flow.nodes.len() {
            self.walk(position, &mut walk);
        }
    }

    /// The component of a node.
    pub(crate) fn component(&self, position: usize) -> u16 {
        self.get(Array::Component, position)
    }

    /// Walks everything that can be reached from `root` and was not met before.
    fn walk(&mut self, root: usize, walk: &mut Walk) {
        let Some(mut at) = self.discover(root, NOWHERE, walk) else {
            return;
        };
        loop {
            let Some((edge, rest)) = at.edges.split_first() else {
                let Some(outer) = self.leave(&at, walk) else {
                    return;
                };
                at = outer;
                continue;
            };
            at.edges = rest;
            let target = usize::from(edge.target);
            let flags = self.scratch.flags.get(target);
            let (Some(cell), Some(&flags)) = (self.scratch.cells.get(target), flags) else {
                continue;
            };
            if cell.index == 0 {
                self.pause(&at);
                if let Some(inner) = self.discover(target, position(at.position), walk) {
                    at = inner;
                }
            } else if flags & Fact::OPEN.0 != 0 {
                at.low = at.low.min(cell.index);
                at.facts |= Fact::CYCLIC.0;
            } else {
                at.facts |= (flags & Fact::ENDS.0) | Fact::LEAVES.0;
            }
        }
    }

    /// Meets a node; `None` where it was met before.
    #[inline]
    fn discover(&mut self, at: usize, parent: u16, walk: &mut Walk) -> Option<Step<'w>> {
        let node = self.flow.nodes.get(at)?;
        let cell = self.scratch.cells.get_mut(at)?;
        if cell.index != 0 {
            return None;
        }
        let index = walk.next;
        (cell.index, cell.parent) = (index, parent);
        *self.scratch.flags.get_mut(at)? |= Fact::OPEN.0 | walk.gives.0;
        let incomplete = node.marks.has(Marks::INCOMPLETE);
        if walk.gives == Fact::REACHED {
            self.whole &= !incomplete;
        }
        self.put(Array::Stack, walk.open, position(at));
        walk.next = index.wrapping_add(1);
        walk.open = walk.open.wrapping_add(1);
        let ends = incomplete || node.kind == Some(NodeType::End);
        Some(Step {
            position: at,
            index,
            low: index,
            facts: if ends { Fact::ENDS.0 } else { 0 },
            edges: self.flow.edges_of(node),
        })
    }

    /// Keeps what is known about a node while another one is walked.
    fn pause(&mut self, at: &Step<'_>) {
        if let Some(cell) = self.scratch.cells.get_mut(at.position) {
            (cell.low, cell.cursor) = (at.low, position(at.edges.len()));
        }
        self.set(at.position, Fact(at.facts));
    }

    /// All edges of a node are taken: goes back to the node that led here, if any did.
    #[inline]
    fn leave(&mut self, inner: &Step<'w>, walk: &mut Walk) -> Option<Step<'w>> {
        let closes = inner.low == inner.index;
        // What lies below in a component of its own is behind an edge that leaves; the rest belongs to the outer node.
        let learnt = if closes {
            self.close(inner, walk);
            (inner.facts & Fact::ENDS.0) | Fact::LEAVES.0
        } else {
            inner.facts
        };
        let outer = usize::from(self.scratch.cells.get(inner.position)?.parent);
        let edges = self.flow.edges_of(self.flow.nodes.get(outer)?);
        let cell = self.scratch.cells.get(outer)?;
        let taken = edges.len().saturating_sub(usize::from(cell.cursor));
        Some(Step {
            position: outer,
            index: cell.index,
            low: cell.low.min(inner.low),
            facts: learnt | (self.scratch.flags.get(outer)? & Fact::GATHERED),
            edges: edges.get(taken..).unwrap_or_default(),
        })
    }

    /// Takes the component of `head` from the stack and settles what is known about it.
    fn close(&mut self, head: &Step<'_>, walk: &mut Walk) {
        let leaves = head.facts & Fact::LEAVES.0 != 0;
        let settled = head.facts | if leaves { 0 } else { Fact::BOTTOM.0 };
        let mut first = head.position;
        loop {
            walk.open = walk.open.saturating_sub(1);
            let member = usize::from(self.get(Array::Stack, walk.open));
            self.put(Array::Component, member, walk.components);
            if let Some(flags) = self.scratch.flags.get_mut(member) {
                *flags = (*flags | settled) & !(Fact::OPEN.0 | Fact::LEAVES.0);
                walk.any |= *flags;
                walk.all &= *flags;
            }
            first = first.min(member);
            if member == head.position || walk.open == 0 {
                break;
            }
        }
        self.set(first, Fact::FIRST);
        walk.components = walk.components.wrapping_add(1);
    }

    pub(crate) fn get(&self, array: Array, position: usize) -> u16 {
        let cell = self.scratch.cells.get(position);
        cell.map_or(NOWHERE, |cell| match array {
            Array::Component => cell.component,
            Array::Index => cell.index,
            Array::Low => cell.low,
            Array::Stack => cell.stack,
            Array::Parent => cell.parent,
            Array::Cursor => cell.cursor,
        })
    }

    pub(crate) fn put(&mut self, array: Array, position: usize, value: u16) {
        let Some(cell) = self.scratch.cells.get_mut(position) else {
            return;
        };
        let number = match array {
            Array::Component => &mut cell.component,
            Array::Index => &mut cell.index,
            Array::Low => &mut cell.low,
            Array::Stack => &mut cell.stack,
            Array::Parent => &mut cell.parent,
            Array::Cursor => &mut cell.cursor,
        };
        *number = value;
    }
}

/// A position as it is kept; those of a workspace fit.
fn position(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(NOWHERE)
}

/// State of a walk over the whole flow.
struct Walk {
    next: u16,
    open: usize,
    components: u16,
    /// What every node gets that is met.
    gives: Fact,
    /// Facts of at least one node, and those of every node, of the components closed.
    any: u8,
    all: u8,
}

impl Walk {
    const fn new(gives: Fact) -> Self {
        Self {
            next: 1,
            open: 0,
            components: 0,
            gives,
            any: 0,
            all: u8::MAX,
        }
    }
}

/// The node at which a walk stands.
struct Step<'w> {
    position: usize,
    index: u16,
    low: u16,
    /// What is known so far of the component of the node: [`Fact::GATHERED`].
    facts: u8,
    /// The edges it has still to take.
    edges: &'w [Edge],
}

/// The numbers of a cell by what they hold here.
#[derive(Clone, Copy)]
pub(crate) enum Array {
    Component,
    Index,
    Low,
    Stack,
    Parent,
    Cursor,
}
