//! References: ids to positions, through chains of equal hashes.

use super::workspace::Cell;
use super::{Edge, Marks, NOWHERE, Node, Parts};
use crate::diagnostic::Sink;
use crate::json::{StrRef, hash_plain};
use crate::limits::SUGGESTED_TARGETS;
use crate::rules;

/// Gives every edge the position of its target; reports repeated ids and targets that do not exist.
pub(crate) fn resolve(text: &str, parts: &mut Parts<'_>, sink: &mut Sink<'_>) {
    let nodes = parts.nodes.as_mut_slice();
    let cells = &mut *parts.scratch.cells;
    let buckets = nodes.len().next_power_of_two().min(cells.len());
    let heads = cells.get_mut(..buckets).unwrap_or_default();
    for head in heads.iter_mut() {
        head.index = NOWHERE;
    }
    for position in 0..nodes.len() {
        let Some(id) = nodes.get(position).map(|node| node.id) else {
            break;
        };
        if id.is_none() {
            continue;
        }
        if find(text, nodes, heads, id).is_some() {
            sink.emit(rules::duplicate_id::found(id));
            if let Some(node) = nodes.get_mut(position) {
                node.marks.set(Marks::DUPLICATE);
            }
            continue;
        }
        let bucket = bucket(id.hash(text), heads.len());
        if let (Some(head), Some(node)) = (heads.get_mut(bucket), nodes.get_mut(position)) {
            node.next = head.index;
            head.index = u16::try_from(position).unwrap_or(NOWHERE);
        }
    }
    let mut dangling = 0;
    for edge in parts.edges.iter_mut() {
        match find(text, nodes, heads, edge.target_id) {
            Some(target) => edge.target = target,
            None => dangles(text, nodes, edge, &mut dangling, sink),
        }
    }
}

/// Reports an edge without target, with a suggestion as long as there were few of them.
#[cold]
#[inline(never)]
fn dangles(text: &str, nodes: &mut [Node], edge: &Edge, dangling: &mut usize, sink: &mut Sink<'_>) {
    *dangling = dangling.saturating_add(1);
    let known = if *dangling <= SUGGESTED_TARGETS {
        &*nodes
    } else {
        &[]
    };
    sink.emit(rules::dangling_target::found(edge.target_id, known, text));
    if let Some(node) = nodes.get_mut(usize::from(edge.source)) {
        node.marks.set(Marks::INCOMPLETE);
    }
}

/// Position of the node with this id.
#[cfg_attr(
    not(target_pointer_width = "32"),
    expect(
        clippy::inline_always,
        reason = "a call costs as much as comparing an id"
    ),
    inline(always)
)]
fn find(text: &str, nodes: &[Node], heads: &[Cell], id: StrRef) -> Option<u16> {
    // On a 32-bit target one way takes less flash than two.
    match id.plain(text) {
        Some(plain) if !cfg!(target_pointer_width = "32") => {
            let bucket = bucket(hash_plain(plain), heads.len());
            let is = |node: &Node| node.id.equals_plain(plain, id, text);
            first(nodes, heads, bucket, is)
        }
        _ => find_decoded(text, nodes, heads, id),
    }
}

#[cfg_attr(not(target_pointer_width = "32"), cold)]
#[inline(never)]
fn find_decoded(text: &str, nodes: &[Node], heads: &[Cell], id: StrRef) -> Option<u16> {
    let bucket = bucket(id.hash(text), heads.len());
    let is = |node: &Node| node.id.equals(id, text);
    first(nodes, heads, bucket, is)
}

/// The upper bits of a hash, which are its good ones, scaled to the number of buckets without a division.
#[inline]
fn bucket(hash: u32, buckets: usize) -> usize {
    let scaled = u64::from(hash).wrapping_mul(buckets as u64) >> 32;
    usize::try_from(scaled).unwrap_or(0)
}

/// Position of the first node of a bucket that `is` the one.
#[cfg_attr(
    not(target_pointer_width = "32"),
    expect(
        clippy::inline_always,
        reason = "a call costs as much as comparing an id"
    ),
    inline(always)
)]
fn first(nodes: &[Node], heads: &[Cell], bucket: usize, is: impl Fn(&Node) -> bool) -> Option<u16> {
    let mut position = heads.get(bucket)?.index;
    while let Some(node) = nodes.get(usize::from(position)) {
        if is(node) {
            return Some(position);
        }
        position = node.next;
    }
    None
}
