//! Sessions without a browser: `metadata.sandboxScenario` runs the flow at once, so that results exist to look at.
//!
//! | Scenario | What happens |
//! |---|---|
//! | `happy` | every check passes, every talk takes its first outcome |
//! | `deepfake` | every liveness check answers `deepfakeDetected` |
//! | `noFace` | every liveness check and recognition answers `noFace` |
//! | `inconclusive` | every liveness check answers `inconclusive` |
//! | `otpFailed` | every code step answers `failed_unverified` |
//! | `abandoned` | the page is left at the second node that waits for somebody; the session is incomplete |
//! | a list of outcomes | each node with more than one way out takes the next one; a list that ends early leaves the session incomplete |
//!
//! A loop is left by the shortest way once a talk was held twice.

use std::collections::VecDeque;

use serde_json::{Map, Value};

use super::decide::propose;
use super::fault::Fault;
use super::walk::{PLACEHOLDER_EMAIL, Scene, Walk, contact};
use crate::flow::{Flow, Node};

/// Name of the field in `metadata`.
pub const FIELD: &str = "sandboxScenario";
/// Outcomes in an explicit list at most.
const MAX_LIST: usize = 200;
/// Visits of one talk before its loop is left by the shortest way.
const TALK_VISITS: usize = 2;
/// Visits of any other node before the shortest way is taken.
const CHECK_VISITS: usize = 5;

/// Name, outcome it forces, and the node types it forces it on.
const NAMED: [(&str, &str, &[&str]); 5] = [
    ("happy", "", &[]),
    ("deepfake", "deepfakeDetected", &["liveness_detection"]),
    ("noFace", "noFace", &["liveness_detection", "recognition"]),
    ("inconclusive", "inconclusive", &["liveness_detection"]),
    (
        "otpFailed",
        "failed_unverified",
        &["two_factor_email", "two_factor_sms"],
    ),
];
/// The scenario that does not reach an end.
const ABANDONED: &str = "abandoned";

/// A way through the flow, chosen at the creation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scenario {
    Named {
        name: &'static str,
        outcome: &'static str,
        on: &'static [&'static str],
    },
    Abandoned,
    List(Vec<String>),
}

/// How a scenario ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    AtEnd,
    Early,
}

