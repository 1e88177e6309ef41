//! Walking a flow: node, outcome, next node.

use core::fmt;

use crate::model::Flow;
use crate::schema::NodeType;

/// Anything with nodes at positions and named ways between them.
pub trait Steps {
    /// The number of nodes.
    fn count(&self) -> usize;
    /// Whether the walk is over at a node.
    fn is_end(&self, node: usize) -> bool;
    /// Position of the node that follows by an outcome.
    fn follow(&self, node: usize, outcome: &str) -> Option<usize>;
}

impl Steps for Flow<'_> {
    fn count(&self) -> usize {
        self.len()
    }

    fn is_end(&self, node: usize) -> bool {
        self.node(node)
            .is_some_and(|node| node.node_type() == Some(NodeType::End))
    }

    fn follow(&self, node: usize, outcome: &str) -> Option<usize> {
        let node = self.node(node)?;
        let edge = node.edges().find(|edge| edge.is(outcome));
        let filled = || node.filled().filter(|(name, _)| *name == outcome);
        edge.or_else(|| Some(filled()?.1))?.target()
    }
}

/// A walk through a flow. It holds nothing but the current node, so it can be resumed from any.
#[derive(Clone, Copy, Debug)]
pub struct Walk<'f, S: ?Sized> {
    flow: &'f S,
    node: usize,
}

/// Why a walk cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepError {
    /// The position is outside the flow.
    NoSuchNode,
    /// The current node is an end.
    AtEnd,
    /// The current node has no such outcome.
    UnknownOutcome,
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchNode => "the position is outside the flow",
            Self::AtEnd => "nothing follows an end node",
            Self::UnknownOutcome => "the node has no such outcome",
        })
    }
}

impl core::error::Error for StepError {}

impl<'f, S: Steps + ?Sized> Walk<'f, S> {
    /// A walk that stands at `node`: the entry, or wherever an earlier walk stood.
    ///
    /// # Errors
    ///
    /// Fails where the flow has no such node.
    pub fn at(flow: &'f S, node: usize) -> Result<Self, StepError> {
        if node >= flow.count() {
            return Err(StepError::NoSuchNode);
        }
        Ok(Self { flow, node })
    }

    /// The current node.
    pub fn node(&self) -> usize {
        self.node
    }

    /// Whether the walk is over.
    pub fn is_over(&self) -> bool {
        self.flow.is_end(self.node)
    }

    /// Goes to the node that follows by `outcome`.
    ///
    /// # Errors
    ///
    /// Fails at an end and for an outcome that the node does not have; the walk stays where it is.
    pub fn step(&mut self, outcome: &str) -> Result<usize, StepError> {
        if self.is_over() {
            return Err(StepError::AtEnd);
        }
        let next = self.flow.follow(self.node, outcome);
        self.node = next.ok_or(StepError::UnknownOutcome)?;
        Ok(self.node)
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString as _;

    use super::*;
    use crate::testing::RECIPES;
    use crate::{Report, Small, validate};

    #[track_caller]
    fn check(recipe: &str, outcomes: &[&str], last: &str) {
        let mut workspace = Small::new();
        let flow = validate(recipe.as_bytes(), &mut workspace, &mut Report::<1>::new()).unwrap();
        let mut walk = Walk::at(&flow, flow.entry().unwrap()).unwrap();
        for outcome in outcomes {
            walk.step(outcome).unwrap();
        }
        assert_eq!(flow.node(walk.node()).unwrap().id().to_string(), last);
        if walk.is_over() {
            assert_eq!(walk.step("outcome"), Err(StepError::AtEnd));
        } else {
            assert_eq!(walk.step("nowhere"), Err(StepError::UnknownOutcome));
        }
        assert_eq!(
            Walk::at(&flow, flow.len()).err(),
            Some(StepError::NoSuchNode)
        );
    }

    #[test]
    fn every_edge_shape_can_be_walked() {
        check(
            RECIPES[0],
            &[
                "outcome",
                "go",
                "noFace",
                "go",
                "livenessDetected",
                "confirmed",
                "verified",
            ],
            "done",
        );
        check(RECIPES[1], &["outcome", "go", "canceled"], "failed");
        check(RECIPES[2], &["outcome", "go"], "papers");
        let routed = r#"[{"id":"s","type":"start","outcome":"f"},{"id":"f","type":"field_condition","default":"e","rules":[
{"left":{"source":"providedData","field":"a"},"operator":"exists","outcome":"x"},
{"left":{"source":"providedData","field":"b"},"operator":"exists","outcome":"e"}]},
{"id":"x","type":"end"},{"id":"e","type":"end"}]"#;
        check(routed, &["outcome", "rules/0"], "x");
        check(routed, &["outcome", "rules/1"], "e");
        check(routed, &["outcome", "default"], "e");
        check(routed, &["outcome"], "f");
    }
}
