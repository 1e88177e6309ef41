//! `person-in-every-cycle`: the shortest path that comes back to a node while nobody does anything.
//!
//! Only moves that need nobody are looked at, from the nodes that the start reaches. Taking away every node that none of
//! them enters, again and again (Kahn), leaves nothing exactly where there is no such cycle: this takes linear time, and
//! is all where the clause is proved. Else the shortest round is searched from each node that is left, nearest to the
//! start first, and no further than what was found already.

use super::trace::{Move, moves};
use crate::graph::{Array, Facts};
use crate::model::NOWHERE;

/// Distances from the start, the moves over which nodes were entered, and nodes in the order of their distance.
const DISTANCE: Array = Array::Index;
const VIA: Array = Array::Parent;
const ORDER: Array = Array::Stack;
/// The same within one round. The moves stand where the entering moves were counted before.
const ROUND: Array = Array::Low;
const ROUND_ORDER: Array = Array::Cursor;
const ROUND_VIA: Array = Array::Component;
const ENTERING: Array = Array::Component;

/// The node lies on a cycle, or behind one.
const LEFT: u8 = 1;
/// The move over which it was entered is that of an outcome that the API fills in.
const FILLED: u8 = 2;
/// The same within one round.
const ROUND_FILLED: u8 = 4;

/// As [`search`](super::search::search), for the one clause that is about cycles: the path ends where it was before.
pub(super) fn search(facts: &mut Facts<'_>, tell: &mut dyn FnMut(u32, Move)) -> Option<u32> {
    let entry = facts.flow.entry()?;
    facts.scratch.flags.fill(0);
    let reached = reach(facts, entry);
    if peel(facts, reached) == 0 {
        return None;
    }
    let mut best: Option<(usize, u32)> = None;
    for slot in 0..reached {
        let node = at(facts, ORDER, slot);
        let stem = u32::from(facts.get(DISTANCE, node));
        let shortest = best.map_or(u32::MAX, |(_, moves)| moves);
        if stem.saturating_add(1) >= shortest {
            break;
        }
        if facts
            .scratch
            .flags
            .get(node)
            .is_some_and(|flag| flag & LEFT != 0)
        {
            let room = shortest.saturating_sub(stem);
            if let Some(moves) = round(facts, node, room, &mut |_, _| ()) {
                best = Some((node, stem.saturating_add(moves)));
            }
        }
    }
    let (node, moves) = best?;
    let stem = u32::from(facts.get(DISTANCE, node));
    round(facts, node, u32::MAX, &mut |place, taken| {
        tell(stem.saturating_add(place), taken);
    });
    walk_back(facts, node, stem, (VIA, FILLED), tell);
    Some(moves)
}

fn at(facts: &Facts<'_>, array: Array, slot: usize) -> usize {
    usize::from(facts.get(array, slot))
}

/// Distances from the start; how many nodes it reaches.
fn reach(facts: &mut Facts<'_>, entry: usize) -> usize {
    clear(facts, DISTANCE, NOWHERE);
    facts.put(DISTANCE, entry, 0);
    facts.put(ORDER, 0, short(entry));
    let (mut head, mut tail) = (0usize, 1usize);
    while head < tail {
        let node = at(facts, ORDER, head);
        head = head.saturating_add(1);
        for taken in moves(facts.flow, node) {
            tail = tail.saturating_add(enter(
                facts,
                node,
                taken,
                (DISTANCE, VIA, FILLED, ORDER),
                tail,
            ));
        }
    }
    tail
}

/// Enters the target of a move, unless it was entered before; how many nodes that makes.
fn enter(
    facts: &mut Facts<'_>,
    node: usize,
    taken: Move,
    (distance, via, filled, order): (Array, Array, u8, Array),
    tail: usize,
) -> usize {
    let target = taken.target(facts.flow);
    let Some(target) = target.filter(|&target| facts.get(distance, target) == NOWHERE) else {
        return 0;
    };
    let longer = facts
        .get(distance, node)
        .saturating_add(1)
        .min(NOWHERE.saturating_sub(1));
    facts.put(distance, target, longer);
    facts.put(via, target, taken.edge);
    facts.put(order, tail, short(target));
    if let Some(flag) = facts.scratch.flags.get_mut(target) {
        *flag = (*flag & !filled) | if taken.filled { filled } else { 0 };
    }
    1
}

