//! Clauses of a policy against a slow model of sets, on thousands of random flows and policies: every verdict is the same,
//! and every refutation is a path that can be walked, breaks the clause, and is as short as any.

use std::collections::{BTreeMap, BTreeSet};

use facesign_tests::model::{Model, moves};
use facesign_tests::sketch::{Dice, Sketch};
use flow_core::policy::{Move, Policy, Verdict};
use flow_core::simulate::Walk;
use flow_core::{Gateway, Report, prover};
use serde_json::{Value, json};

/// Flows that could be walked, with one policy each.
const ROUNDS: usize = 4000;

/// Moves of the longest path that is looked at.
const LONGEST: usize = 64;

/// Steps that policies are made of; those that name nothing in a flow are as welcome as others.
const STEPS: [&str; 22] = [
    "conversation",
    "conversation/onTimeout",
    "conversation/outcome_0",
    "d*",
    "data_validation/outcome_1",
    "dialogue",
    "document_scan/scanSuccess",
    "enter_email/emailEntered",
    "external_call",
    "face_compare/match",
    "face_scan/passed",
    "field_condition/default",
    "field_condition/rules/0",
    "liveness_detection",
    "liveness_detection/deepfakeDetected",
    "liveness_detection/inconclusive",
    "liveness_detection/livenessDetected",
    "liveness_detection/noFace",
    "permissions/permissionsGranted",
    "recognition/recognized",
    "start/outcome",
    "two_factor_*/verified",
];

#[test]
fn verdicts_agree_with_the_model_and_refutations_are_shortest_walks() {
    let mut dice = Dice::new(4000);
    let mut seen: BTreeMap<(String, bool), usize> = BTreeMap::new();
    let mut longest = 0;
    let mut rounds = 0;
    while rounds < ROUNDS {
        let flow = random_flow(&mut dice);
        let policy = random_policy(&mut dice, &flow);
        let Some(verdicts) = verdicts(&flow, &policy) else {
            continue;
        };
        rounds += 1;
        let oracle = Oracle::of(&flow);
        for (clause, verdict) in policy["clauses"]
            .as_array()
            .expect("made above")
            .iter()
            .zip(verdicts)
        {
            let name = clause["clause"].as_str().expect("made above").to_owned();
            let told = || format!("{clause} of {policy} on {}", json!(flow));
            let expected = oracle.shortest(clause, &policy);
            match &verdict {
                None => assert_eq!(expected, None, "proved: {}", told()),
                Some(path) => {
                    assert_eq!(
                        Some(path.len()),
                        expected,
                        "refuted by {path:?}: {}",
                        told()
                    );
                    assert!(
                        oracle.breaks(clause, &policy, path),
                        "by {path:?}: {}",
                        told()
                    );
                    longest = longest.max(path.len());
                }
            }
            *seen.entry((name, verdict.is_some())).or_default() += 1;
        }
    }
    assert_eq!(
        seen.len(),
        12,
        "every clause is proved and refuted: {seen:?}"
    );
    assert!(
        seen.values().all(|count| *count >= 100) && longest >= 12,
        "{longest} {seen:?}"
    );
}

/// A path as outcomes with the node they leave.
type Path = Vec<(String, String)>;

/// For every clause its refutation, which was walked; `None` where the flow cannot be walked or has no success.
fn verdicts(flow: &[Value], policy: &Value) -> Option<Vec<Option<Path>>> {
    let (flow, policy) = (json!(flow).to_string(), policy.to_string());
    let policy = Policy::<8, 32>::read(&policy)
        .unwrap_or_else(|error| panic!("{} {policy}", error.message(&policy)));
    let mut workspace = Gateway::new();
    let mut prover = prover(flow.as_bytes(), &mut workspace, &mut Report::<8>::new())?;
    let mut found = Vec::new();
    for clause in policy.view().clauses() {
        let mut path = [Move::default(); LONGEST];
        found.push(match prover.prove(clause, &mut path) {
            Verdict::Proved => None,
            Verdict::Refuted { moves } => Some(walked(prover.flow(), &path[..moves as usize])),
            Verdict::Undecided(_) => return None,
        });
    }
    Some(found)
}

/// The path as outcomes, after the step machine has followed it.
fn walked(flow: flow_core::Flow<'_>, path: &[Move]) -> Path {
    let mut walk = Walk::at(&flow, flow.entry().expect("one start")).expect("a node");
    let taken = |taken: &Move| {
        let outcome = taken.outcome(flow).to_string();
        assert_eq!(
            taken.source(flow),
            Some(walk.node()),
            "the path hangs together"
        );
        assert_eq!(walk.step(&outcome).ok(), taken.target(flow), "{outcome}");
        let id = flow.node(taken.source(flow)?)?.id().to_string();
        Some((id, outcome))
    };
    path.iter()
        .map(taken)
        .collect::<Option<_>>()
        .expect("moves of the flow")
}

