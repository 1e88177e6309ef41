//! Searches along chosen edges, breadth first: what is found first is found by a shortest path.

use super::{Array, Facts};
use crate::diagnostic::Path;
use crate::limits::{PATH_NODES, SEARCH_STEPS};
use crate::model::{Edge, NOWHERE};

/// A search that is going on, or whose marks are still there.
#[derive(Clone, Copy, Default)]
pub(crate) struct Search {
    /// What marks a node as found by this search; 0 where the marks of all searches are gone.
    stamp: u16,
    /// Nodes found, in the order in which they were found.
    found: usize,
    /// Nodes and edges that bounded searches have looked at so far.
    steps: usize,
}

impl Facts<'_> {
    /// Starts a search that has found nothing yet.
    pub(crate) fn begin(&mut self) {
        if self.search.stamp == 0 || self.search.stamp == NOWHERE {
            for position in 0..self.flow.nodes.len() {
                self.put(Array::Index, position, 0);
            }
            self.search.stamp = 0;
        }
        self.search.stamp = self.search.stamp.saturating_add(1);
        self.search.found = 0;
    }

    /// The marks of searches are gone: another walk has used their array.
    pub(super) fn forget_search(&mut self) {
        self.search.stamp = 0;
    }

    /// Finds a node by an edge from `parent`, or as a place to start from.
    pub(crate) fn find(&mut self, position: usize, parent: Option<usize>) {
        if position >= self.flow.nodes.len() || self.is_found(position) {
            return;
        }
        let cell = |position: usize| u16::try_from(position).unwrap_or(NOWHERE);
        self.put(Array::Index, position, self.search.stamp);
        self.put(Array::Parent, position, parent.map_or(NOWHERE, cell));
        self.put(Array::Stack, self.search.found, cell(position));
        self.search.found = self.search.found.saturating_add(1);
    }

    /// Whether the last search has found the node.
    pub(crate) fn is_found(&self, position: usize) -> bool {
        self.get(Array::Index, position) == self.search.stamp
    }

    /// Follows edges from what was found until `wanted` is among it.
    pub(crate) fn spread(
        &mut self,
        follow: &dyn Fn(usize, &Edge) -> bool,
        wanted: &dyn Fn(usize) -> bool,
    ) -> Option<usize> {
        let mut next = 0;
        while next < self.search.found {
            let position = usize::from(self.get(Array::Stack, next));
            next = next.saturating_add(1);
            if wanted(position) {
                return Some(position);
            }
            let flow = self.flow;
            let Some(node) = flow.nodes.get(position) else {
                break;
            };
            for edge in flow.edges_of(node) {
                self.search.steps = self.search.steps.saturating_add(1);
                if follow(position, edge) {
                    self.find(usize::from(edge.target), Some(position));
                }
            }
            self.search.steps = self.search.steps.saturating_add(1);
        }
        None
    }

    /// Whether searches from single nodes have taken so many steps that no further one is begun.
    pub(crate) fn is_weary(&self) -> bool {
        let size = self.flow.nodes.len().saturating_add(self.flow.edges.len());
        self.search.steps / SEARCH_STEPS > size
    }

    /// Whether a path leads from one node to another without passing a third; a node leads to itself. `None` where the
    /// steps for such questions are used up.
    pub(crate) fn leads_to(&mut self, from: usize, to: usize, without: usize) -> Option<bool> {
        if self.is_weary() {
            return None;
        }
        self.begin();
        if from != without {
            self.find(from, None);
        }
        let found = self.spread(&|_, edge| usize::from(edge.target) != without, &|at| {
            at == to
        });
        Some(found.is_some())
    }

    /// The path by which the last walk came to a node.
    pub(crate) fn path(&self, position: usize) -> Path {
        let mut len = 1u16;
        let mut at = self.get(Array::Parent, position);
        while at != NOWHERE && usize::from(len) < self.flow.nodes.len() {
            len = len.saturating_add(1);
            at = self.get(Array::Parent, usize::from(at));
        }
        let mut path = Path {
            nodes: [NOWHERE; PATH_NODES],
            len,
            taken: 0,
            needed: 0,
        };
        let skipped = usize::from(len).saturating_sub(PATH_NODES);
        let mut at = u16::try_from(position).unwrap_or(NOWHERE);
        for step in (0..usize::from(len)).rev() {
            let slot = if step < PATH_NODES / 2 {
                Some(step)
            } else {
                step.checked_sub(skipped)
            };
            if let Some(cell) = slot
                .filter(|&slot| step < PATH_NODES / 2 || slot >= PATH_NODES / 2)
                .and_then(|slot| path.nodes.get_mut(slot))
            {
                *cell = at;
            }
            at = self.get(Array::Parent, usize::from(at));
        }
        path
    }
}
