//! The graph of a flow: reachability, strongly connected components and shortest camera time.
//!
//! All walks are iterative and use the arrays of the workspace.

mod camera;
mod components;
mod search;

pub(crate) use camera::{CAMERA_NEEDED, Warmth, camera_times, path_to};
pub(crate) use components::Array;
use search::Search;

use crate::model::{Edge, Flow, Marks, NOWHERE, Node, Scratch};
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
    /// For the rule that is at work.
    pub(crate) const NOTED: Self = Self(64);
    /// While its component is open: an edge leaves the component.
    const LEAVES: Self = Self(128);
    /// What the nodes of an open component learn from their edges.
    const GATHERED: u8 = Self::ENDS.0 | Self::CYCLIC.0 | Self::LEAVES.0;
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
    search: Search,
}

impl<'w> Facts<'w> {
    pub(crate) fn new(flow: Flow<'w>, scratch: Scratch<'w>) -> Self {
        let mut facts = Self::bare(flow, scratch);
        facts.survey();
        facts
    }

    /// A flow of which nothing is known yet.
    pub(crate) fn bare(flow: Flow<'w>, scratch: Scratch<'w>) -> Self {
        Self {
            flow,
            scratch,
            whole: true,
            any: 0,
            all: 0,
            search: Search::default(),
        }
    }

    /// All nodes with their positions.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (usize, &'w Node)> + use<'w> {
        self.flow.nodes.iter().enumerate()
    }

    pub(crate) fn has(&self, position: usize, fact: Fact) -> bool {
        let flags = self.scratch.flags.get(position);
        flags.is_some_and(|flags| flags & fact.0 != 0)
    }

    pub(crate) fn set(&mut self, position: usize, fact: Fact) {
        if let Some(flags) = self.scratch.flags.get_mut(position) {
            *flags |= fact.0;
        }
    }

    pub(crate) fn unset(&mut self, position: usize, fact: Fact) {
        if let Some(flags) = self.scratch.flags.get_mut(position) {
            *flags &= !fact.0;
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

    /// The edge of a node with this name.
    pub(crate) fn edge(&self, node: &Node, outcome: &str) -> Option<&'w Edge> {
        let flow = self.flow;
        let mut edges = flow.edges_of(node).iter();
        edges.find(|edge| edge.label.name().is(flow.text, outcome))
    }

    /// The one node to which all edges of a node lead, where there are several edges.
    pub(crate) fn only_target(&self, node: &Node) -> Option<usize> {
        let [first, rest @ ..] = self.flow.edges_of(node) else {
            return None;
        };
        let same = !rest.is_empty() && rest.iter().all(|edge| edge.target == first.target);
        let known = first.target != NOWHERE && !node.marks.has(Marks::INCOMPLETE);
        (same && known).then_some(usize::from(first.target))
    }

    /// Listed outcomes of a node; exits of `awaitExternal` are none.
    pub(crate) fn listed(&self, node: &Node) -> usize {
        let edges = self.flow.edges_of(node).iter();
        edges.filter(|edge| edge.condition != 0).count()
    }

    /// Whether a conversation polls an endpoint.
    pub(crate) fn awaits(&self, node: &Node) -> bool {
        let edges = self.flow.edges_of(node);
        node.is_a(NodeType::Conversation) && edges.iter().any(|edge| edge.condition == 0)
    }

    /// The edge of a liveness check with this name, where it leads to where `livenessDetected` leads without another pass of
    /// the check. Where all edges lead to one node, none stands out.
    pub(crate) fn rejoins(
        &mut self,
        position: usize,
        node: &Node,
        outcome: &str,
    ) -> Option<&'w Edge> {
        if !node.is_a(NodeType::LivenessDetection) || self.only_target(node).is_some() {
            return None;
        }
        let success = usize::from(self.edge(node, "livenessDetected")?.target);
        let edge = self.edge(node, outcome)?;
        let target = usize::from(edge.target);
        (self.leads_to(target, success, position) == Some(true)).then_some(edge)
    }

    /// Whether any node has the type, or may have it because its type is misspelt or missing.
    pub(crate) fn may_have(&self, node_type: NodeType) -> bool {
        self.flow
            .nodes
            .iter()
            .any(|node| node.kind.is_none_or(|found| found == node_type))
    }
}
