//! A flow under construction: nodes as JSON, changed by id.

use std::collections::BTreeSet;

use flow_core::schema::Verdict;
use serde_json::{Map, Value, json};

use super::edge::{self, Edge};

/// How a session may end; each has an end node of its own, so that the reached id tells the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Every step was passed.
    Verified,
    /// A check was failed.
    Rejected,
    /// A person has to decide: the check did not work, or the author wants failures looked at.
    Review,
    /// The person stopped, or could not be seen or heard.
    NotCompleted,
    /// Another person seems to direct the answers.
    Coercion,
}

impl Ending {
    const fn id(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Rejected => "rejected",
            Self::Review => "needs_review",
            Self::NotCompleted => "not_completed",
            Self::Coercion => "coercion_suspected",
        }
    }
}

/// A flow under construction.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    nodes: Vec<Map<String, Value>>,
    ends: Vec<Map<String, Value>>,
    /// Ids given away, also before their node stands.
    taken: BTreeSet<String>,
}

impl Draft {
    /// A draft of a flow that stands.
    pub(super) fn of(flow: &Value) -> Self {
        let nodes = flow.as_array().into_iter().flatten();
        let nodes: Vec<_> = nodes.filter_map(|node| node.as_object().cloned()).collect();
        let taken = nodes.iter().map(|node| id(node).to_owned()).collect();
        Self {
            nodes,
            ends: Vec::new(),
            taken,
        }
    }

    /// The flow: nodes in the order they were laid, fresh ends last.
    pub(super) fn into_flow(self) -> Value {
        let nodes = self.nodes.into_iter().chain(self.ends);
        Value::Array(nodes.map(Value::Object).collect())
    }

    /// Gives away an id: the wanted one, else with the first free number behind it.
    pub(super) fn name(&mut self, wanted: &str) -> String {
        let reserved = |name: &str| {
            use Ending::{Coercion, NotCompleted, Rejected, Review, Verified};
            name == "start"
                || [Verified, Rejected, Review, NotCompleted, Coercion]
                    .iter()
                    .any(|end| end.id() == name)
        };
        self.claim(wanted, reserved)
    }

    fn claim(&mut self, wanted: &str, reserved: impl Fn(&str) -> bool) -> String {
        let numbered = (2_u32..).map(|count| format!("{wanted}_{count}"));
        let free = std::iter::once(wanted.to_owned())
            .chain(numbered)
            .find(|name| !self.taken.contains(name) && !reserved(name))
            .unwrap_or_default();
        self.taken.insert(free.clone());
        free
    }

    /// Adds a node whose id was given away before.
    pub(super) fn push(&mut self, node: Value) {
        if let Value::Object(node) = node {
            self.taken.insert(id(&node).to_owned());
            self.nodes.push(node);
        }
    }

    /// Id of the end node for an ending; made where there is none yet.
    pub(super) fn end(&mut self, ending: Ending) -> String {
        let is_end = |node: &&Map<String, Value>| node.get("type") == Some(&json!("end"));
        let mut known = self.nodes.iter().chain(&self.ends).filter(is_end);
        if known.any(|node| id(node) == ending.id()) {
            return ending.id().to_owned();
        }
        let id = self.claim(ending.id(), |_| false);
        if let Value::Object(end) = json!({"id": id, "type": "end"}) {
            self.ends.push(end);
        }
        id
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = &Map<String, Value>> {
        self.nodes.iter().chain(&self.ends)
    }

    pub(super) fn node(&self, wanted: &str) -> Option<&Map<String, Value>> {
        self.nodes().find(|node| id(node) == wanted)
    }

    /// Id of the entry node.
    pub(super) fn start(&self) -> Option<String> {
        let start = self
            .nodes()
            .find(|node| node.get("type") == Some(&json!("start")))?;
        Some(id(start).to_owned())
    }

    pub(super) fn edges(&self, node: &str) -> Vec<Edge> {
        self.node(node).map(edge::edges).unwrap_or_default()
    }

    /// Where the node leads once its check is passed; for a talk, the first listed outcome.
    pub(super) fn way_on(&self, node: &str) -> Option<String> {
        let mut edges = self.edges(node).into_iter();
        edges
            .find(|edge| edge.verdict == Some(Verdict::Passed))
            .map(|edge| edge.target)
    }

    /// Turns the edges that `pick` names to another target; answers how many.
    pub(super) fn redirect(&mut self, pick: impl Fn(&str, &Edge) -> bool, to: &str) -> usize {
        let mut count = 0;
        for node in &mut self.nodes {
            let from = id(node).to_owned();
            edge::visit(node, &mut |edge| {
                let turned = pick(&from, edge);
                count += usize::from(turned);
                turned.then(|| to.to_owned())
            });
        }
        count
    }

    /// Ids that can be reached from a node without going through `wall`.
    pub(super) fn reachable(&self, from: &str, wall: Option<&str>) -> BTreeSet<String> {
        let mut seen = BTreeSet::from([from.to_owned()]);
        let mut open = vec![from.to_owned()];
        while let Some(next) = open.pop() {
            for edge in self.edges(&next) {
                if Some(edge.target.as_str()) != wall && seen.insert(edge.target.clone()) {
                    open.push(edge.target);
                }
            }
        }
        seen
    }

    /// Removes what can no longer be reached; answers the ids.
    pub(super) fn sweep(&mut self) -> Vec<String> {
        let Some(start) = self.start() else {
            return Vec::new();
        };
        let kept = self.reachable(&start, None);
        let mut swept = Vec::new();
        for nodes in [&mut self.nodes, &mut self.ends] {
            nodes.retain(|node| {
                let stays = kept.contains(id(node));
                if !stays {
                    swept.push(id(node).to_owned());
                }
                stays
            });
        }
        swept
    }

    /// Closing words directly before an end do not wait for an answer; answers the ids that were changed.
    ///
    /// Source: `FaceSign` reference of `conversation`, `doesNotRequireReply`.
    pub(super) fn close_talks(&mut self) -> Vec<String> {
        let ends: BTreeSet<String> = self
            .nodes()
            .filter(|node| node.get("type") == Some(&json!("end")))
            .map(|node| id(node).to_owned())
            .collect();
        let mut changed = Vec::new();
        for node in &mut self.nodes {
            let closing = node.get("type") == Some(&json!("conversation"))
                && matches!(edge::edges(node).as_slice(), [only] if ends.contains(&only.target))
                && node
                    .get("outcomes")
                    .is_some_and(|list| list[0]["condition"] == "")
                && node.get("doesNotRequireReply") != Some(&json!(true));
            // A question waits for its answer wherever it stands.
            let asks = node
                .get("prompt")
                .and_then(Value::as_str)
                .is_some_and(|prompt| prompt.trim_end().ends_with('?'));
            if closing && !asks {
                node.insert("doesNotRequireReply".to_owned(), json!(true));
                changed.push(id(node).to_owned());
            }
        }
        changed
    }
}

/// Id of a node.
pub(super) fn id(node: &Map<String, Value>) -> &str {
    node.get("id").and_then(Value::as_str).unwrap_or_default()
}
