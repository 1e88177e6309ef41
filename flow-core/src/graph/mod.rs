//! The graph of a flow: reachability, strongly connected components and shortest camera time.
//!
//! All walks are iterative and use the arrays of the workspace.

mod camera;
mod components;

pub(crate) use camera::{CAMERA_NEEDED, Warmth, camera_times, path_to};
pub(crate) use components::Array;

use crate::model::{Flow, NOWHERE, Node, Scratch};
use crate::schema::NodeType;

/// What is known about a node after the walks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fact(u8);

impl Fact {
    /// A path from a start node leads here.
    pub(crate) const REACHED: Self = Self(1);
    /// A path leads from here to an end, or may do so.
    pub(crate) const ENDS: Self = Self(2);
    /// The node lies on a cycle.
    pub(crate) const CYCLIC: Self = Self(4);
    /// No edge leaves the component of the node.
    pub(crate) const BOTTOM: Self = Self(8);
    /// The first node of its component, in the order of the text.
    pub(crate) const FIRST: Self = Self(16);
    /// The node is on the stack of the walk.
    const OPEN: Self = Self(32);
}

/// A flow with what is known about its graph.
pub(crate) struct Facts<'w> {
    pub(crate) flow: Flow<'w>,
    pub(crate) scratch: Scratch<'w>,
    /// All edges of all reached nodes are known.
    pub(crate) whole: bool,
    /// Facts of at least one node.
    any: u8,
    /// Facts of every node.
    all: u8,
}

impl<'w> Facts<'w> {
    pub(crate) fn new(flow: Flow<'w>, scratch: Scratch<'w>) -> Self {
        let mut facts = Self {
            flow,
            scratch,
            whole: true,
            any: 0,
            all: 0,
        };
        facts.survey();
        facts
    }

    /// All nodes with their positions.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (usize, &'w Node)> + use<'w> {
        self.flow.nodes.iter().enumerate()
    }

    pub(crate) fn has(&self, position: usize, fact: Fact) -> bool {
        let flags = self.scratch.flags.get(position);
        flags.is_some_and(|flags| flags & fact.0 != 0)
    }

    fn set(&mut self, position: usize, fact: Fact) {
        if let Some(flags) = self.scratch.flags.get_mut(position) {
            *flags |= fact.0;
        }
    }

    /// Whether any node has the fact, as the first walk found it.
    pub(crate) const fn any(&self, fact: Fact) -> bool {
        self.any & fact.0 != 0
    }

    /// Whether every node has the fact, as the first walk found it.
    pub(crate) const fn all(&self, fact: Fact) -> bool {
        self.all & fact.0 != 0
    }

    /// Whether any node has the type, or may have it because its type is misspelt or missing.
    pub(crate) fn may_have(&self, node_type: NodeType) -> bool {
        self.flow
            .nodes
            .iter()
            .any(|node| node.kind.is_none_or(|found| found == node_type))
    }

    /// Whether a path leads from one node to another without passing a third; a node leads to itself.
    pub(crate) fn leads_to(&mut self, from: usize, to: usize, without: usize) -> bool {
        let flow = self.flow;
        for position in 0..flow.len() {
            self.put(Array::Cursor, position, 0);
        }
        self.put(Array::Cursor, without, 1);
        let mut open = 0;
        let mut at = (from != without).then_some(from);
        while let Some(position) = at {
            if position == to {
                return true;
            }
            for target in flow.targets(position) {
                if self.get(Array::Cursor, target) == 0 {
                    self.put(Array::Cursor, target, 1);
                    self.put(Array::Stack, open, u16::try_from(target).unwrap_or(NOWHERE));
                    open = open.saturating_add(1);
                }
            }
            at = open
                .checked_sub(1)
                .map(|last| usize::from(self.get(Array::Stack, last)));
            open = open.saturating_sub(1);
        }
        false
    }
}
