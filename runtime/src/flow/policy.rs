//! Policies as owned values, and what became of their clauses.

use std::fmt;

use flow_core::policy::{ClauseView, Move, Obstacle, PRESETS, Preset, Verdict};
use flow_core::{LineColumn, Prover};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::assurance::path_text;
use super::check::{Report, prove};
use super::owned::Flow;
use super::walk::Visit;

/// Room for the longest policy that a person would write.
type Read<'p> = flow_core::policy::Policy<'p, 64, 256>;

/// Moves of a path that are asked for at first; longer ones are asked for again.
const MOVES: usize = 128;

/// A policy that was read and found to be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    name: String,
    text: String,
}

impl fmt::Display for PolicyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proved = self
            .clauses
            .iter()
            .filter(|clause| clause.verdict == Ruling::Proved);
        writeln!(
            f,
            "policy {}: {} of {} clauses proved",
            self.policy,
            proved.count(),
            self.clauses.len()
        )?;
        for clause in &self.clauses {
            let code = clause.code.as_deref().unwrap_or_default();
            match (clause.verdict, &clause.reason) {
                (Ruling::Proved, _) => writeln!(f, "  proved: {}", clause.clause)?,
                (Ruling::Refuted, _) => {
                    writeln!(
                        f,
                        "  refuted {code}: {}\n    {}",
                        clause.clause,
                        path_text(&clause.path)
                    )?;
                }
                (Ruling::Undecided, reason) => {
                    let reason = reason.as_deref().unwrap_or_default();
                    writeln!(f, "  undecided {code}: {}\n    {reason}", clause.clause)?;
                }
            }
        }
        Ok(())
    }
}

/// Why there is no such policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The text is not a policy.
    #[error("policy `{name}`, line {}, column {}: {message}", .place.line, .place.column)]
    NotAPolicy {
        /// What the policy was called.
        name: String,
        /// Place of the mistake.
        place: LineColumn,
        /// The mistake, and what to do.
        message: String,
    },
    /// A value is neither a name nor a policy.
    #[error(
        "a policy is the name of a preset ({}), an array of clauses, or an object with `clauses`",
        presets()
    )]
    WrongKind,
    /// No preset has the name.
    #[error("there is no policy preset `{name}`: use one of {}", presets())]
    UnknownPreset {
        /// The name.
        name: String,
    },
}

fn presets() -> String {
    PRESETS
        .map(|preset| format!("`{}`", preset.name))
        .join(", ")
}

/// What became of a policy for one flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PolicyReport {
    /// Name of the policy.
    pub policy: String,
    /// Whether every clause is proved.
    pub holds: bool,
    /// Every clause, in the order of the policy.
    pub clauses: Vec<ClauseReport>,
}

/// What became of a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClauseReport {
    /// The clause in words.
    pub clause: String,
    /// What became of it.
    pub verdict: Ruling,
    /// Code of the finding, where the clause is not proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A shortest path that breaks it; empty where it is proved.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<Visit>,
    /// Why it is undecided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What can become of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Ruling {
    /// It holds on every path.
    Proved,
    /// A path breaks it.
    Refuted,
    /// The policy does not fit the flow.
    Undecided,
}

/// A clause that is not proved, in words, and the finding that says so.
pub(super) struct Demand {
    pub(super) found: flow_core::Finding,
    pub(super) clause: String,
}

impl Policy {
    /// A policy from its text.
    ///
    /// # Errors
    ///
    /// Fails where the text is not a policy, with the first mistake.
    pub fn read(name: &str, text: &str) -> Result<Self, PolicyError> {
        Read::read(text).map_err(|error| PolicyError::NotAPolicy {
            name: name.to_owned(),
            place: error.span.line_column(text),
            message: error.message(text).to_string(),
        })?;
        Ok(Self {
            name: name.to_owned(),
            text: text.to_owned(),
        })
    }

    /// The preset of a name.
    ///
    /// # Errors
    ///
    /// Fails where there is none.
    pub fn preset(name: &str) -> Result<Self, PolicyError> {
        let preset = Preset::by_name(name).ok_or_else(|| PolicyError::UnknownPreset {
            name: name.to_owned(),
        })?;
        Self::read(preset.name, preset.text)
    }

