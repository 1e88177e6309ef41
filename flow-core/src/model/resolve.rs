//! References: ids to positions, through chains of equal hashes.

use super::workspace::Cell;
use super::{Marks, NOWHERE, Node, Parts};
use crate::diagnostic::Sink;
use crate::json::StrRef;
use crate::limits::SUGGESTED_TARGETS;
use crate::rules;

/// Gives every edge the position of its target; reports repeated ids and targets that do not exist.
pub(crate) fn resolve(text: &str, parts: &mut Parts<'_>, sink: &mut Sink<'_>) {
    let nodes = &mut *parts.nodes;
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
        let bucket = bucket(text, id, heads.len());
        if find(text, nodes, heads, bucket, id).is_some() {
            sink.emit(rules::duplicate_id::found(id));
            if let Some(node) = nodes.get_mut(position) {
                node.marks.set(Marks::DUPLICATE);
            }
            continue;
        }
        if let (Some(head), Some(node)) = (heads.get_mut(bucket), nodes.get_mut(position)) {
            node.next = head.index;
            head.index = u16::try_from(position).unwrap_or(NOWHERE);
        }
    }
    let mut dangling = 0;
    for edge in parts.edges.iter_mut() {
        let bucket = bucket(text, edge.target_id, heads.len());
        if let Some(target) = find(text, nodes, heads, bucket, edge.target_id) {
            edge.target = target;
            continue;
        }
        dangling += 1;
        let known = if dangling <= SUGGESTED_TARGETS {
            nodes.as_slice()
        } else {
            &[]
        };
        sink.emit(rules::dangling_target::found(edge.target_id, known, text));
        if let Some(node) = nodes.get_mut(usize::from(edge.source)) {
            node.marks.set(Marks::INCOMPLETE);
        }
    }
}

/// The upper bits of the hash, which are its good ones, scaled to the number of buckets without a division.
#[inline]
fn bucket(text: &str, id: StrRef, buckets: usize) -> usize {
    let scaled = u64::from(id.hash(text)).wrapping_mul(buckets as u64) >> 32;
    usize::try_from(scaled).unwrap_or(0)
}

/// Position of the node with this id, which falls into this bucket.
#[cfg_attr(
    not(target_pointer_width = "32"),
    expect(
        clippy::inline_always,
        reason = "a call costs as much as comparing an id"
    ),
    inline(always)
)]
fn find(text: &str, nodes: &[Node], heads: &[Cell], bucket: usize, id: StrRef) -> Option<u16> {
    let mut position = heads.get(bucket)?.index;
    while let Some(node) = nodes.get(usize::from(position)) {
        if node.id.equals(id, text) {
            return Some(position);
        }
        position = node.next;
    }
    None
}
