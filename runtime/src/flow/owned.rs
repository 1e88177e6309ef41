//! An owned flow: nodes and edges resolved to positions, cheap to clone and to share.

use std::sync::Arc;

use flow_core::simulate::{self, Steps, Walk};
use serde_json::Value;

/// A flow whose graph could be built.
#[derive(Clone, Debug)]
pub struct Flow {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    value: Value,
    nodes: Vec<Node>,
    entry: usize,
}

/// A node of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The author's name of the node, unique in the flow.
    pub id: String,
    /// Wire spelling of the type, such as `liveness_detection`.
    pub node_type: String,
    /// What the avatar says or pursues here.
    pub prompt: Option<String>,
    /// Ways out, in the order of the text; last, an outcome that the API fills in because the text does not link it.
    pub edges: Vec<Edge>,
}

/// A way out of a node.
///
/// `outcome` is the key of an outcome map; the id of a listed outcome; `outcome` for the single form;
/// `rules/0`, `rules/1`… and `default` for a `field_condition`; `onDataReady`, `onTimeout` or `onError` for the exits of
/// `awaitExternal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Name of the outcome, see above.
    pub outcome: String,
    /// Condition of a listed outcome, in plain words.
    pub condition: Option<String>,
    /// Position of the target in [`Flow::nodes`].
    pub target: usize,
}

/// Why a flow cannot be stepped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// The position is outside the flow.
    #[error("there is no node at position `{node}`")]
    NoSuchNode {
        /// The position asked for.
        node: usize,
    },
    /// The node is an end node.
    #[error("node `{id}` is an end node: nothing follows it")]
    AtEnd {
        /// Id of the node.
        id: String,
    },
    /// The node has no such outcome.
    #[error("node `{id}` has no outcome `{outcome}`: use one of {}", offered(.allowed))]
    UnknownOutcome {
        /// Id of the node.
        id: String,
        /// The outcome asked for.
        outcome: String,
        /// The outcomes of the node.
        allowed: Vec<String>,
    },
}

fn offered(allowed: &[String]) -> String {
    allowed
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

impl Flow {
    pub(super) fn new(value: Value, nodes: Vec<Node>, entry: usize) -> Self {
        Self {
            inner: Arc::new(Inner {
                value,
                nodes,
                entry,
            }),
        }
    }

    /// The flow as it was written: an array of nodes.
    pub fn value(&self) -> &Value {
        &self.inner.value
    }

    /// All nodes, in the order of the text.
    pub fn nodes(&self) -> &[Node] {
        &self.inner.nodes
    }

    /// Position of the start node.
    pub fn entry(&self) -> usize {
        self.inner.entry
    }

    /// Position of the node with this id.
    pub fn index(&self, id: &str) -> Option<usize> {
        self.nodes().iter().position(|node| node.id == id)
    }

    /// Position of the node that follows `node` by `outcome`.
    ///
    /// # Errors
    ///
    /// Fails at an end node, for an outcome the node does not have and for a position outside the flow.
    pub fn step(&self, node: usize, outcome: &str) -> Result<usize, StepError> {
        let step = Walk::at(self, node).and_then(|mut walk| walk.step(outcome));
        step.map_err(|error| self.explain(error, node, outcome))
    }

    fn explain(&self, error: simulate::StepError, node: usize, outcome: &str) -> StepError {
        let Some(at) = self.nodes().get(node) else {
            return StepError::NoSuchNode { node };
        };
        let id = at.id.clone();
        match error {
            simulate::StepError::NoSuchNode => StepError::NoSuchNode { node },
            simulate::StepError::AtEnd => StepError::AtEnd { id },
            simulate::StepError::UnknownOutcome => StepError::UnknownOutcome {
                id,
                outcome: outcome.to_owned(),
                allowed: at.edges.iter().map(|edge| edge.outcome.clone()).collect(),
            },
        }
    }
}

impl Steps for Flow {
    fn count(&self) -> usize {
        self.nodes().len()
    }

    fn is_end(&self, node: usize) -> bool {
        self.nodes()
            .get(node)
            .is_some_and(|node| node.node_type == "end")
    }

    fn follow(&self, node: usize, outcome: &str) -> Option<usize> {
        let edges = &self.nodes().get(node)?.edges;
        edges
            .iter()
            .find(|edge| edge.outcome == outcome)
            .map(|edge| edge.target)
    }
}