impl Scenario {
    /// Reads the scenario of a session's metadata, if there is one.
    pub(super) fn read(metadata: &Map<String, Value>) -> Result<Option<Self>, Fault> {
        let names = || {
            NAMED
                .iter()
                .map(|(name, ..)| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let wrong = |text: String| Fault::invalid(&format!("metadata.{FIELD}"), text);
        match metadata.get(FIELD) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text == ABANDONED => Ok(Some(Self::Abandoned)),
            Some(Value::String(text)) => NAMED
                .iter()
                .find(|(name, ..)| name == text)
                .map(|(name, outcome, on)| Some(Self::Named { name, outcome, on }))
                .ok_or_else(|| {
                    wrong(format!("there is no scenario `{text}`; use {}, `{ABANDONED}` or a list of outcomes", names()))
                }),
            Some(Value::Array(items)) if items.len() > MAX_LIST => {
                Err(wrong(format!("the list has more than {MAX_LIST} outcomes")))
            }
            Some(Value::Array(items)) => {
                let outcomes: Option<Vec<_>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
                outcomes.map(|list| Some(Self::List(list))).ok_or_else(|| wrong("the list holds something that is not a string".into()))
            }
            Some(_) => Err(wrong(format!("a scenario is one of {}, `{ABANDONED}` or a list of outcomes", names()))),
        }
    }

    /// Walks the flow to its end or to where the scenario leaves it.
    pub(super) fn run(
        &self,
        flow: &Flow,
        settings: &crate::api::wire::SessionSettings,
        walk: &mut Walk,
        now: i64,
    ) -> Result<Ended, Fault> {
        let distance = distances(flow);
        let mut visits = vec![0_usize; flow.nodes().len()];
        let mut list = match self {
            Self::List(list) => list.iter().cloned().collect(),
            _ => VecDeque::new(),
        };
        let (mut waited, mut forced) = (0, false);
        // Times grow by a millisecond a step: in order, and not in the future.
        let mut scene = Scene {
            flow,
            settings,
            now,
        };
        walk.begin(&scene)?;
        loop {
            let (at, node) = scene.node(&walk.node)?;
            if node.node_type == "end" {
                return self.arrived(&list, forced, node);
            }
            scene.now += 1;
            if let Some(visited) = visits.get_mut(at) {
                *visited += 1;
            }
            waited += usize::from(waits(node));
            if *self == Self::Abandoned && waited > 1 {
                return Ok(Ended::Early);
            }
            let outcome = match self {
                Self::List(_) => match listed(&mut list, node)? {
                    Some(outcome) => outcome,
                    None => return Ok(Ended::Early),
                },
                Self::Named { outcome, on, .. }
                    if on.contains(&node.node_type.as_str())
                        && visits.get(at) <= Some(&CHECK_VISITS) =>
                {
                    forced = true;
                    (*outcome).to_owned()
                }
                _ => chosen(
                    &scene,
                    walk,
                    at,
                    node,
                    visits.get(at).copied().unwrap_or_default(),
                    &distance,
                )?,
            };
            prepare(walk, &scene, node)?;
            let said =
                (node.node_type == "conversation").then(|| format!("[SANDBOX reply] {outcome}"));
            walk.take(&scene, &outcome, said.as_deref())?;
        }
    }

    /// An end was reached; whether that is what the scenario wanted.
    fn arrived(&self, list: &VecDeque<String>, forced: bool, end: &Node) -> Result<Ended, Fault> {
        let param = format!("metadata.{FIELD}");
        match self {
            Self::Named { name, on, .. } if !forced && !on.is_empty() => Err(Fault::invalid(
                &param,
                format!(
                    "the scenario `{name}` needs a node of type {} on the happy way; this flow has none there",
                    on.join(" or ")
                ),
            )),
            Self::Abandoned => Err(Fault::invalid(
                &param,
                "the scenario `abandoned` needs two nodes that wait for somebody; this flow ends before",
            )),
            Self::List(_) if !list.is_empty() => Err(Fault::invalid(
                &param,
                format!(
                    "the flow ended at `{}` with {} outcomes left over; the first is `{}`",
                    end.id,
                    list.len(),
                    list.front().map(String::as_str).unwrap_or_default()
                ),
            )),
            _ => Ok(Ended::AtEnd),
        }
    }
}

/// The next outcome of an explicit list. A node with one way out takes it unasked, unless the list names it.
fn listed(list: &mut VecDeque<String>, node: &Node) -> Result<Option<String>, Fault> {
    if let [only] = node.edges.as_slice() {
        if list.front() == Some(&only.outcome) {
            list.pop_front();
        }
        return Ok(Some(only.outcome.clone()));
    }
    let Some(wanted) = list.pop_front() else {
        return Ok(None);
    };
    if node.edges.iter().any(|edge| edge.outcome == wanted) {
        return Ok(Some(wanted));
    }
    let possible = node
        .edges
        .iter()
        .map(|edge| format!("`{}`", edge.outcome))
        .collect::<Vec<_>>()
        .join(", ");
    let message = format!(
        "node `{}` ({}) has no outcome `{wanted}`; possible here: {possible}",
        node.id, node.node_type
    );
    Err(Fault::invalid(&format!("metadata.{FIELD}"), message))
}

/// The happy outcome, or the one nearest to an end once the node was visited often enough.
fn chosen(
    scene: &Scene<'_>,
    walk: &Walk,
    at: usize,
    node: &Node,
    visits: usize,
    distance: &[usize],
) -> Result<String, Fault> {
    let most = if node.node_type == "conversation" {
        TALK_VISITS
    } else {
        CHECK_VISITS
    };
    if visits <= most
        && let Some(proposal) = propose(scene, walk, at, node)
    {
        return Ok(proposal.outcome);
    }
    let near = |target: usize| distance.get(target).copied().unwrap_or(usize::MAX);
    let nearest = node.edges.iter().min_by_key(|edge| near(edge.target));
    nearest
        .map(|edge| edge.outcome.clone())
        .ok_or_else(|| Fault::Conflict(format!("node `{}` has no way out", node.id)))
}

/// Gives a code node an address, as somebody at the page would.
fn prepare(walk: &mut Walk, scene: &Scene<'_>, node: &Node) -> Result<(), Fault> {
    let Some(fact) = contact(&node.node_type).filter(|_| walk.code.is_none()) else {
        return Ok(());
    };
    let to = if fact == "email" {
        PLACEHOLDER_EMAIL
    } else {
        "+1 555 0100"
    };
    walk.facts.insert(fact.into(), to.into());
    walk.send_code(scene, to)
}

/// Whether somebody has to do something here.
fn waits(node: &Node) -> bool {
    !matches!(
        node.node_type.as_str(),
        "start" | "end" | "external_call" | "field_condition" | "data_validation"
    )
}

/// Fewest outcomes from every node to an end.
fn distances(flow: &Flow) -> Vec<usize> {
    let nodes = flow.nodes();
    let mut distance: Vec<usize> = nodes
        .iter()
        .map(|node| {
            if node.node_type == "end" {
                0
            } else {
                usize::MAX
            }
        })
        .collect();
    // Bellman-Ford: each round settles at least one more node, or none is left to settle.
    let mut changed = true;
    while changed {
        changed = false;
        for (at, node) in nodes.iter().enumerate() {
            let near = node
                .edges
                .iter()
                .filter_map(|edge| distance.get(edge.target))
                .min()
                .copied();
            let through = near.unwrap_or(usize::MAX).saturating_add(1);
            if let Some(own) = distance.get_mut(at).filter(|own| through < **own) {
                *own = through;
                changed = true;
            }
        }
    }
    distance
}

/// Fewest further outcomes from a node, for the progress of the page.
pub(super) fn steps_left(flow: &Flow, at: usize) -> usize {
    distances(flow)
        .get(at)
        .copied()
        .filter(|steps| *steps < usize::MAX)
        .unwrap_or_default()
}