/// Marks the nodes on cycles of unattended moves and behind them; how many there are.
fn peel(facts: &mut Facts<'_>, reached: usize) -> usize {
    clear(facts, ENTERING, 0);
    for slot in 0..reached {
        for target in unattended(facts, at(facts, ORDER, slot)) {
            facts.put(
                ENTERING,
                target,
                facts.get(ENTERING, target).saturating_add(1),
            );
        }
    }
    let mut tail = 0usize;
    for slot in 0..reached {
        let node = at(facts, ORDER, slot);
        if facts.get(ENTERING, node) == 0 {
            facts.put(ROUND_ORDER, tail, short(node));
            tail = tail.saturating_add(1);
        } else if let Some(flag) = facts.scratch.flags.get_mut(node) {
            *flag |= LEFT;
        }
    }
    let mut head = 0usize;
    while head < tail {
        let node = at(facts, ROUND_ORDER, head);
        head = head.saturating_add(1);
        for target in unattended(facts, node) {
            let others = facts.get(ENTERING, target).saturating_sub(1);
            facts.put(ENTERING, target, others);
            if others == 0 {
                if let Some(flag) = facts.scratch.flags.get_mut(target) {
                    *flag &= !LEFT;
                }
                facts.put(ROUND_ORDER, tail, short(target));
                tail = tail.saturating_add(1);
            }
        }
    }
    reached.saturating_sub(tail)
}

/// The shortest round from a node to itself with less than `room` moves; they are told last first.
fn round(
    facts: &mut Facts<'_>,
    start: usize,
    room: u32,
    tell: &mut dyn FnMut(u32, Move),
) -> Option<u32> {
    clear(facts, ROUND, NOWHERE);
    facts.put(ROUND, start, 0);
    facts.put(ROUND_ORDER, 0, short(start));
    let (mut head, mut tail) = (0usize, 1usize);
    while head < tail {
        let node = at(facts, ROUND_ORDER, head);
        head = head.saturating_add(1);
        let made = u32::from(facts.get(ROUND, node));
        if made.saturating_add(1) >= room {
            return None;
        }
        for taken in moves(facts.flow, node) {
            if !is_unattended(facts, taken) {
                continue;
            }
            if taken.target(facts.flow) == Some(start) {
                tell(made, taken);
                walk_back(facts, node, made, (ROUND_VIA, ROUND_FILLED), tell);
                return Some(made.saturating_add(1));
            }
            let arrays = (ROUND, ROUND_VIA, ROUND_FILLED, ROUND_ORDER);
            tail = tail.saturating_add(enter(facts, node, taken, arrays, tail));
        }
    }
    None
}

/// Tells the `count` moves that lead to a node, the last one first.
fn walk_back(
    facts: &Facts<'_>,
    mut node: usize,
    count: u32,
    (via, filled): (Array, u8),
    tell: &mut dyn FnMut(u32, Move),
) {
    for place in (0..count).rev() {
        let flag = facts.scratch.flags.get(node).copied().unwrap_or(0);
        let taken = Move {
            edge: facts.get(via, node),
            filled: flag & filled != 0,
        };
        tell(place, taken);
        let Some(source) = taken.source(facts.flow) else {
            return;
        };
        node = source;
    }
}

fn is_unattended(facts: &Facts<'_>, taken: Move) -> bool {
    taken
        .taken(facts.flow)
        .is_some_and(super::clause::Taken::is_unattended)
}

/// Targets of the moves out of a node that need nobody.
fn unattended<'w>(facts: &Facts<'w>, node: usize) -> impl Iterator<Item = usize> + use<'w> {
    let flow = facts.flow;
    let unattended = move |taken: &Move| {
        taken
            .taken(flow)
            .is_some_and(super::clause::Taken::is_unattended)
    };
    moves(flow, node)
        .filter(unattended)
        .filter_map(move |taken| taken.target(flow))
}

fn clear(facts: &mut Facts<'_>, array: Array, value: u16) {
    for position in 0..facts.flow.len() {
        facts.put(array, position, value);
    }
}

fn short(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(NOWHERE)
}
