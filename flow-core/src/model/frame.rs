//! Arrays and objects that are being read: one frame each, on a stack of known size.

use crate::json::StrRef;
use crate::schema::Field;

/// Open brackets between the flow array and the innermost value that the schema knows: the flow, a node,
/// `awaitExternal`, `request`, `vars`, its element, `value`.
pub(crate) const MAX_FRAMES: usize = 7;

/// An array or object that is being read.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) shape: Shape,
    /// Members that the schema knows here; for a list, those of its elements.
    pub(super) fields: &'static [Field],
    /// One bit per field: seen, or claimed by a misspelt member.
    pub(super) seen: u32,
    /// Value of the member that decides which others are needed.
    pub(super) choice: Option<&'static str>,
    pub(super) start: u32,
    pub(super) first: bool,
    /// Elements read so far.
    pub(super) count: u16,
    /// Edges read before.
    pub(super) edges: u16,
    /// Name, condition and target of the edge that an element describes.
    pub(super) label: StrRef,
    pub(super) condition: u32,
    pub(super) target: StrRef,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Flow,
    Node,
    Object,
    Outcomes,
    List,
    Branches,
    Branch,
    Comparisons,
    Comparison,
}

/// Bits beside those of the fields: the look ahead for the type was made.
pub(super) const LOOKED: u32 = 1 << 29;
/// The member `id` of a node was seen.
pub(super) const SEEN_ID: u32 = 1 << 30;
/// The member `type` of a node was seen.
pub(super) const SEEN_TYPE: u32 = 1 << 31;
