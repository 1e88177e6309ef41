//! The shortest path that a clause forbids.
//!
//! A path is bad where it takes certain moves in a certain order: it is in layer 0 first, and a move may lift it to the
//! next layer (*advance*) or leave it in its own (*stay*); a bad path makes a last advance, or reaches one of the ends in
//! the last layer. So the search is a breadth-first search per layer. A layer starts with what the one below lifts to it,
//! in the order of length, and the two queues are merged, so that every layer is left in the order of length, too.
//!
//! Memory is five numbers and a flag per node, whatever the number of layers: the way back is found by searching the
//! lower layers again. Time: linear in the edges for one or two layers; `at-most` has `max` + 1 of them, and searches
//! half their square.

use super::clause::ClauseKind;
use super::trace::{Move, moves, moves_from};
use super::{ClauseView, ends};
use crate::graph::{Array, Facts};
use crate::model::NOWHERE;

const DISTANCE: Array = Array::Index;
/// The edge over which a node was entered.
const VIA: Array = Array::Parent;
/// Nodes entered from the same layer, not yet left.
const QUEUE: Array = Array::Stack;
/// Nodes in the order in which they were left, and the same of the layer below.
const ORDER: Array = Array::Low;
const BELOW: Array = Array::Cursor;
/// Distances of the layer below.
const BELOW_DISTANCE: Array = Array::Component;

/// The node is one of the ends.
const END: u8 = 1;
/// The node was entered from the layer below.
const LIFTED: u8 = 2;
/// The move over which it was entered is that of an outcome that the API fills in.
const FILLED: u8 = 4;
/// The node was left: its distance is final.
const LEFT: u8 = 8;

/// A bad path was found.
#[derive(Clone, Copy)]
struct Found {
    /// The node where it leaves the last layer, or ends.
    node: usize,
    /// The last advance.
    last: Option<Move>,
    moves: u32,
}

/// The shortest bad path: how many moves it has, each told to `tell` with its place, the last one first.
pub(super) fn search(
    facts: &mut Facts<'_>,
    clause: ClauseView<'_>,
    tell: &mut dyn FnMut(u32, Move),
) -> Result<Option<u32>, ends::Obstacle> {
    facts.scratch.flags.fill(0);
    if reaches_end(clause.kind()) {
        let flags = &mut *facts.scratch.flags;
        ends::each_end(clause, facts.flow, |position| {
            if let Some(flag) = flags.get_mut(position) {
                *flag = END;
            }
        })?;
    }
    let Some(entry) = facts.flow.entry() else {
        return Ok(None);
    };
    let mut search = Search {
        facts,
        clause,
        entry,
    };
    let Some(found) = search.climb(last_layer(clause)) else {
        return Ok(None);
    };
    search.descend(found, tell);
    Ok(Some(found.moves))
}

fn reaches_end(kind: ClauseKind) -> bool {
    matches!(kind, ClauseKind::Pass | ClauseKind::NeverJoins)
}

fn last_layer(clause: ClauseView<'_>) -> u16 {
    match clause.kind() {
        ClauseKind::Order | ClauseKind::NeverJoins => 1,
        ClauseKind::AtMost => clause.clause.max,
        ClauseKind::Pass | ClauseKind::Never | ClauseKind::PersonInEveryCycle => 0,
    }
}

struct Search<'s, 'w, 'p> {
    facts: &'s mut Facts<'w>,
    clause: ClauseView<'p>,
    entry: usize,
}

