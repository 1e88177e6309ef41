//! A flow as positions in its text: nodes and, in one arena, the edges of all shapes.

pub(crate) mod again;
mod close;
mod frame;
mod leaf;
mod member;
mod read;
mod resolve;
mod unique;
mod workspace;

#[cfg(test)]
pub(crate) use frame::MAX_FRAMES;
pub(crate) use read::read;
pub(crate) use resolve::resolve;
#[cfg(feature = "fingerprint")]
pub(crate) use workspace::Cell;
pub use workspace::{Gateway, Server, Small, Workspace};
pub(crate) use workspace::{Parts, Scratch};

use core::fmt;

use crate::json::{JsonStr, Reader, StrRef};
use crate::schema::NodeType;
use crate::span::Span;

/// The position that stands for "none".
pub(crate) const NOWHERE: u16 = u16::MAX;

/// A node: 32 bytes.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    pub(crate) id: StrRef,
    pub(crate) prompt: StrRef,
    pub(crate) span: Span,
    pub(crate) first_edge: u16,
    pub(crate) edges: u16,
    /// Next node with the same hash of its id.
    pub(crate) next: u16,
    pub(crate) kind: Option<NodeType>,
    pub(crate) marks: Marks,
}

/// Facts about a node that rules ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u8);

impl Marks {
    /// Not all edges of the node are known.
    pub(crate) const INCOMPLETE: Self = Self(1);
    /// An outcome that the API would fill is missing.
    pub(crate) const FILLED: Self = Self(2);
    /// The node takes an image from the live video.
    pub(crate) const SESSION_VIDEO: Self = Self(4);
    /// The node does not wait for a reply.
    pub(crate) const NO_REPLY: Self = Self(8);
    /// The node repeats the id of an earlier one.
    pub(crate) const DUPLICATE: Self = Self(16);
    /// An outcome of the node is taken without condition.
    pub(crate) const UNCONDITIONAL: Self = Self(32);
    /// The node asks for the camera.
    pub(crate) const CAMERA: Self = Self(64);

    pub(crate) fn has(self, mark: Self) -> bool {
        self.0 & mark.0 != 0
    }

    pub(crate) fn set(&mut self, mark: Self) {
        self.0 |= mark.0;
    }
}

/// A way out of a node: 24 bytes.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    pub(crate) label: Label,
    /// Place of the condition of a listed outcome, 0 for every other edge: few rules ask, so its end is not kept.
    pub(crate) condition: u32,
    pub(crate) target_id: StrRef,
    pub(crate) source: u16,
    pub(crate) target: u16,
}

impl Edge {
    /// When a listed outcome is taken, in plain words; [`StrRef::NONE`] for every other edge.
    pub(crate) fn condition(&self, text: &str) -> StrRef {
        if self.condition == 0 {
            return StrRef::NONE;
        }
        let condition = Reader::starting_at(text, self.condition).string();
        condition.unwrap_or(StrRef::NONE)
    }
}

/// Name of an edge: 8 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label(StrRef);

impl Label {
    /// A string of the text.
    pub(crate) const fn named(name: StrRef) -> Self {
        Self(name)
    }

    /// The comparison of a `field_condition` at this position.
    pub(crate) const fn comparison(position: u16) -> Self {
        Self(StrRef::number(position))
    }

    /// The string of the text; [`StrRef::NONE`] where the edge is a comparison, or an outcome without its id.
    pub(crate) fn name(self) -> StrRef {
        if self.0.is_none() {
            StrRef::NONE
        } else {
            self.0
        }
    }

    /// The position of the comparison, where there is no name.
    pub(crate) fn position(self) -> Option<u16> {
        self.0.as_number()
    }
}

/// A flow that was read, borrowed from a workspace.
#[derive(Clone, Copy, Debug)]
pub struct Flow<'w> {
    pub(crate) text: &'w str,
    pub(crate) start: u32,
    pub(crate) nodes: &'w [Node],
    pub(crate) edges: &'w [Edge],
}

/// A node of a [`Flow`].
#[derive(Clone, Copy, Debug)]
pub struct NodeView<'w> {
    flow: Flow<'w>,
    node: &'w Node,
}

/// An edge of a [`Flow`].
#[derive(Clone, Copy, Debug)]
pub struct EdgeView<'w> {
    flow: Flow<'w>,
    edge: &'w Edge,
}

impl Node {
    /// Whether the node has this type.
    pub(crate) fn is_a(&self, node_type: NodeType) -> bool {
        self.kind == Some(node_type)
    }
}

