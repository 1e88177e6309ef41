//! The memory of a validation: fixed, reusable, and known before the program runs.

use heapless::{Vec, VecView};

use super::{Edge, Node};
use crate::limits::{GATEWAY, MAX_POSITIONS, SERVER, SMALL};

/// Room for flows of up to 16 nodes and 64 edges.
pub type Small = Workspace<{ SMALL.0 }, { SMALL.1 }>;
/// Room for flows of up to 64 nodes and 220 edges, in 8 KiB.
pub type Gateway = Workspace<{ GATEWAY.0 }, { GATEWAY.1 }>;
/// Room for flows of up to 1024 nodes and 8192 edges. Keep it off small stacks: it takes a quarter of a megabyte.
pub type Server = Workspace<{ SERVER.0 }, { SERVER.1 }>;

const _: () = assert!(
    size_of::<Gateway>() <= 8 * 1024,
    "the gateway preset takes half of 16 KiB"
);

/// Room for flows of up to `NODES` nodes and `EDGES` edges.
#[derive(Debug)]
pub struct Workspace<const NODES: usize, const EDGES: usize> {
    nodes: Vec<Node, NODES>,
    edges: Vec<Edge, EDGES>,
    cells: [Cell; NODES],
    flags: [u8; NODES],
}

/// A workspace without its capacities, so that code is not copied per capacity.
pub(crate) struct Parts<'w> {
    pub(crate) nodes: &'w mut VecView<Node>,
    pub(crate) edges: &'w mut VecView<Edge>,
    pub(crate) scratch: Scratch<'w>,
}

/// Numbers beside a node, for whoever needs them next: 12 bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub(crate) component: u16,
    pub(crate) index: u16,
    pub(crate) low: u16,
    pub(crate) stack: u16,
    pub(crate) parent: u16,
    pub(crate) cursor: u16,
}

impl Cell {
    const EMPTY: Self = Self {
        component: 0,
        index: 0,
        low: 0,
        stack: 0,
        parent: 0,
        cursor: 0,
    };
}

/// Arrays with one cell per node, for whoever needs them next.
pub(crate) struct Scratch<'w> {
    pub(crate) cells: &'w mut [Cell],
    pub(crate) flags: &'w mut [u8],
}

impl Scratch<'_> {
    pub(crate) fn reborrow(&mut self) -> Scratch<'_> {
        Scratch {
            cells: &mut *self.cells,
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
            cells: [Cell::EMPTY; NODES],
            flags: [0; NODES],
        }
    }

    pub(crate) fn parts(&mut self) -> Parts<'_> {
        Parts {
            nodes: self.nodes.as_mut_view(),
            edges: self.edges.as_mut_view(),
            scratch: Scratch {
                cells: &mut self.cells,
                flags: &mut self.flags,
            },
        }
    }
}

impl<const NODES: usize, const EDGES: usize> Default for Workspace<NODES, EDGES> {
    fn default() -> Self {
        Self::new()
    }
}
