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
    /// The bits of the fields whose absence means something.
    pub(super) asked: u32,
    /// Value of the member that decides which others are needed.
    pub(super) choice: Option<&'static str>,
    pub(super) start: u32,
    pub(super) first: bool,
    /// Elements read so far.
    pub(super) count: u16,
    /// Edges read before.
    pub(super) edges: u16,
}

/// The edge that an element describes, as far as it was read. Such elements do not lie in each other.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) label: StrRef,
    pub(super) condition: u32,
    pub(super) target: StrRef,
}

impl Draft {
    pub(super) const NONE: Self = Self {
        label: StrRef::NONE,
        condition: 0,
        target: StrRef::NONE,
    };
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    // Lists first, so that one comparison tells them from objects.
    Flow,
    List,
    Branches,
    Comparisons,
    Node,
    Object,
    Outcomes,
    Branch,
    Comparison,
}

impl Frame {
    /// The frame of the array or object that starts at `start`, with room for `edges` edges behind it.
    pub(super) const fn new(
        shape: Shape,
        fields: &'static [Field],
        start: u32,
        edges: u16,
    ) -> Self {
        Self {
            shape,
            fields,
            seen: 0,
            asked: u32::MAX,
            choice: None,
            start,
            first: true,
            count: 0,
            edges,
        }
    }

    /// Takes what another frame holds.
    ///
    /// A call on small targets: only then it is plain that both never overlap, and no copy for places that do, which takes
    /// 700 bytes of flash, is linked.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub(super) fn set(&mut self, other: &Self) {
        *self = *other;
    }

    /// What [`set`](Self::set) takes, for a place that is not known yet.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline)]
    pub(super) fn copy(&self) -> Self {
        *self
    }

    /// The fields that were not seen and are asked for.
    pub(super) fn absent(&self) -> impl Iterator<Item = &'static Field> + use<> {
        let fields = self.fields;
        let mut absent = self.asked & !self.seen;
        core::iter::from_fn(move || {
            let field = fields.get(absent.trailing_zeros() as usize)?;
            absent &= absent.wrapping_sub(1);
            Some(field)
        })
    }
}

impl Shape {
    /// Whether elements are read here, not members.
    pub(super) const fn is_list(self) -> bool {
        matches!(
            self,
            Self::Flow | Self::List | Self::Branches | Self::Comparisons
        )
    }
}

/// Bits beside those of the fields: the look ahead for the type was made.
pub(super) const LOOKED: u32 = 1 << 29;
/// The member `id` of a node was seen.
pub(super) const SEEN_ID: u32 = 1 << 30;
/// The member `type` of a node was seen.
pub(super) const SEEN_TYPE: u32 = 1 << 31;