impl<'w> Flow<'w> {
    /// The text it was read from.
    pub fn text(self) -> &'w str {
        self.text
    }

    /// The number of nodes.
    pub fn len(self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(self) -> bool {
        self.nodes.is_empty()
    }

    /// The node at a position.
    pub fn node(self, position: usize) -> Option<NodeView<'w>> {
        let node = self.nodes.get(position)?;
        Some(NodeView { flow: self, node })
    }

    /// All nodes, in the order of the text.
    pub fn nodes(self) -> impl Iterator<Item = NodeView<'w>> {
        self.nodes
            .iter()
            .map(move |node| NodeView { flow: self, node })
    }

    /// Position of the first start node.
    pub fn entry(self) -> Option<usize> {
        self.nodes
            .iter()
            .position(|node| node.kind == Some(NodeType::Start))
    }

    /// Bytes before the array of nodes.
    pub(crate) fn start(self) -> u32 {
        self.start
    }

    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub(crate) fn edges_of(self, node: &Node) -> &'w [Edge] {
        let first = usize::from(node.first_edge);
        let end = first.saturating_add(usize::from(node.edges));
        self.edges.get(first..end).unwrap_or_default()
    }

    /// The outcome that the API fills in because the node does not link it, and the edge whose target it takes.
    pub(crate) fn filled(self, node: &Node) -> Option<(&'static str, &'w Edge)> {
        let (name, from) = node
            .kind
            .filter(|_| node.marks.has(Marks::FILLED))?
            .filled()?;
        let mut edges = self.edges_of(node).iter();
        let edge = edges.find(|edge| edge.label.name().is(self.text, from))?;
        Some((name, edge))
    }

    /// Positions that edges of the node at `position` lead to.
    pub(crate) fn targets(self, position: usize) -> impl Iterator<Item = usize> + 'w {
        let edges = self.nodes.get(position).map(|node| self.edges_of(node));
        edges
            .unwrap_or_default()
            .iter()
            .filter(|edge| edge.target != NOWHERE)
            .map(|edge| usize::from(edge.target))
    }
}

impl<'w> NodeView<'w> {
    /// The author's name of the node.
    pub fn id(self) -> JsonStr<'w> {
        self.node.id.view(self.flow.text)
    }

    /// The type; `None` where it is unknown.
    pub fn node_type(self) -> Option<NodeType> {
        self.node.kind
    }

    /// What the avatar says or pursues.
    pub fn prompt(self) -> Option<JsonStr<'w>> {
        let prompt = self.node.prompt;
        (!prompt.is_none()).then(|| prompt.view(self.flow.text))
    }

    /// The whole object.
    pub fn span(self) -> Span {
        self.node.span
    }

    /// The outcome that the API fills in because the node does not link it, and the edge whose target it takes.
    pub fn filled(self) -> Option<(&'static str, EdgeView<'w>)> {
        let (name, edge) = self.flow.filled(self.node)?;
        Some((name, EdgeView::new(self.flow, edge)))
    }

    /// Ways out, in the order of the text.
    pub fn edges(self) -> impl Iterator<Item = EdgeView<'w>> {
        let flow = self.flow;
        flow.edges_of(self.node)
            .iter()
            .map(move |edge| EdgeView { flow, edge })
    }
}

impl<'w> EdgeView<'w> {
    pub(crate) fn new(flow: Flow<'w>, edge: &'w Edge) -> Self {
        Self { flow, edge }
    }

    /// When a listed outcome is taken, in plain words; `None` for every other edge.
    pub fn condition(self) -> Option<JsonStr<'w>> {
        let condition = self.edge.condition(self.flow.text);
        (!condition.is_none()).then(|| condition.view(self.flow.text))
    }

    /// Position of the target; `None` where it does not exist.
    pub fn target(self) -> Option<usize> {
        (self.edge.target != NOWHERE).then_some(usize::from(self.edge.target))
    }

    /// Whether the edge is named `outcome`: key of a map, id of a listed outcome, `outcome`, `default`, or `rules/` and
    /// the position of a comparison.
    pub fn is(self, outcome: &str) -> bool {
        match self.edge.label.position() {
            None => self.edge.label.name().is(self.flow.text, outcome),
            Some(position) => outcome
                .strip_prefix("rules/")
                .is_some_and(|digits| !digits.starts_with('+') && digits.parse() == Ok(position)),
        }
    }
}

impl fmt::Display for EdgeView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.edge.label.position() {
            None => self.edge.label.name().view(self.flow.text).fmt(f),
            Some(position) => write!(f, "rules/{position}"),
        }
    }
}
