//! The contestants: each takes a document and answers whether it is a sound flow.

use std::cell::RefCell;

use flow_core::{Options, Report, RuleSet, Server, validate_with};

use crate::schema::SchemaPeer;
use crate::{tagged, typed};

/// Findings our validator keeps; a sound flow has none.
const KEPT: usize = 32;

/// One way to check a flow.
pub struct Contestant {
    /// Short name, the id in criterion's reports.
    pub id: &'static str,
    /// What it does, for the table.
    pub does: &'static str,
    /// The check.
    pub accepts: Box<dyn Fn(&str) -> bool>,
}

/// All contestants, ours first.
pub fn contestants() -> Vec<Contestant> {
    let schema = SchemaPeer::new();
    let copy = RefCell::new(Vec::new());
    vec![
        Contestant {
            id: "flow-core",
            does: "bytes to report: UTF-8, JSON, fields, graph (F1 to F3)",
            accepts: ours(RuleSet::STRUCTURE),
        },
        Contestant {
            id: "flow-core, every rule",
            does: "the same, camera time, meaning and advice on prompts (F1 to F5)",
            accepts: ours(RuleSet::ALL),
        },
        Contestant {
            id: "serde_json typed, flat",
            does: "str to one borrowed record for all node types, fields, graph",
            accepts: Box::new(typed::accepts),
        },
        Contestant {
            id: "sonic-rs typed, flat",
            does: "the same records, read by sonic-rs",
            accepts: Box::new(typed::accepts_sonic),
        },
        Contestant {
            id: "simd-json typed, flat",
            does: "the same records, read by simd-json from a copy",
            accepts: Box::new(move |document| {
                typed::accepts_simd(document, &mut copy.borrow_mut())
            }),
        },
        Contestant {
            id: "serde_json typed, tagged enum",
            does: "str to one enum variant per node type, fields, graph",
            accepts: Box::new(tagged::accepts),
        },
        Contestant {
            id: "serde_json Value + jsonschema",
            does: "str to Value, schema with oneOf per node type, graph",
            accepts: Box::new(move |document| schema.accepts(document)),
        },
    ]
}

fn ours(rules: RuleSet) -> Box<dyn Fn(&str) -> bool> {
    let room = RefCell::new((Box::new(Server::new()), Report::<KEPT>::new()));
    let options = Options {
        rules,
        ..Options::default()
    };
    Box::new(move |document| {
        let (workspace, report) = &mut *room.borrow_mut();
        validate_with(document.as_bytes(), workspace, report, options);
        report.is_valid()
    })
}

/// Reading alone, with nothing checked: the scale by which figures of another machine or corpus can be compared.
pub fn scale() -> Contestant {
    Contestant {
        id: "serde_json Value only",
        does: "str to Value, nothing checked: the scale",
        accepts: Box::new(|document| serde_json::from_str::<serde_json::Value>(document).is_ok()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::corpus;

    #[test]
    fn all_accept_the_whole_corpus() {
        let documents = corpus::documents();
        assert_eq!(documents.len(), corpus::DOCUMENTS);
        for contestant in contestants() {
            for (index, document) in documents.iter().enumerate() {
                assert!(
                    (contestant.accepts)(document),
                    "{} refuses document {index}",
                    contestant.id
                );
            }
        }
    }

    #[test]
    fn sizes_are_as_promised() {
        let documents = corpus::documents();
        let sizes: Vec<usize> = documents.iter().map(String::len).collect();
        assert!(
            sizes.iter().all(|size| (1000..=20_000).contains(size)),
            "{sizes:?}"
        );
        let nodes: Vec<usize> = documents
            .iter()
            .map(|document| {
                serde_json::from_str::<Vec<Value>>(document)
                    .expect("an array")
                    .len()
            })
            .collect();
        assert_eq!(
            (nodes.iter().min(), nodes.iter().max()),
            (Some(&5), Some(&40))
        );
        assert_eq!(nodes.iter().sum::<usize>(), corpus::nodes());
    }

    /// A peer that did less work would win for the wrong reason.
    #[test]
    fn all_refuse_the_same_mistakes() {
        let sound: Value = serde_json::from_str(&corpus::documents()[30]).expect("an array");
        let place = |node_type: &str| {
            let nodes = sound.as_array().expect("an array");
            nodes
                .iter()
                .position(|node| node["type"] == node_type)
                .unwrap_or_else(|| panic!("no {node_type}"))
        };
        let (code, scan, liveness) = (
            place("two_factor_email"),
            place("document_scan"),
            place("liveness_detection"),
        );
        let mistakes: [(&str, String, Value); 11] = [
            ("dangling target", "/0/outcome".into(), json!("nowhere")),
            ("duplicate id", "/2/id".into(), json!("start")),
            ("no entry", "/0/type".into(), json!("end")),
            (
                "trap",
                "/1/outcomes/0/targetNodeId".into(),
                json!("greeting"),
            ),
            ("empty outcomes", "/1/outcomes".into(), json!([])),
            ("unknown type", "/2/type".into(), json!("telepathy")),
            ("wrong kind", "/1/prompt".into(), json!(7)),
            ("out of range", format!("/{code}/otpLength"), json!(9)),
            (
                "unknown value",
                format!("/{scan}/scanningMode"),
                json!("both"),
            ),
            (
                "missing outcomes",
                format!("/{liveness}/outcomes"),
                json!({"noFace": "stopped"}),
            ),
            (
                "missing field",
                format!("/{scan}"),
                json!({"id": "step", "type": "document_scan"}),
            ),
        ];
        for (mistake, pointer, value) in mistakes {
            let mut broken = sound.clone();
            *broken
                .pointer_mut(&pointer)
                .unwrap_or_else(|| panic!("{pointer}")) = value;
            let broken = broken.to_string();
            for contestant in contestants() {
                assert!(
                    !(contestant.accepts)(&broken),
                    "{} accepts a flow with: {mistake}",
                    contestant.id
                );
                assert!(
                    !(contestant.accepts)(&broken[..broken.len() - 1]),
                    "{} accepts half a text",
                    contestant.id
                );
            }
        }
    }
}
