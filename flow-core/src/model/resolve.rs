//! References: ids to positions, through chains of equal hashes.

use super::{Marks, NOWHERE, Node, Parts};
use crate::diagnostic::Sink;
use crate::json::StrRef;
use crate::rules;

/// Gives every edge the position of its target; reports repeated ids and targets that do not exist.
pub(crate) fn resolve(text: &str, parts: &mut Parts<'_>, sink: &mut Sink<'_>) {
    let [heads, ..] = &mut parts.scratch.numbers;
    let nodes = &mut *parts.nodes;
    let buckets = nodes.len().next_power_of_two().min(heads.len());
    let heads = heads.get_mut(..buckets).unwrap_or_default();
    heads.fill(NOWHERE);
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
        let bucket = bucket(text, id, heads.len());
        if let (Some(head), Some(node)) = (heads.get_mut(bucket), nodes.get_mut(position)) {
            node.next = *head;
            *head = u16::try_from(position).unwrap_or(NOWHERE);
        }
    }
    for edge in parts.edges.iter_mut() {
        if let Some(target) = find(text, nodes, heads, edge.target_id) {
            edge.target = target;
            continue;
        }
        sink.emit(rules::dangling_target::found(edge.target_id, nodes, text));
        if let Some(node) = nodes.get_mut(usize::from(edge.source)) {
            node.marks.set(Marks::INCOMPLETE);
        }
    }
}

/// The upper bits of the hash, which are its good ones, scaled to the number of buckets without a division.
fn bucket(text: &str, id: StrRef, buckets: usize) -> usize {
    let scaled = u64::from(id.hash(text)).wrapping_mul(buckets as u64) >> 32;
    usize::try_from(scaled).unwrap_or(0)
}

fn find(text: &str, nodes: &[Node], heads: &[u16], id: StrRef) -> Option<u16> {
    let mut position = heads.get(bucket(text, id, heads.len())).copied()?;
    while let Some(node) = nodes.get(usize::from(position)) {
        if node.id.equals(id, text) {
            return Some(position);
        }
        position = node.next;
    }
    None
}
