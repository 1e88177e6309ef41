//! Every capacity of this crate: its unit, its reason and what happens beyond it.

/// Open brackets at one point of the text.
///
/// A flow needs seven (a `ref` operand inside `awaitExternal` inside a create-session body); 64 fit one machine word, in
/// which the kinds of the open brackets are kept. Beyond it: finding `too-deep`.
pub const MAX_DEPTH: u32 = 64;

/// Bytes of a text: places are kept as 31 bits. Beyond it: finding `capacity-exceeded`.
pub const MAX_TEXT_BYTES: usize = 0x7FFF_FFFF;

/// Nodes and edges of the largest workspace: positions are kept as 16 bits, and one value means "none".
pub const MAX_POSITIONS: usize = 0xFFFE;

/// Nodes and edges of preset [`Small`](crate::Small): every published recipe fits twice.
pub const SMALL: (usize, usize) = (16, 64);

/// Nodes and edges of preset [`Gateway`](crate::Gateway): a flow of 64 steps on a device with 16 KB of RAM, and as many edges
/// as half of that holds beside them.
pub const GATEWAY: (usize, usize) = (64, 220);

/// Nodes and edges of preset [`Server`](crate::Server): far beyond what a person can draw.
pub const SERVER: (usize, usize) = (1024, 8192);

/// Node ids named in the message about a path: the first and the last ones; the rest is counted.
pub const PATH_NODES: usize = 6;

/// Targets that do not exist and are compared with the ids of all nodes for a suggestion; a typing slip is repeated a few
/// times. Beyond it: the finding without a suggestion.
pub const SUGGESTED_TARGETS: usize = 64;

/// Steps that searches between single nodes may take for each node and edge of a flow; a flow of a few hundred steps takes
/// fewer than ten. Beyond it: rules that need another search are silent, and a correction that needs one is not certain.
pub const SEARCH_STEPS: usize = 64;

/// Conditions before it that a condition of the same node is compared with; people hardly tell eight apart. Beyond it: a
/// condition may be repeated unseen.
pub const CONDITIONS_COMPARED: usize = 32;

/// Characters of a name that did-you-mean compares; longer names get no suggestion.
pub const SUGGEST_CHARS: usize = 40;

/// Clauses of a policy, and its steps and ends: the defaults of [`Policy`](crate::policy::Policy). Four presets fit.
/// Beyond it: an error of the policy with the limit.
pub const POLICY: (usize, usize) = (24, 64);

/// Largest `max` of a clause `at-most`: the search goes over the flow once per time that is allowed.
pub const POLICY_MAX: u16 = 16;

/// Members of a node, and of the objects inside each other in it, that the fingerprint sorts. A node has a dozen. Beyond
/// it: the flow has no fingerprint.
pub const FINGERPRINT_MEMBERS: usize = 128;

/// A capacity that a finding names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Nodes of the workspace.
    Nodes,
    /// Edges of the workspace.
    Edges,
    /// Bytes of the text.
    TextBytes,
}

impl Limit {
    /// The unit, in the plural.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Nodes => "nodes",
            Self::Edges => "edges",
            Self::TextBytes => "bytes",
        }
    }
}
