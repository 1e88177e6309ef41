//! The memory of a validation: fixed, reusable, and known before the program runs.

use heapless::{Vec, VecView};

use super::{Edge, Flow, Node};
use crate::limits::{GATEWAY, MAX_POSITIONS, SERVER, SMALL};

/// Room for flows of up to 16 nodes and 64 edges.
pub type Small = Workspace<{ SMALL.0 }, { SMALL.1 }>;
/// Room for flows of up to 64 nodes and 256 edges.
pub type Gateway = Workspace<{ GATEWAY.0 }, { GATEWAY.1 }>;
/// Room for flows of up to 1024 nodes and 8192 edges. Keep it off small stacks: it takes a quarter of a megabyte.
pub type Server = Workspace<{ SERVER.0 }, { SERVER.1 }>;

/// Room for flows of up to `NODES` nodes and `EDGES` edges.
#[derive(Debug)]
pub struct Workspace<const NODES: usize, const EDGES: usize> {
    nodes: Vec<Node, NODES>,
    edges: Vec<Edge, EDGES>,
    numbers: [[u16; NODES]; 6],
    flags: [u8; NODES],
}

/// A workspace without its capacities, so that code is not copied per capacity.
pub(crate) struct Parts<'w> {
    pub(crate) nodes: &'w mut VecView<Node>,
    pub(crate) edges: &'w mut VecView<Edge>,
    pub(crate) scratch: Scratch<'w>,
}

/// Arrays with one cell per node, for whoever needs them next.
pub(crate) struct Scratch<'w> {
    pub(crate) numbers: [&'w mut [u16]; 6],
    pub(crate) flags: &'w mut [u8],
}

impl Scratch<'_> {
    pub(crate) fn reborrow(&mut self) -> Scratch<'_> {
        Scratch {
            numbers: self.numbers.each_mut().map(|array| &mut **array),
            flags: &mut *self.flags,
        }
    }
}

impl<const NODES: usize, const EDGES: usize> Workspace<NODES, EDGES> {
    const FITS: () = assert!(
        NODES > 0 && NODES <= MAX_POSITIONS && EDGES <= MAX_POSITIONS,
        "positions are kept as 16 bits, and one value means none"
    );

    /// Empty room.
    pub const fn new() -> Self {
        const { Self::FITS };
        Self {
            nodes: Vec::new(),
            edges: Vec::new(),
            numbers: [[0; NODES]; 6],
            flags: [0; NODES],
        }
    }

    pub(crate) fn parts(&mut self) -> Parts<'_> {
        Parts {
            nodes: self.nodes.as_mut_view(),
            edges: self.edges.as_mut_view(),
            scratch: Scratch {
                numbers: self.numbers.each_mut().map(<[u16; NODES]>::as_mut_slice),
                flags: &mut self.flags,
            },
        }
    }

    pub(crate) fn flow<'w>(&'w self, text: &'w str, start: u32) -> Flow<'w> {
        Flow {
            text,
            start,
            nodes: &self.nodes,
            edges: &self.edges,
        }
    }
}

impl<const NODES: usize, const EDGES: usize> Default for Workspace<NODES, EDGES> {
    fn default() -> Self {
        Self::new()
    }
}