fn random_flow(dice: &mut Dice) -> Vec<Value> {
    let nodes = 3 + dice.below(6);
    let wild = 20 + dice.below(50);
    let names: Vec<String> = (0..nodes)
        .map(|index| {
            if dice.below(3) == 0 {
                format!("stopped_{index}")
            } else {
                format!("n{index}")
            }
        })
        .collect();
    let mut flow = Sketch::roll(dice, nodes, wild).flow(|index| names[index].clone());
    for node in &mut flow {
        // What the API fills in is an edge, too.
        if node["type"] == "liveness_detection" && dice.below(2) == 0 {
            node["outcomes"]
                .as_object_mut()
                .expect("a map")
                .shift_remove("inconclusive");
        }
        if node["type"] == "conversation" && dice.below(3) == 0 {
            node["doesNotRequireReply"] = json!(true);
        }
    }
    flow
}

fn random_policy(dice: &mut Dice, flow: &[Value]) -> Value {
    let ends: Vec<&Value> = flow
        .iter()
        .filter(|node| node["type"] == "end")
        .map(|node| &node["id"])
        .collect();
    let steps = |dice: &mut Dice| -> Value {
        (0..=dice.below(2))
            .map(|_| json!(dice.pick(&STEPS)))
            .collect()
    };
    let mut clauses = vec![
        json!({"clause": "pass", "steps": steps(dice)}),
        json!({"clause": "order", "steps": steps(dice), "then": steps(dice)}),
        json!({"clause": "at-most", "steps": steps(dice), "max": 1 + dice.below(4)}),
        json!({"clause": "never", "steps": steps(dice)}),
        json!({"clause": "never-joins", "steps": steps(dice)}),
        json!({"clause": "person-in-every-cycle"}),
    ];
    if dice.below(2) == 0 {
        clauses[4]["unless"] = steps(dice);
    }
    if dice.below(3) == 0 {
        clauses[0]["ends"] = json!([dice.pick(&ends)]);
    }
    let mut policy = json!({"clauses": clauses});
    if dice.below(3) == 0 {
        policy["success"] = json!([dice.pick(&ends)]);
    }
    policy
}

/// The flow as plain sets.
struct Oracle {
    model: Model,
    moves: BTreeMap<String, Vec<(String, String)>>,
    start: String,
}

/// What is remembered of a path: for `order` and the like whether something was seen, for `at-most` how often.
type Memory = usize;

impl Oracle {
    fn of(flow: &[Value]) -> Self {
        let model = Model::of(&json!(flow));
        let all_moves = |node: &Value| {
            let mut found = moves(node);
            let linked = found.iter().any(|(outcome, _)| outcome == "inconclusive");
            if node["type"] == "liveness_detection" && !linked {
                let target = node["outcomes"]["noFace"].as_str().expect("a target");
                found.push(("inconclusive".to_owned(), target.to_owned()));
            }
            found
        };
        Self {
            moves: model
                .types
                .keys()
                .map(|id| (id.clone(), all_moves(model.node(id))))
                .collect(),
            start: model.entries().into_iter().next().expect("one start"),
            model,
        }
    }

    /// Ends that a clause is about.
    fn ends(&self, clause: &Value, policy: &Value) -> BTreeSet<String> {
        let named = clause
            .get("ends")
            .or(policy.get("success"))
            .and_then(Value::as_array);
        match named {
            Some(named) => named
                .iter()
                .map(|id| id.as_str().expect("an id").to_owned())
                .collect(),
            None => self
                .model
                .terminals()
                .into_iter()
                .filter(|id| !id.starts_with("stopped"))
                .collect(),
        }
    }

    fn takes(&self, steps: &Value, id: &str, outcome: &str) -> bool {
        let node = self.model.node(id);
        let listens = node["type"] == "conversation" && node["doesNotRequireReply"] != json!(true);
        let is_one = |step: &Value| {
            let step = step.as_str().expect("a step");
            let (kind, wanted) = step
                .split_once('/')
                .map_or((step, None), |(kind, wanted)| (kind, Some(wanted)));
            let found = node["type"].as_str().expect("a type");
            let is_type = match kind.strip_suffix('*') {
                Some(beginning) => {
                    found.starts_with(beginning) || (listens && "dialogue".starts_with(beginning))
                }
                None => found == kind || (listens && kind == "dialogue"),
            };
            is_type && wanted.is_none_or(|wanted| wanted == outcome)
        };
        steps.as_array().into_iter().flatten().any(is_one)
    }

