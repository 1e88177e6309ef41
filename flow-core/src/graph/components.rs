//! Strongly connected components (Tarjan), without recursion, and what a start node reaches.
//!
//! Components close in reverse topological order, so that a closing component can ask its successors what they know:
//! whether an end can be reached from here is settled in the same walk. So is what the start reaches: the walk begins
//! there, and only afterwards at the nodes that it has not met.

use super::{Fact, Facts};
use crate::model::{Marks, NOWHERE, Node};
use crate::schema::NodeType;

impl Facts<'_> {
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
        for position in 0..self.flow.nodes.len() {
            self.walk(position, &mut walk);
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
            let next = self
                .flow
                .edges
                .get(at.cursor..at.end)
                .and_then(<[_]>::first);
            if let Some(edge) = next {
                at.cursor = at.cursor.wrapping_add(1);
                let target = usize::from(edge.target);
                let Some(cell) = self.scratch.cells.get(target) else {
                    continue;
                };
                if cell.index == 0 {
                    self.put(Array::Low, at.position, at.low);
                    self.put(Array::Cursor, at.position, position(at.cursor));
                    if let Some(inner) = self.discover(target, position(at.position), walk) {
                        at = inner;
                    }
                } else if self.has(target, Fact::OPEN) {
                    at.low = at.low.min(cell.index);
                }
                continue;
            }
            if at.low == self.get(Array::Index, at.position) {
                self.close(at.position, walk);
            }
            let parent = usize::from(self.get(Array::Parent, at.position));
            let Some(node) = self.flow.nodes.get(parent) else {
                return;
            };
            at = Step {
                position: parent,
                low: at.low.min(self.get(Array::Low, parent)),
                cursor: usize::from(self.get(Array::Cursor, parent)),
                end: usize::from(node.first_edge).wrapping_add(usize::from(node.edges)),
            };
        }
    }

    /// Meets a node; `None` where it was met before.
    fn discover(&mut self, at: usize, parent: u16, walk: &mut Walk) -> Option<Step> {
        let node = self.flow.nodes.get(at)?;
        let cell = self.scratch.cells.get_mut(at)?;
        if cell.index != 0 {
            return None;
        }
        cell.index = walk.next;
        cell.parent = parent;
        *self.scratch.flags.get_mut(at)? |= Fact::OPEN.0 | walk.gives.0;
        if walk.gives == Fact::REACHED {
            self.whole &= !node.marks.has(Marks::INCOMPLETE);
        }
        self.put(Array::Stack, walk.open, position(at));
        let low = walk.next;
        walk.next = walk.next.wrapping_add(1);
        walk.open = walk.open.wrapping_add(1);
        let cursor = usize::from(node.first_edge);
        Some(Step {
            position: at,
            low,
            cursor,
            end: cursor.wrapping_add(usize::from(node.edges)),
        })
    }

    /// Takes the component of `head` from the stack and settles what is known about it.
    fn close(&mut self, head: usize, walk: &mut Walk) {
        let end = walk.open;
        let mut first = head;
        loop {
            walk.open = walk.open.saturating_sub(1);
            let member = usize::from(self.get(Array::Stack, walk.open));
            self.put(Array::Component, member, walk.components);
            first = first.min(member);
            if member == head || walk.open == 0 {
                break;
            }
        }
        self.set(first, Fact::FIRST);
        let mut ends = false;
        let mut bottom = true;
        let mut cyclic = end.saturating_sub(walk.open) > 1;
        for slot in walk.open..end {
            let member = usize::from(self.get(Array::Stack, slot));
            let Some(node) = self.flow.nodes.get(member) else {
                continue;
            };
            ends |= node.kind == Some(NodeType::End) || node.marks.has(Marks::INCOMPLETE);
            for target in self.flow.targets(member) {
                ends |= self.has(target, Fact::ENDS);
                bottom &= self.get(Array::Component, target) == walk.components;
                cyclic |= target == member;
            }
        }
        let settled = [
            (ends, Fact::ENDS),
            (bottom, Fact::BOTTOM),
            (cyclic, Fact::CYCLIC),
        ];
        let facts = settled.iter().fold(0, |facts, (holds, fact)| {
            facts | if *holds { fact.0 } else { 0 }
        });
        for slot in walk.open..end {
            let member = usize::from(self.get(Array::Stack, slot));
            if let Some(flags) = self.scratch.flags.get_mut(member) {
                *flags = (*flags | facts) & !Fact::OPEN.0;
                walk.any |= *flags;
                walk.all &= *flags;
            }
        }
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

/// The node at which a walk stands, and the edges it has still to take.
struct Step {
    position: usize,
    low: u16,
    cursor: usize,
    end: usize,
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
