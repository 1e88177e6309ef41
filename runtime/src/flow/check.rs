//! Checking a flow text: findings, the owned flow, and the flow with its certain corrections applied.

use serde_json::Value;

use super::finding::{Finding, Severity};
use super::owned::{Edge, Flow, Node};

/// What checking a flow found.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The flow, unless an error finding of the stages text, shape or graph (F1 to F3) stands against it.
    pub flow: Option<Flow>,
    /// Findings, in the order of the text.
    pub findings: Vec<Finding>,
    /// Further findings that did not fit into the report.
    pub omitted: usize,
    /// The flow with every certain correction applied; only where there was one.
    pub suggested: Option<Value>,
}

impl Checked {
    /// Whether no finding is an error.
    pub fn is_valid(&self) -> bool {
        self.errors() == 0
    }

    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many findings are warnings.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

/// Checks a flow: a JSON array of nodes, or an object with such an array under `flow`.
pub fn check(text: &str) -> Checked {
    let value: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let value = match value {
        Value::Object(mut body) => body.remove("flow").unwrap_or(Value::Null),
        other => other,
    };
    Checked {
        flow: build(value),
        findings: Vec::new(),
        omitted: 0,
        suggested: None,
    }
}

/// Checks a flow that is already a JSON value; places refer to its compact text.
pub fn check_value(value: &Value) -> Checked {
    check(&value.to_string())
}

fn build(value: Value) -> Option<Flow> {
    let list = value.as_array()?;
    let text = |node: &Value, key: &str| Some(node.get(key)?.as_str()?.to_owned());
    let ids: Vec<String> = list
        .iter()
        .map(|node| text(node, "id"))
        .collect::<Option<_>>()?;
    let at = |id: &str| ids.iter().position(|known| known == id);
    let mut nodes = Vec::new();
    for node in list {
        let mut edges = Vec::new();
        let mut add = |outcome: String, condition: Option<String>, target: Option<&Value>| {
            let target = at(target?.as_str()?)?;
            edges.push(Edge {
                outcome,
                condition,
                target,
            });
            Some(())
        };
        if let Some(target) = node.get("outcome") {
            add("outcome".into(), None, Some(target))?;
        }
        match node.get("outcomes") {
            Some(Value::Object(map)) => {
                for (name, target) in map {
                    add(name.clone(), None, Some(target))?;
                }
            }
            Some(Value::Array(items)) => {
                for item in items {
                    add(
                        text(item, "id")?,
                        text(item, "condition"),
                        item.get("targetNodeId"),
                    )?;
                }
            }
            _ => {}
        }
        for (position, rule) in node
            .get("rules")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            add(format!("rules/{position}"), None, rule.get("outcome"))?;
        }
        if let Some(target) = node.get("default") {
            add("default".into(), None, Some(target))?;
        }
        if let Some(Value::Object(exits)) = node.pointer("/awaitExternal/exits") {
            for (name, target) in exits {
                add(name.clone(), None, Some(target))?;
            }
        }
        nodes.push(Node {
            id: text(node, "id")?,
            node_type: text(node, "type")?,
            prompt: text(node, "prompt"),
            edges,
        });
    }
    let entry = nodes.iter().position(|node| node.node_type == "start")?;
    Some(Flow::new(value, nodes, entry))
}
