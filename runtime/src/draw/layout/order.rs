//! The walk over the graph: main outcomes, back edges and rows.

use crate::flow::{Flow, Node, node_types};

/// What the walk found, by position of the node.
#[derive(Debug)]
pub(super) struct Order {
    /// The edge that continues the main path; `None` where every edge leads back.
    pub(super) main: Vec<Option<usize>>,
    /// Whether the main path from the entry goes through the node.
    pub(super) spine: Vec<bool>,
    /// Per edge, whether it leads back to a node on the way here.
    pub(super) back: Vec<Vec<bool>>,
    /// Row from the top, from 0; every edge that does not lead back goes down.
    pub(super) row: Vec<usize>,
    /// Nodes such that every edge that does not lead back goes from earlier to later.
    pub(super) sequence: Vec<usize>,
}

pub(super) fn order(flow: &Flow) -> Order {
    let nodes = flow.nodes();
    let mut walk = Walk {
        nodes,
        ranks: Ranks::read(),
        seen: vec![false; nodes.len()],
        on_way: vec![false; nodes.len()],
        way: Vec::new(),
        order: Order {
            main: vec![None; nodes.len()],
            spine: vec![false; nodes.len()],
            back: nodes
                .iter()
                .map(|node| vec![false; node.edges.len()])
                .collect(),
            row: vec![0; nodes.len()],
            sequence: Vec::with_capacity(nodes.len()),
        },
    };
    for root in std::iter::once(flow.entry()).chain(0..nodes.len()) {
        walk.from(root);
    }
    let (mut order, ranks) = (walk.order, walk.ranks);
    find_main(nodes, &ranks, &mut order);
    order.sequence.reverse();
    // Ends, because a main edge never leads back.
    let mut at = Some(flow.entry()).filter(|entry| *entry < nodes.len());
    while let Some(node) = at {
        order.spine[node] = true;
        at = order.main[node].map(|edge| nodes[node].edges[edge].target);
    }
    for &node in &order.sequence {
        for (index, edge) in nodes[node].edges.iter().enumerate() {
            if !order.back[node][index] {
                order.row[edge.target] = order.row[edge.target].max(order.row[node] + 1);
            }
        }
    }
    order
}

/// Chooses the main edge of every node: the likeliest outcome, unless it soon ends and another leads far on.
///
/// The second half is for checks that are meant to fail, such as a recognition that shall find nobody.
fn find_main(nodes: &[Node], ranks: &Ranks, order: &mut Order) {
    // Most nodes that can follow; the sequence is still reversed, so targets come before their sources.
    let mut depth = vec![0; nodes.len()];
    for &node in &order.sequence {
        let edges = &nodes[node].edges;
        let onward = ranks
            .sorted(&nodes[node])
            .into_iter()
            .filter(|edge| !order.back[node][*edge])
            .map(|edge| (edge, depth[edges[edge].target]));
        let likeliest = onward.clone().next();
        // The first of the deepest, so that equal edges keep their order.
        let deepest = onward.rev().max_by_key(|(_, depth)| *depth);
        if let Some(((likely, near), (other, far))) = likeliest.zip(deepest) {
            let is_far = far > 2 * near + 2;
            order.main[node] = Some(if is_far { other } else { likely });
            depth[node] = far + 1;
        }
    }
}

/// The depth-first walk, without recursion; the likeliest outcome of a node goes before its others.
struct Walk<'a> {
    nodes: &'a [Node],
    ranks: Ranks,
    seen: Vec<bool>,
    on_way: Vec<bool>,
    /// Nodes on the way, each with the edges still to follow, next one last.
    way: Vec<(usize, Vec<usize>)>,
    order: Order,
}

impl Walk<'_> {
    fn from(&mut self, root: usize) {
        if root < self.nodes.len() && !self.seen[root] {
            self.enter(root);
        }
        while let Some((node, todo)) = self.way.last_mut() {
            let node = *node;
            let Some(edge) = todo.pop() else {
                self.on_way[node] = false;
                self.order.sequence.push(node);
                self.way.pop();
                continue;
            };
            let target = self.nodes[node].edges[edge].target;
            if self.on_way[target] {
                self.order.back[node][edge] = true;
            } else if !self.seen[target] {
                self.enter(target);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.seen[node] = true;
        self.on_way[node] = true;
        let mut todo = self.ranks.sorted(&self.nodes[node]);
        todo.reverse();
        self.way.push((node, todo));
    }
}

/// The order of outcomes in the node reference, where success stands first.
struct Ranks(Vec<(String, Vec<String>)>);

impl Ranks {
    fn read() -> Self {
        Self(
            node_types()
                .into_iter()
                .map(|doc| {
                    let outcomes = doc.outcomes.into_iter().map(|outcome| outcome.name);
                    (doc.node_type, outcomes.collect())
                })
                .collect(),
        )
    }

    /// Edges of a node, likeliest main outcome first: by the reference where it lists outcomes, else as written.
    fn sorted(&self, node: &Node) -> Vec<usize> {
        let known = self.0.iter().find(|(name, _)| *name == node.node_type);
        let rank = |edge: usize| {
            known
                .and_then(|(_, outcomes)| {
                    outcomes
                        .iter()
                        .position(|name| *name == node.edges[edge].outcome)
                })
                .unwrap_or(usize::MAX)
        };
        let mut edges: Vec<usize> = (0..node.edges.len()).collect();
        edges.sort_by_key(|edge| rank(*edge));
        edges
    }
}
