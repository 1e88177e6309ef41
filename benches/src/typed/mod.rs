//! First peers: `serde_json`, `sonic-rs` and `simd-json` straight into the same borrowed types, then the graph check.
//!
//! Node types share one flat record instead of a tagged enum: a tagged enum makes `serde` buffer every node, and the
//! peer shall run at its best. Which fields a type needs is checked afterwards, as the types alone cannot say it.

mod wire;

use crate::graph::Graph;
use wire::{Image, ImageSource, Node, NodeType, Operator, Outcome, Outcomes, Rule};

/// Whether the document is a sound flow, read by `serde_json`.
pub fn accepts(document: &str) -> bool {
    serde_json::from_str::<Vec<Node<'_>>>(document).is_ok_and(|nodes| are_sound(&nodes))
}

/// The same read by `sonic-rs`.
pub fn accepts_sonic(document: &str) -> bool {
    sonic_rs::from_str::<Vec<Node<'_>>>(document).is_ok_and(|nodes| are_sound(&nodes))
}

/// The same read by `simd-json`, which writes into the text it reads: it gets a copy, in a buffer that is used again.
pub fn accepts_simd(document: &str, copy: &mut Vec<u8>) -> bool {
    copy.clear();
    copy.extend_from_slice(document.as_bytes());
    simd_json::serde::from_slice::<Vec<Node<'_>>>(copy).is_ok_and(|nodes| are_sound(&nodes))
}

fn are_sound(nodes: &[Node<'_>]) -> bool {
    let mut graph = Graph::default();
    for node in nodes {
        if !node.has_its_fields() {
            return false;
        }
        graph.node(&node.id, node.kind.role());
        node.edges_into(&mut graph);
    }
    graph.is_sound()
}

impl<'flow> Node<'flow> {
    fn has_its_fields(&self) -> bool {
        let image = |image: &Option<Image<'_>>| {
            image.as_ref().is_some_and(|image| {
                image.source != ImageSource::ProvidedData || image.provided_data_key.is_some()
            })
        };
        let fields = match self.kind {
            NodeType::Conversation => self.prompt.is_some() && self.outcomes.are_distinct(),
            NodeType::DataValidation => self.validation.is_some() && self.outcomes.are_distinct(),
            NodeType::DocumentScan => {
                self.scanning_mode.is_some() && self.allowed_document_types.is_some()
            }
            NodeType::ExternalCall => self.request.is_some() && self.outcome.is_some(),
            NodeType::FaceCompare => image(&self.source_a) && image(&self.source_b),
            NodeType::FieldCondition => {
                let complete = |rule: &Rule<'_>| {
                    matches!(rule.operator, Operator::Exists | Operator::NotExists)
                        || rule.right.is_some()
                };
                self.default.is_some()
                    && self
                        .rules
                        .as_ref()
                        .is_some_and(|rules| !rules.is_empty() && rules.iter().all(complete))
            }
            NodeType::Permissions => self.permissions.is_some(),
            NodeType::Start => self.outcome.is_some(),
            _ => true,
        };
        let in_range = self
            .otp_length
            .is_none_or(|length| (4.0..=8.0).contains(&length))
            && self
                .similarity_threshold
                .is_none_or(|threshold| (0.0..=1.0).contains(&threshold));
        !self.id.is_empty() && fields && in_range && self.outcomes.name(self.kind.outcomes())
    }

    fn edges_into(&'flow self, graph: &mut Graph<'flow>) {
        for target in [&self.outcome, &self.default].into_iter().flatten() {
            graph.edge(target);
        }
        match &self.outcomes {
            Outcomes::List(list) => list
                .iter()
                .for_each(|outcome| graph.edge(&outcome.target_node_id)),
            Outcomes::Map(map) => map.iter().for_each(|(_, target)| graph.edge(target)),
            Outcomes::None => {}
        }
        for rule in self.rules.iter().flatten() {
            graph.edge(&rule.outcome);
        }
        if let Some(wait) = &self.await_external {
            graph.edge(&wait.exits.data_ready);
            graph.edge(&wait.exits.timeout);
            graph.edge(&wait.exits.error);
        }
    }
}

impl Outcomes<'_> {
    /// A list with at least one outcome and no id twice.
    fn are_distinct(&self) -> bool {
        let Self::List(list) = self else { return false };
        let twice = |(position, outcome): (usize, &Outcome<'_>)| {
            list.iter()
                .take(position)
                .any(|earlier| earlier.id == outcome.id)
        };
        !list.is_empty() && !list.iter().enumerate().any(twice)
    }

    /// A map with exactly these outcomes; one more is allowed, which some types have.
    fn name(&self, wanted: &[&str]) -> bool {
        match self {
            Self::Map(map) => wanted
                .iter()
                .all(|name| map.iter().any(|(key, _)| key == name)),
            _ => wanted.is_empty(),
        }
    }
}
