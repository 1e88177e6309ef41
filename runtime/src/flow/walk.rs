//! A walk through a flow by named outcomes: what `simulate` shows on the command line and as a tool.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::owned::{Flow, StepError};

/// Nodes visited at most: enough for every retry a person would make, and an end for loops without a person.
const MAX_STEPS: usize = 200;

/// Where the outcomes led; its text is for people and models.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Walked {
    /// The nodes visited, in order.
    pub path: Vec<Visit>,
    /// Whether an end node was reached.
    pub ended: bool,
    /// Outcomes the last node offers; empty at an end.
    pub possible_outcomes: Vec<String>,
    /// Outcomes that were named but not needed.
    pub unused_outcomes: Vec<String>,
}

/// A node on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Visit {
    /// Id of the node.
    pub node: String,
    /// Its type.
    #[serde(rename = "type")]
    pub node_type: String,
    /// The outcome taken; absent at the last node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

impl Flow {
    /// Walks from the entry, one named outcome for every node with several ways out; a single way out is taken by itself.
    ///
    /// Ends at an end node, where the outcomes run out, and after 200 nodes.
    ///
    /// # Errors
    ///
    /// Fails where a node has not the outcome named for it; the error lists those it has.
    pub fn walk(&self, outcomes: Vec<String>) -> Result<Walked, StepError> {
        let mut path = Vec::new();
        let mut named = outcomes.into_iter();
        let mut position = self.entry();
        while let Some(node) = self.nodes().get(position) {
            let outcome = match node.edges.as_slice() {
                _ if path.len() >= MAX_STEPS => None,
                [only] => Some(only.outcome.clone()),
                [] => None,
                [_, ..] => named.next(),
            };
            path.push(Visit {
                node: node.id.clone(),
                node_type: node.node_type.clone(),
                outcome: outcome.clone(),
            });
            let Some(outcome) = outcome else { break };
            position = self.step(position, &outcome)?;
        }
        let last = self.nodes().get(position);
        let edges = last.map(|node| node.edges.as_slice()).unwrap_or_default();
        Ok(Walked {
            path,
            ended: edges.is_empty(),
            possible_outcomes: edges.iter().map(|edge| edge.outcome.clone()).collect(),
            unused_outcomes: named.collect(),
        })
    }
}

impl fmt::Display for Walked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Visit {
            node,
            node_type,
            outcome,
        } in &self.path
        {
            match outcome {
                Some(outcome) => writeln!(f, "{node} ({node_type}): {outcome} →")?,
                None => writeln!(f, "{node} ({node_type})")?,
            }
        }
        if self.ended {
            writeln!(f, "The session ends here as complete.")?;
        } else {
            let possible = self.possible_outcomes.join(", ");
            writeln!(f, "Possible outcomes here: {possible}")?;
        }
        if !self.unused_outcomes.is_empty() {
            writeln!(f, "Not needed: {}", self.unused_outcomes.join(", "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::author::RECIPES;
    use crate::flow::{check, check_value};

    #[test]
    fn a_recipe_is_walked_to_its_end_and_says_where_it_waits() {
        let flow = check(RECIPES[0].flow).flow.unwrap();
        let waiting = flow.walk(Vec::new()).unwrap();
        assert!(!waiting.ended);
        let offered = &waiting.possible_outcomes;
        assert!(
            offered.iter().any(|name| name == "livenessDetected"),
            "{waiting}"
        );
        let unknown = flow.walk(vec!["LivenessDetected".to_owned()]);
        assert!(matches!(unknown, Err(StepError::UnknownOutcome { .. })));
        let rejected = flow.walk(vec!["deepfakeDetected".to_owned(); 4]).unwrap();
        assert!(
            rejected.ended && !rejected.unused_outcomes.is_empty(),
            "{rejected}"
        );
    }

    #[test]
    fn a_loop_comes_to_rest() {
        let checked = check_value(&serde_json::json!([
            {"id": "s", "type": "start", "outcome": "ask"},
            {"id": "ask", "type": "conversation", "prompt": "Ask for the reason of the call.", "outcomes": [
                {"id": "again", "condition": "anything", "targetNodeId": "ask"},
                {"id": "done", "condition": "a reason", "targetNodeId": "e"}]},
            {"id": "e", "type": "end"},
        ]));
        let flow = checked.flow.unwrap();
        let walked = flow.walk(vec!["again".to_owned(); 2 * MAX_STEPS]).unwrap();
        assert_eq!((walked.path.len(), walked.ended), (MAX_STEPS + 1, false));
        assert_eq!(walked.possible_outcomes, ["again", "done"]);
    }
}
