//! The graph check of the peers: unique ids, known targets, one entry, an end, everything reached, no trap.
//!
//! It does what the validator's graph rules do, in the way an application would write it: a hash map from id to index,
//! then two walks with a stack.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What the graph check needs to know of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The start node.
    Entry,
    /// Any other node.
    Step,
    /// An end node.
    Terminal,
}

/// A flow as ids, roles and edges.
#[derive(Debug, Default)]
pub struct Graph<'flow> {
    ids: HashMap<&'flow str, usize>,
    roles: Vec<Role>,
    edges: Vec<(usize, &'flow str)>,
    twice: bool,
}

impl<'flow> Graph<'flow> {
    /// Adds a node; its edges follow with [`Graph::edge`].
    pub fn node(&mut self, id: &'flow str, role: Role) {
        match self.ids.entry(id) {
            Entry::Occupied(_) => self.twice = true,
            Entry::Vacant(free) => {
                free.insert(self.roles.len());
            }
        }
        self.roles.push(role);
    }

    /// Adds an edge from the node that was added last.
    pub fn edge(&mut self, target: &'flow str) {
        self.edges
            .push((self.roles.len().saturating_sub(1), target));
    }

    /// Whether the graph is sound.
    pub fn is_sound(&self) -> bool {
        let entries: Vec<usize> = self.with_role(Role::Entry);
        let terminals = self.with_role(Role::Terminal);
        if self.twice || entries.len() != 1 || terminals.is_empty() {
            return false;
        }
        let mut ahead = vec![Vec::new(); self.roles.len()];
        let mut back = vec![Vec::new(); self.roles.len()];
        for &(source, target) in &self.edges {
            let Some(&target) = self.ids.get(target) else {
                return false;
            };
            ahead[source].push(target);
            back[target].push(source);
        }
        covers(&ahead, entries) && covers(&back, terminals)
    }

    fn with_role(&self, role: Role) -> Vec<usize> {
        self.roles
            .iter()
            .enumerate()
            .filter(|(_, is)| **is == role)
            .map(|(index, _)| index)
            .collect()
    }
}

/// Whether a walk from these nodes visits every node.
fn covers(edges: &[Vec<usize>], from: Vec<usize>) -> bool {
    let mut seen = vec![false; edges.len()];
    let mut open = from;
    for &index in &open {
        seen[index] = true;
    }
    while let Some(index) = open.pop() {
        for &next in &edges[index] {
            if !seen[next] {
                seen[next] = true;
                open.push(next);
            }
        }
    }
    seen.into_iter().all(|is| is)
}
