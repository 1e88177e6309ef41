//! A flow with the memory to prove things about it.

#[cfg(feature = "fingerprint")]
use core::cmp::Ordering;

use super::trace::Move;
use super::{ClauseKind, ClauseView, Obstacle, PolicyView, cycle, search};
use crate::diagnostic::{Detail, Finding, Path, Report, Sink};
use crate::graph::Facts;
use crate::limits::PATH_NODES;
#[cfg(feature = "fingerprint")]
use crate::model::{Cell, NodeView};
use crate::model::{Flow, NOWHERE, Scratch};
use crate::rules::Rule;
use crate::span::Span;

/// A flow that can be walked, and the arrays of its workspace; see [`prover`](crate::prover).
pub struct Prover<'w> {
    facts: Facts<'w>,
}

/// What became of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds on every path.
    Proved,
    /// A path breaks it; no shorter one does.
    Refuted {
        /// Moves of the path, however many of them found room.
        moves: u32,
    },
    /// The policy does not fit the flow.
    Undecided(Obstacle),
}

impl<'w> Prover<'w> {
    pub(crate) fn new(flow: Flow<'w>, scratch: Scratch<'w>) -> Self {
        Self {
            facts: Facts::bare(flow, scratch),
        }
    }

    /// The flow.
    pub fn flow(&self) -> Flow<'w> {
        self.facts.flow
    }

    /// The nodes in another order than that of the text.
    #[cfg(feature = "fingerprint")]
    pub(crate) fn sort_nodes(
        &mut self,
        order: impl Fn(NodeView<'w>, NodeView<'w>) -> Ordering,
    ) -> impl Iterator<Item = NodeView<'w>> {
        let flow = self.facts.flow;
        let cells = self
            .facts
            .scratch
            .cells
            .get_mut(..flow.len())
            .unwrap_or_default();
        for (position, cell) in (0..).zip(cells.iter_mut()) {
            cell.stack = position;
        }
        let node = move |cell: &Cell| flow.node(usize::from(cell.stack));
        cells.sort_unstable_by(|one, other| match (node(one), node(other)) {
            (Some(one), Some(other)) => order(one, other),
            _ => Ordering::Equal,
        });
        cells.iter().filter_map(node)
    }

    /// Proves a clause, or refutes it by a shortest path, whose first moves go into `path`.
    ///
    /// The path starts at the start node. It ends with the move that breaks the clause; for `pass` and `never-joins`,
    /// with the move into one of the ends; for `person-in-every-cycle`, with the move back to a node that it was at.
    pub fn prove(&mut self, clause: ClauseView<'_>, path: &mut [Move]) -> Verdict {
        self.settle(clause, &mut |place, taken| {
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            if let Some(cell) = path.get_mut(place) {
                *cell = taken;
            }
        })
    }

    /// As [`prove`](Self::prove); each move of the path is told with its place, the last one first.
    pub(crate) fn settle(
        &mut self,
        clause: ClauseView<'_>,
        tell: &mut dyn FnMut(u32, Move),
    ) -> Verdict {
        let found = if clause.kind() == ClauseKind::PersonInEveryCycle {
            Ok(cycle::search(&mut self.facts, tell))
        } else {
            search::search(&mut self.facts, clause, tell)
        };
        match found {
            Ok(None) => Verdict::Proved,
            Ok(Some(moves)) => Verdict::Refuted { moves },
            Err(obstacle) => Verdict::Undecided(obstacle),
        }
    }

    /// Adds a finding to `report` for every clause that is not proved (F6), by the options of the validation that filled the report; whether all are.
    pub fn check<const N: usize>(
        &mut self,
        policy: PolicyView<'_>,
        report: &mut Report<N>,
    ) -> bool {
        self.report(policy, &mut report.sink())
    }

    fn report(&mut self, policy: PolicyView<'_>, sink: &mut Sink<'_>) -> bool {
        let mut all = true;
        for clause in policy.clauses() {
            let finding = self.finding(clause);
            all &= finding.is_none();
            if let Some(finding) = finding {
                sink.emit(finding);
            }
        }
        all
    }

    /// What [`check`](Self::check) says of a clause; nothing where it is proved.
    pub fn finding(&mut self, clause: ClauseView<'_>) -> Option<Finding> {
        let flow = self.facts.flow;
        let mut shown = Shown::default();
        match self.settle(clause, &mut |place, taken| shown.tell(flow, place, taken)) {
            Verdict::Proved => None,
            Verdict::Refuted { .. } => {
                let rule = clause.kind().spec().rule;
                Some(Finding::new(
                    rule,
                    shown.place(flow),
                    Detail::path(|| shown.path),
                ))
            }
            Verdict::Undecided(_) => {
                let start = Span {
                    offset: flow.start(),
                    len: 1,
                };
                Some(Finding::new(Rule::PolicyDoesNotFit, start, Detail::None))
            }
        }
    }
}

/// A path as a finding names it.
struct Shown {
    path: Path,
    last: Option<Move>,
}

impl Default for Shown {
    fn default() -> Self {
        let path = Path {
            nodes: [NOWHERE; PATH_NODES],
            len: 0,
            taken: 0,
            needed: 0,
        };
        Self { path, last: None }
    }
}

impl Shown {
    /// Moves come last first, so that the first one told says how long the path is.
    fn tell(&mut self, flow: Flow<'_>, place: u32, taken: Move) {
        let is_last = self.last.is_none();
        if is_last {
            self.last = Some(taken);
        }
        if !cfg!(feature = "messages") {
            return;
        }
        if is_last {
            self.path.len = u16::try_from(place.saturating_add(2)).unwrap_or(NOWHERE);
            self.put(place.saturating_add(1), taken.target(flow));
        }
        self.put(place, taken.source(flow));
    }

    /// Keeps the first and the last nodes, see [`Path`].
    fn put(&mut self, place: u32, node: Option<usize>) {
        let half = PATH_NODES / 2;
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let skipped = usize::from(self.path.len).saturating_sub(PATH_NODES);
        let slot = if place < half {
            Some(place)
        } else {
            place.checked_sub(skipped).filter(|&slot| slot >= half)
        };
        let node = node.and_then(|node| u16::try_from(node).ok());
        if let (Some(cell), Some(node)) =
            (slot.and_then(|slot| self.path.nodes.get_mut(slot)), node)
        {
            *cell = node;
        }
    }

    /// The target that the last move leads to, as it stands in the text.
    fn place(&self, flow: Flow<'_>) -> Span {
        let taken = self.last.and_then(|last| last.taken(flow));
        taken.map_or(Span::default(), |taken| taken.edge.target_id.span())
    }
}
