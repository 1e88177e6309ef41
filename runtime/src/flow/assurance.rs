//! What a flow guarantees by itself: which checks every path to success passes, and where a deepfake leaves it.
//!
//! All of it is clauses of a policy, asked for every check that the schema knows (`docs/design/policy.md`).

use std::fmt;

use flow_core::Prover;
use flow_core::policy::successes;
use flow_core::schema::{NODES, NodeType, Verdict};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use super::check::prove;
use super::owned::Flow;
use super::policy::{ClauseReport, Policy, Ruling};
use super::walk::Visit;

/// The outcome by which a liveness check reports a deepfake.
const DEEPFAKE: &str = "liveness_detection/deepfakeDetected";

/// What a flow guarantees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Assurance {
    /// Ends taken for successes.
    pub success_ends: Vec<String>,
    /// Checks that every path to success passes, as `type/outcome`.
    pub always: Vec<String>,
    /// Checks that only some paths to success pass.
    pub sometimes: Vec<Around>,
    /// The earliest place where a deepfake is reported; absent where none is looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deepfake_exit: Option<DeepfakeExit>,
}

/// A check with a way around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Around {
    /// The check, as `type/outcome`.
    pub check: String,
    /// A shortest path to success that does not pass it.
    pub around: Vec<Visit>,
}

/// Where a deepfake is reported first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeepfakeExit {
    /// The node that reports it.
    pub node: String,
    /// Moves from the start up to and including the report.
    pub moves: usize,
    /// The node that follows.
    pub leads_to: String,
    /// Whether some path from a reported deepfake reaches success.
    pub reaches_success: bool,
}

impl Flow {
    /// What the flow guarantees; `success` names the ends that count, else their ids say so.
    ///
    /// An end that the flow does not have leaves nothing guaranteed.
    pub fn assurance(&self, success: Option<&[String]>) -> Assurance {
        let asked = prove(&self.value().to_string(), |prover| {
            assure(prover, self, success)
        });
        asked.unwrap_or_default()
    }
}

fn assure(prover: &mut Prover<'_>, flow: &Flow, success: Option<&[String]>) -> Assurance {
    let by_id = || {
        successes(prover.flow())
            .filter_map(|end| Some(flow.nodes().get(end)?.id.clone()))
            .collect()
    };
    let mut assurance = Assurance {
        success_ends: success.map_or_else(by_id, <[String]>::to_vec),
        ..Assurance::default()
    };
    let ends = &assurance.success_ends;
    if ends.is_empty() {
        return assurance;
    }
    for check in checks(flow) {
        let [around, joins] = ask(prover, ends, [("pass", &check), ("never-joins", &check)]);
        match (around.verdict, joins.verdict) {
            (Ruling::Proved, Ruling::Refuted) => assurance.always.push(check),
            (Ruling::Refuted, Ruling::Refuted) => {
                let around = around.path;
                assurance.sometimes.push(Around { check, around });
            }
            _ => {}
        }
    }
    let [exit, joins] = ask(
        prover,
        ends,
        [("never", DEEPFAKE), ("never-joins", DEEPFAKE)],
    );
    if let [.., node, next] = exit.path.as_slice() {
        assurance.deepfake_exit = Some(DeepfakeExit {
            node: node.node.clone(),
            moves: exit.path.len() - 1,
            leads_to: next.node.clone(),
            reaches_success: joins.verdict == Ruling::Refuted,
        });
    }
    assurance
}

/// Checks that the flow makes, each as the step that passes it.
fn checks(flow: &Flow) -> Vec<String> {
    let makes = |node_type: NodeType| {
        flow.nodes()
            .iter()
            .any(|node| node.node_type == node_type.name())
    };
    let of_type = |spec: &flow_core::schema::NodeSpec| {
        let name = spec.name;
        let passed = spec
            .node_type
            .outcomes()
            .filter(|outcome| outcome.verdict == Some(Verdict::Passed));
        passed.map(move |outcome| format!("{name}/{}", outcome.name))
    };
    NODES
        .iter()
        .filter(|spec| spec.traits.checks && makes(spec.node_type))
        .flat_map(|spec| of_type(spec))
        .collect()
}