impl Search<'_, '_, '_> {
    /// Whether a path that takes the move stays in its layer.
    fn stays(&self, layer: u16, taken: Move) -> bool {
        match self.clause.kind() {
            ClauseKind::Pass => !self.is(taken, false),
            ClauseKind::NeverJoins if layer == 1 => !self.is(taken, true),
            _ => true,
        }
    }

    /// Whether a path that takes the move may go on in the next layer.
    fn advances(&self, layer: u16, taken: Move) -> bool {
        match self.clause.kind() {
            ClauseKind::Pass | ClauseKind::PersonInEveryCycle => false,
            ClauseKind::Never | ClauseKind::AtMost => self.is(taken, false),
            ClauseKind::Order => self.is(taken, layer == 0),
            ClauseKind::NeverJoins => layer == 0 && self.is(taken, false),
        }
    }

    /// Whether the move is one of the steps, or of those of `then` or `unless`.
    fn is(&self, taken: Move, others: bool) -> bool {
        let steps = if others {
            self.clause.others()
        } else {
            self.clause.steps()
        };
        let taken = taken.taken(self.facts.flow);
        taken.is_some_and(|taken| taken.is_one_of(steps, self.clause.policy.text))
    }

    /// Searches all layers up to `top`, whose distances and edges then stand in the arrays.
    fn climb(&mut self, top: u16) -> Option<Found> {
        let mut below = 0;
        let mut found = None;
        for layer in 0..=top {
            (below, found) = self.layer(layer, below);
        }
        found
    }

    /// Searches one layer; how many nodes of it were left, and the bad path, where this is the last layer.
    fn layer(&mut self, layer: u16, below: usize) -> (usize, Option<Found>) {
        let last = layer == last_layer(self.clause);
        for position in 0..self.facts.flow.len() {
            self.facts
                .put(BELOW_DISTANCE, position, self.facts.get(DISTANCE, position));
            self.facts.put(DISTANCE, position, NOWHERE);
            if let Some(flag) = self.facts.scratch.flags.get_mut(position) {
                *flag &= END;
            }
            if layer > 0 {
                self.facts
                    .put(BELOW, position, self.facts.get(ORDER, position));
            }
        }
        let (mut head, mut tail, mut left) = (0usize, 0usize, 0usize);
        let mut lifts = Lifts {
            below,
            node: 0,
            first: 0,
        };
        if layer == 0 {
            self.enter(self.entry, 0, None);
            self.facts.put(QUEUE, 0, short(self.entry));
            tail = 1;
        }
        loop {
            let queued = (head < tail).then(|| usize::from(self.facts.get(QUEUE, head)));
            let waiting = queued.map_or(NOWHERE, |node| self.facts.get(DISTANCE, node));
            let node = match self.next_lift(&mut lifts, layer) {
                // At the same distance a lift goes first: a path over it could be the shorter one to the next node. For
                // the same reason a lift may reach a node that stands in the queue already, one move farther.
                Some((taken, target, distance)) if distance <= waiting => {
                    self.enter(target, distance, Some((taken, true)));
                    target
                }
                _ => match queued {
                    Some(node) => {
                        head = head.saturating_add(1);
                        node
                    }
                    None => return (left, None),
                },
            };
            if self.flag(node) & LEFT != 0 {
                continue;
            }
            if let Some(flag) = self.facts.scratch.flags.get_mut(node) {
                *flag |= LEFT;
            }
            self.facts.put(ORDER, left, short(node));
            left = left.saturating_add(1);
            let distance = self.facts.get(DISTANCE, node);
            if last && self.flag(node) & END != 0 {
                return (
                    left,
                    Some(Found {
                        node,
                        last: None,
                        moves: u32::from(distance),
                    }),
                );
            }
            let flow = self.facts.flow;
            for taken in moves(flow, node) {
                let Some(target) = taken.target(flow) else {
                    continue;
                };
                if last && self.advances(layer, taken) {
                    let moves = u32::from(distance).saturating_add(1);
                    return (
                        left,
                        Some(Found {
                            node,
                            last: Some(taken),
                            moves,
                        }),
                    );
                }
                if self.facts.get(DISTANCE, target) == NOWHERE && self.stays(layer, taken) {
                    self.enter(target, longer(distance), Some((taken, false)));
                    self.facts.put(QUEUE, tail, short(target));
                    tail = tail.saturating_add(1);
                }
            }
        }
    }

    /// The next move that lifts a path into this layer, to a node that no shorter one was found to.
    fn next_lift(&mut self, lifts: &mut Lifts, layer: u16) -> Option<(Move, usize, u16)> {
        let below = layer.checked_sub(1)?;
        let flow = self.facts.flow;
        while lifts.node < lifts.below {
            let source = usize::from(self.facts.get(BELOW, lifts.node));
            let distance = longer(self.facts.get(BELOW_DISTANCE, source));
            for (number, taken) in moves_from(flow, source, lifts.first) {
                lifts.first = number;
                let target = taken.target(flow);
                let nearer = target.filter(|&target| self.facts.get(DISTANCE, target) > distance);
                if let Some(target) = nearer.filter(|_| self.advances(below, taken)) {
                    return Some((taken, target, distance));
                }
            }
            lifts.node = lifts.node.saturating_add(1);
            lifts.first = 0;
        }
        None
    }

    fn enter(&mut self, node: usize, distance: u16, over: Option<(Move, bool)>) {
        self.facts.put(DISTANCE, node, distance);
        self.facts
            .put(VIA, node, over.map_or(NOWHERE, |(taken, _)| taken.edge));
        let filled = over.is_some_and(|(taken, _)| taken.filled);
        let lifted = over.is_some_and(|(_, lifted)| lifted);
        if let Some(flag) = self.facts.scratch.flags.get_mut(node) {
            *flag =
                (*flag & END) | if filled { FILLED } else { 0 } | if lifted { LIFTED } else { 0 };
        }
    }

    fn flag(&self, node: usize) -> u8 {
        self.facts.scratch.flags.get(node).copied().unwrap_or(0)
    }

    /// Tells the moves of the path that was found, from its last one.
    fn descend(&mut self, found: Found, tell: &mut dyn FnMut(u32, Move)) {
        let mut layer = last_layer(self.clause);
        let (mut node, mut left) = (found.node, found.moves);
        if let Some(last) = found.last {
            left = left.saturating_sub(1);
            tell(left, last);
        }
        while left > 0 {
            let flag = self.flag(node);
            let taken = Move {
                edge: self.facts.get(VIA, node),
                filled: flag & FILLED != 0,
            };
            let Some(source) = taken.source(self.facts.flow) else {
                return;
            };
            left = left.saturating_sub(1);
            tell(left, taken);
            node = source;
            if flag & LIFTED != 0 {
                layer = layer.saturating_sub(1);
                self.climb(layer);
            }
        }
    }
}

/// How far the moves out of the layer below were looked at.
struct Lifts {
    /// Nodes of the layer below.
    below: usize,
    node: usize,
    /// Number of the first of its moves that is still to be looked at.
    first: usize,
}

fn short(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(NOWHERE)
}

/// One move more. Walks of 65,534 moves and more count as equally long: only a workspace of thousands of nodes has any.
fn longer(distance: u16) -> u16 {
    distance.saturating_add(1).min(NOWHERE.saturating_sub(1))
}
