//! Strongly connected components (Tarjan), without recursion.
//!
//! Components close in reverse topological order, so that a closing component can ask its successors what they know:
//! whether an end can be reached from here is settled in the same walk.

use super::{Fact, Facts};
use crate::model::{Marks, NOWHERE, Node};
use crate::schema::NodeType;

impl Facts<'_> {
    /// Finds the components among the nodes that `keep` keeps; edges from and to others are left out.
    pub(crate) fn components(&mut self, keep: &dyn Fn(&Node) -> bool) {
        for position in 0..self.flow.nodes.len() {
            for fact in [
                Fact::ENDS,
                Fact::CYCLIC,
                Fact::BOTTOM,
                Fact::FIRST,
                Fact::OPEN,
            ] {
                self.unset(position, fact);
            }
            self.put(INDEX, position, 0);
            self.put(COMPONENT, position, NOWHERE);
        }
        let mut walk = Walk {
            next: 1,
            open: 0,
            components: 0,
        };
        for root in 0..self.flow.nodes.len() {
            if self.get(INDEX, root) == 0 && self.kept(root, keep) {
                self.component_walk(root, keep, &mut walk);
            }
        }
    }

    /// The component of a node.
    pub(crate) fn component(&self, position: usize) -> u16 {
        self.get(COMPONENT, position)
    }

    fn kept(&self, position: usize, keep: &dyn Fn(&Node) -> bool) -> bool {
        self.flow.nodes.get(position).is_some_and(keep)
    }

    fn component_walk(&mut self, root: usize, keep: &dyn Fn(&Node) -> bool, walk: &mut Walk) {
        self.discover(root, usize::from(NOWHERE), walk);
        let mut at = root;
        loop {
            let cursor = self.get(CURSOR, at);
            let target = self
                .flow
                .nodes
                .get(at)
                .and_then(|node| self.flow.edges_of(node).get(usize::from(cursor)))
                .map(|edge| usize::from(edge.target));
            let Some(target) = target else {
                if self.get(LOW, at) == self.get(INDEX, at) {
                    self.close(at, walk);
                }
                let parent = self.get(PARENT, at);
                if parent == NOWHERE {
                    return;
                }
                let parent = usize::from(parent);
                self.put(LOW, parent, self.get(LOW, parent).min(self.get(LOW, at)));
                at = parent;
                continue;
            };
            self.put(CURSOR, at, cursor.saturating_add(1));
            if target == usize::from(NOWHERE) || !self.kept(target, keep) {
                continue;
            }
            if self.get(INDEX, target) == 0 {
                self.discover(target, at, walk);
                at = target;
            } else if self.has(target, Fact::OPEN) {
                self.put(LOW, at, self.get(LOW, at).min(self.get(INDEX, target)));
            }
        }
    }

    fn discover(&mut self, position: usize, parent: usize, walk: &mut Walk) {
        self.put(INDEX, position, walk.next);
        self.put(LOW, position, walk.next);
        self.put(CURSOR, position, 0);
        self.put(PARENT, position, u16::try_from(parent).unwrap_or(NOWHERE));
        self.put(STACK, walk.open, u16::try_from(position).unwrap_or(NOWHERE));
        self.set(position, Fact::OPEN);
        walk.next = walk.next.saturating_add(1);
        walk.open = walk.open.saturating_add(1);
    }

    /// Takes the component of `head` from the stack and settles what is known about it.
    fn close(&mut self, head: usize, walk: &mut Walk) {
        let end = walk.open;
        let mut first = head;
        loop {
            walk.open = walk.open.saturating_sub(1);
            let member = usize::from(self.get(STACK, walk.open));
            self.unset(member, Fact::OPEN);
            self.put(COMPONENT, member, walk.components);
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
            let member = usize::from(self.get(STACK, slot));
            let Some(node) = self.flow.nodes.get(member) else {
                continue;
            };
            ends |= node.kind == Some(NodeType::End) || node.marks.has(Marks::INCOMPLETE);
            for target in self.flow.targets(member) {
                ends |= self.has(target, Fact::ENDS);
                bottom &= self.get(COMPONENT, target) == walk.components;
                cyclic |= target == member;
            }
        }
        for slot in walk.open..end {
            let member = usize::from(self.get(STACK, slot));
            for (holds, fact) in [
                (ends, Fact::ENDS),
                (bottom, Fact::BOTTOM),
                (cyclic, Fact::CYCLIC),
            ] {
                if holds {
                    self.set(member, fact);
                }
            }
        }
        walk.components = walk.components.saturating_add(1);
    }

    pub(crate) fn get(&self, array: Array, position: usize) -> u16 {
        let [component, index, low, stack, parent, cursor] = &self.scratch.numbers;
        let array = match array {
            COMPONENT => component,
            INDEX => index,
            LOW => low,
            STACK => stack,
            PARENT => parent,
            CURSOR => cursor,
        };
        array.get(position).copied().unwrap_or(NOWHERE)
    }

    pub(crate) fn put(&mut self, array: Array, position: usize, value: u16) {
        let [component, index, low, stack, parent, cursor] = &mut self.scratch.numbers;
        let array = match array {
            COMPONENT => component,
            INDEX => index,
            LOW => low,
            STACK => stack,
            PARENT => parent,
            CURSOR => cursor,
        };
        if let Some(cell) = array.get_mut(position) {
            *cell = value;
        }
    }
}

struct Walk {
    next: u16,
    open: usize,
    components: u16,
}

/// The arrays of the workspace by what they hold here.
#[derive(Clone, Copy)]
pub(crate) enum Array {
    Component,
    Index,
    Low,
    Stack,
    Parent,
    Cursor,
}

use Array::{
    Component as COMPONENT, Cursor as CURSOR, Index as INDEX, Low as LOW, Parent as PARENT,
    Stack as STACK,
};