    /// A policy from a value: the name of a preset, an array of clauses, or an object.
    ///
    /// # Errors
    ///
    /// Fails where it is none of them.
    pub fn from_value(value: &Value) -> Result<Self, PolicyError> {
        match value {
            Value::String(name) => Self::preset(name),
            Value::Array(_) | Value::Object(_) => {
                let name = value["preset"].as_str().unwrap_or("policy");
                Self::read(name, &value.to_string())
            }
            _ => Err(PolicyError::WrongKind),
        }
    }

    /// Proves or refutes every clause for a flow.
    pub fn judge_flow(&self, flow: &Flow) -> PolicyReport {
        let clauses = prove(&flow.value().to_string(), |prover| self.clauses(prover));
        self.report(clauses.unwrap_or_default())
    }

    /// Proves or refutes every clause; those not proved go into `report` and `demands`, too.
    pub(super) fn judge(
        &self,
        prover: &mut Prover<'_>,
        report: &mut Report,
        demands: &mut Vec<Demand>,
    ) -> PolicyReport {
        if let Ok(policy) = Read::read(&self.text) {
            prover.check(policy.view(), report);
            demands.extend(policy.view().clauses().filter_map(|clause| {
                Some(Demand {
                    found: prover.finding(clause)?,
                    clause: format!("{}: {clause}", self.name),
                })
            }));
        }
        self.report(self.clauses(prover))
    }

    fn report(&self, clauses: Vec<ClauseReport>) -> PolicyReport {
        PolicyReport {
            policy: self.name.clone(),
            holds: clauses
                .iter()
                .all(|clause| clause.verdict == Ruling::Proved),
            clauses,
        }
    }

    /// Proves or refutes every clause.
    pub(super) fn clauses(&self, prover: &mut Prover<'_>) -> Vec<ClauseReport> {
        // INVARIANT: the text was read when the policy was made.
        let policy = Read::read(&self.text).ok();
        let clauses = policy.iter().flat_map(|policy| policy.view().clauses());
        clauses
            .map(|clause| ClauseReport::of(clause, prover))
            .collect()
    }
}

impl ClauseReport {
    fn of(clause: ClauseView<'_>, prover: &mut Prover<'_>) -> Self {
        let mut path = vec![Move::default(); MOVES];
        let mut verdict = prover.prove(clause, &mut path);
        if let Verdict::Refuted { moves } = verdict {
            let moves = usize::try_from(moves).unwrap_or(usize::MAX);
            if moves > path.len() {
                path.resize(moves, Move::default());
                verdict = prover.prove(clause, &mut path);
            }
            path.truncate(moves);
        }
        let (ruling, code) = match verdict {
            Verdict::Proved => (Ruling::Proved, None),
            Verdict::Refuted { .. } => (Ruling::Refuted, Some(clause.kind().spec().rule)),
            Verdict::Undecided(_) => (Ruling::Undecided, Some(flow_core::Rule::PolicyDoesNotFit)),
        };
        Self {
            clause: clause.to_string(),
            verdict: ruling,
            code: code.map(|rule| rule.meta().code.to_owned()),
            path: if ruling == Ruling::Refuted {
                visits(prover.flow(), &path)
            } else {
                Vec::new()
            },
            reason: match verdict {
                Verdict::Undecided(obstacle) => Some(reason(clause, obstacle)),
                _ => None,
            },
        }
    }

    /// Of a clause that nothing is known about.
    pub(super) fn undecided() -> Self {
        Self {
            clause: String::new(),
            verdict: Ruling::Undecided,
            code: None,
            path: Vec::new(),
            reason: None,
        }
    }
}

fn reason(clause: ClauseView<'_>, obstacle: Obstacle) -> String {
    match obstacle {
        Obstacle::NoSuchEnd(name) => {
            let name = name.view(clause.policy_text());
            format!("the flow has no end `{name}`: name its ends under `success`")
        }
        Obstacle::NoSuccess => obstacle.to_string(),
    }
}

/// The nodes of a path, the last one without an outcome.
fn visits(flow: flow_core::Flow<'_>, path: &[Move]) -> Vec<Visit> {
    let visit = |position: Option<usize>, outcome: Option<String>| {
        let node = flow.node(position?)?;
        Some(Visit {
            node: node.id().to_string(),
            node_type: node
                .node_type()
                .map_or("", flow_core::schema::NodeType::name)
                .to_owned(),
            outcome,
        })
    };
    let taken = path
        .iter()
        .map(|taken| visit(taken.source(flow), Some(taken.outcome(flow).to_string())));
    let last = path.last().map(|last| visit(last.target(flow), None));
    taken.chain(last).flatten().collect()
}
