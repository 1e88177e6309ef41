//! What the page's script is told about the plan.

use std::collections::BTreeMap;

use serde::Serialize;

use super::policy::clean_origins;
use super::registry::View;
use super::shown::LangName;
use super::texts::{Page, missing_texts};
use crate::api::Environment;
use crate::draw;
use crate::flow::Severity;

/// The plan as JSON, without anything secret.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StudioState<'a> {
    version: u64,
    environment: Environment,
    name: Option<&'a str>,
    avatar: Option<&'a str>,
    zone: Option<&'a str>,
    entry: Option<&'a str>,
    nodes: Vec<NodeState<'a>>,
    findings: Vec<FindingState<'a>>,
    langs: &'a [LangName],
    default_lang: Option<&'a str>,
    session_origins: Vec<String>,
    /// Page, then language, then the placeholders without a text.
    missing_texts: BTreeMap<Page, BTreeMap<String, Vec<String>>>,
}

#[derive(Serialize)]
struct NodeState<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    node_type: &'a str,
    prompt: Option<&'a str>,
    edges: Vec<EdgeState<'a>>,
}

#[derive(Serialize)]
struct EdgeState<'a> {
    outcome: &'a str,
    condition: Option<&'a str>,
    target: &'a str,
}

#[derive(Serialize)]
struct FindingState<'a> {
    code: &'a str,
    name: &'a str,
    severity: Severity,
    message: &'a str,
    help: &'a str,
    pointer: &'a str,
    line: u32,
    column: u32,
    /// Id of the node that the pointer lies in.
    node: Option<&'a str>,
}

impl<'a> StudioState<'a> {
    pub(super) fn of(view: &'a View) -> Self {
        let shown = &*view.shown;
        let plan = &shown.plan;
        let nodes = plan.flow.nodes();
        let id_at = |index: usize| nodes.get(index).map(|node| node.id.as_str());
        Self {
            version: view.version,
            environment: shown.environment,
            name: plan.client_reference_id.as_deref(),
            avatar: shown.avatar_name.as_deref().or(plan.avatar_id.as_deref()),
            zone: plan.zone.as_deref(),
            entry: id_at(plan.flow.entry()),
            nodes: nodes
                .iter()
                .map(|node| NodeState {
                    id: &node.id,
                    node_type: &node.node_type,
                    prompt: node.prompt.as_deref(),
                    edges: node
                        .edges
                        .iter()
                        .filter_map(|edge| {
                            Some(EdgeState {
                                outcome: &edge.outcome,
                                condition: edge.condition.as_deref(),
                                target: id_at(edge.target)?,
                            })
                        })
                        .collect(),
                })
                .collect(),
            findings: shown
                .findings
                .iter()
                .map(|finding| FindingState {
                    code: &finding.code,
                    name: &finding.name,
                    severity: finding.severity,
                    message: &finding.message,
                    help: &finding.help,
                    pointer: &finding.pointer,
                    line: finding.span.line,
                    column: finding.span.column,
                    node: draw::node_of(finding, &plan.flow).and_then(id_at),
                })
                .collect(),
            langs: &shown.langs,
            default_lang: plan.default_lang.as_deref(),
            session_origins: clean_origins(&shown.session_origins),
            missing_texts: missing_texts(plan, &shown.langs),
        }
    }
}