/// What becomes of two clauses, each with one step.
fn ask(
    prover: &mut Prover<'_>,
    success: &[String],
    clauses: [(&str, &str); 2],
) -> [ClauseReport; 2] {
    let clauses = clauses.map(|(clause, step)| json!({"clause": clause, "steps": [step]}));
    let text = json!({"success": success, "clauses": clauses}).to_string();
    let answers = Policy::read("assurance", &text).map(|policy| policy.clauses(prover));
    answers
        .ok()
        .and_then(|answers| answers.try_into().ok())
        .unwrap_or_else(|| [ClauseReport::undecided(), ClauseReport::undecided()])
}

impl fmt::Display for Assurance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.success_ends.is_empty() {
            return writeln!(f, "No end counts as success: nothing is guaranteed.");
        }
        writeln!(f, "Success: {}", self.success_ends.join(", "))?;
        if self.always.is_empty() {
            writeln!(f, "No check is passed on every path to success.")?;
        }
        for check in &self.always {
            writeln!(f, "Every path to success passes {check}.")?;
        }
        for Around { check, around } in &self.sometimes {
            writeln!(
                f,
                "Some paths only pass {check}; around it: {}",
                path_text(around)
            )?;
        }
        let Some(exit) = &self.deepfake_exit else {
            return writeln!(f, "No node looks for deepfakes.");
        };
        let DeepfakeExit {
            node,
            moves,
            leads_to,
            ..
        } = exit;
        let after = if exit.reaches_success {
            "can still reach success"
        } else {
            "never reaches success"
        };
        writeln!(
            f,
            "A deepfake leaves at {node} for {leads_to}, after {moves} moves at the earliest, and {after}."
        )
    }
}

/// A path as text: nodes with the outcomes between them.
pub(super) fn path_text(path: &[Visit]) -> String {
    let visits = path.iter().map(|visit| match &visit.outcome {
        Some(outcome) => format!("{} -[{outcome}]-> ", visit.node),
        None => visit.node.clone(),
    });
    visits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::author::RECIPES;
    use crate::flow::check;

    #[test]
    fn recipes_guarantee_what_they_promise() {
        for recipe in &RECIPES {
            let flow = check(recipe.flow).flow.unwrap();
            let assurance = flow.assurance(None);
            assert_eq!(assurance.success_ends.len(), 1, "{assurance}");
            assert!(
                assurance
                    .always
                    .contains(&"liveness_detection/livenessDetected".to_owned()),
                "{assurance}"
            );
            assert_eq!(assurance.sometimes, [], "{assurance}");
            assert!(
                assurance
                    .deepfake_exit
                    .is_some_and(|exit| !exit.reaches_success)
            );
            assert!(Policy::preset("step-up").unwrap().judge_flow(&flow).holds);
            let unknown = flow.assurance(Some(&["nowhere".to_owned()]));
            assert_eq!((unknown.always.len(), unknown.sometimes.len()), (0, 0));
        }
    }

    #[test]
    fn a_check_on_one_branch_is_not_on_every_path() {
        let flow = check(
            r#"[{"id":"s","type":"start","outcome":"route"},
            {"id":"route","type":"field_condition","default":"done","rules":[{"left":{"source":"providedData","field":"risk"},
             "operator":"exists","outcome":"code"}]},
            {"id":"code","type":"two_factor_sms","outcomes":{"verified":"done","delivery_failed":"stopped",
             "failed_unverified":"stopped","cancelled":"stopped","error":"stopped"}},
            {"id":"done","type":"end"},{"id":"stopped","type":"end"}]"#,
        );
        let assurance = flow.flow.unwrap().assurance(None);
        assert!(assurance.always.is_empty());
        let [around] = &assurance.sometimes[..] else {
            panic!("{assurance}")
        };
        assert_eq!(around.check, "two_factor_sms/verified");
        assert_eq!(
            path_text(&around.around),
            "s -[outcome]-> route -[default]-> done"
        );
        assert!(
            assurance
                .to_string()
                .contains("No node looks for deepfakes")
        );
    }
}
