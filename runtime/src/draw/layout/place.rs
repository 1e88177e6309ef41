//! Which column a node stands in: the main path in the first, every side path in the first column to its right with
//! room.

use super::order::Order;
use crate::flow::Flow;

/// Columns by position of the node, and which cells of the grid they fill.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) column: Vec<usize>,
    /// Per column, the rows taken by cards.
    cells: Vec<Vec<bool>>,
}

impl Columns {
    pub(super) fn count(&self) -> usize {
        self.cells.len()
    }

    /// Whether no card stands in this column between two rows, both excluded.
    pub(super) fn is_free(&self, column: usize, above: usize, below: usize) -> bool {
        let rows = above + 1..below;
        rows.is_empty() || !self.cells[column][rows].contains(&true)
    }
}

pub(super) fn place(flow: &Flow, order: &Order) -> Columns {
    let nodes = flow.nodes();
    let rows = order.row.iter().max().map_or(0, |last| last + 1);
    let mut parent = vec![None; nodes.len()];
    for &node in order.sequence.iter().rev() {
        for (index, edge) in nodes[node].edges.iter().enumerate() {
            if !order.back[node][index] {
                parent[edge.target] = Some(node);
            }
        }
    }
    let mut by_row = order.sequence.clone();
    by_row.sort_by_key(|node| (*node != flow.entry(), order.row[*node]));
    let mut column = vec![usize::MAX; nodes.len()];
    // Rows of a column that a path spans, so that its own line runs down undisturbed.
    let mut spans: Vec<Vec<bool>> = Vec::new();
    for start in by_row {
        if column[start] != usize::MAX {
            continue;
        }
        let path = main_path(flow, order, &column, start);
        let (first, last) = (
            order.row[start],
            path.last().map_or(0, |end| order.row[*end]),
        );
        let least = match parent[start] {
            _ if start == flow.entry() => 0,
            Some(parent) if column[parent] != usize::MAX => column[parent] + 1,
            _ => 1,
        };
        let free = (least..spans.len())
            .find(|at| !spans[*at][first..=last].contains(&true))
            .unwrap_or(spans.len());
        while spans.len() <= free {
            spans.push(vec![false; rows]);
        }
        spans[free][first..=last].fill(true);
        for node in path {
            column[node] = free;
        }
    }
    let mut cells = vec![vec![false; rows]; spans.len()];
    for (node, &at) in column.iter().enumerate() {
        cells[at][order.row[node]] = true;
    }
    Columns { column, cells }
}

/// The nodes from `start` along main outcomes, up to one that has a column already.
fn main_path(flow: &Flow, order: &Order, column: &[usize], start: usize) -> Vec<usize> {
    let mut path = vec![start];
    let mut at = start;
    while let Some(edge) = order.main[at] {
        let next = flow.nodes()[at].edges[edge].target;
        if order.back[at][edge] || column[next] != usize::MAX {
            break;
        }
        path.push(next);
        at = next;
    }
    path
}