    /// What is remembered after a move, and whether the move itself breaks the clause.
    fn remember(&self, clause: &Value, memory: Memory, id: &str, outcome: &str) -> (Memory, bool) {
        let takes = |member: &str| self.takes(&clause[member], id, outcome);
        let is = takes("steps");
        match clause["clause"].as_str().expect("a name") {
            "pass" => (memory | usize::from(is), false),
            "order" => (memory | usize::from(takes("then")), memory > 0 && is),
            "at-most" => {
                let count = memory + usize::from(is);
                (
                    count,
                    count as u64 > clause["max"].as_u64().expect("a number"),
                )
            }
            "never" => (0, is),
            "never-joins" if is => (1, false),
            "never-joins" if takes("unless") => (0, false),
            _ => (memory, false),
        }
    }

    /// Whether a path with this memory may not end at one of the ends.
    fn breaks_at_end(clause: &Value, memory: Memory) -> bool {
        match clause["clause"].as_str().expect("a name") {
            "pass" => memory == 0,
            "never-joins" => memory == 1,
            _ => false,
        }
    }

    /// Moves of the shortest path that breaks the clause.
    fn shortest(&self, clause: &Value, policy: &Value) -> Option<usize> {
        if clause["clause"] == "person-in-every-cycle" {
            return self.shortest_cycle();
        }
        let ends = self.ends(clause, policy);
        let mut known = BTreeSet::new();
        let mut front = BTreeSet::from([(self.start.clone(), 0)]);
        for length in 1.. {
            let mut next = BTreeSet::new();
            for (id, memory) in &front {
                for (outcome, target) in &self.moves[id] {
                    let (memory, broken) = self.remember(clause, *memory, id, outcome);
                    if broken || (ends.contains(target) && Self::breaks_at_end(clause, memory)) {
                        return Some(length);
                    }
                    next.insert((target.clone(), memory));
                }
            }
            known.extend(front);
            front = next.difference(&known).cloned().collect();
            if front.is_empty() {
                break;
            }
        }
        None
    }

    fn shortest_cycle(&self) -> Option<usize> {
        let everywhere = self.distances(&self.start, &|_, _| true);
        let unattended = |id: &str, outcome: &str| self.is_unattended(id, outcome);
        let rounds = everywhere.iter().filter_map(|(id, stem)| {
            let nexts = self.moves[id]
                .iter()
                .filter(|(outcome, _)| unattended(id, outcome));
            let back =
                nexts.filter_map(|(_, next)| self.distances(next, &unattended).get(id).copied());
            Some(stem + 1 + back.min()?)
        });
        rounds.min()
    }

    fn is_unattended(&self, id: &str, outcome: &str) -> bool {
        const WAITING: [&str; 7] = [
            "conversation",
            "document_scan",
            "enter_email",
            "face_scan",
            "permissions",
            "two_factor_email",
            "two_factor_sms",
        ];
        let node = self.model.node(id);
        let waits = WAITING.contains(&node["type"].as_str().expect("a type"))
            && node["doesNotRequireReply"] != json!(true);
        !waits || ["onDataReady", "onTimeout", "onError"].contains(&outcome)
    }

    fn distances(&self, from: &str, over: &dyn Fn(&str, &str) -> bool) -> BTreeMap<String, usize> {
        let mut found = BTreeMap::from([(from.to_owned(), 0)]);
        loop {
            let before = found.clone();
            for (id, distance) in &before {
                for (_, target) in self.moves[id]
                    .iter()
                    .filter(|(outcome, _)| over(id, outcome))
                {
                    let cell = found.entry(target.clone()).or_insert(distance + 1);
                    *cell = (*cell).min(distance + 1);
                }
            }
            if found == before {
                return found;
            }
        }
    }

    /// Whether a path breaks the clause, by its words, with its last move.
    fn breaks(&self, clause: &Value, policy: &Value, path: &Path) -> bool {
        let target = |(id, outcome): &(String, String)| {
            let (_, target) = self.moves[id]
                .iter()
                .find(|(name, _)| name == outcome)
                .expect("a move");
            target.clone()
        };
        let last = target(path.last().expect("a path"));
        if clause["clause"] == "person-in-every-cycle" {
            let since = path.iter().position(|(id, _)| *id == last);
            return since.is_some_and(|since| {
                path[since..]
                    .iter()
                    .all(|(id, outcome)| self.is_unattended(id, outcome))
            });
        }
        let mut memory = 0;
        for (place, (id, outcome)) in path.iter().enumerate() {
            let (after, broken) = self.remember(clause, memory, id, outcome);
            if broken {
                return place + 1 == path.len();
            }
            memory = after;
        }
        self.ends(clause, policy).contains(&last) && Self::breaks_at_end(clause, memory)
    }
}
