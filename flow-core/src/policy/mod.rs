//! Policies: what every path through a flow must hold to, proved, or refuted by a shortest path.
//!
//! A policy is a JSON text: an array of clauses, or an object with `clauses`, the ids of the `success` ends, and the
//! name of a `preset` whose clauses are added. [`Policy::read`] turns it into fixed memory, and
//! [`Prover::prove`](crate::Prover::prove) settles each clause:
//!
//! ```
//! use flow_core::policy::{Policy, Verdict};
//! use flow_core::{Gateway, Report, prover};
//!
//! let flow = br#"[
//!   {"id": "start", "type": "start", "outcome": "code"},
//!   {"id": "code", "type": "two_factor_sms", "outcomes": {"verified": "done", "delivery_failed": "done",
//!    "failed_unverified": "stopped", "cancelled": "stopped", "error": "stopped"}},
//!   {"id": "done", "type": "end"}, {"id": "stopped", "type": "end"}
//! ]"#;
//! let policy = Policy::<4, 8>::read(r#"[{"clause": "pass", "steps": ["two_factor_sms/verified"]}]"#)?;
//!
//! let mut workspace = Gateway::new();
//! let mut report = Report::<8>::new();
//! let mut prover = prover(flow, &mut workspace, &mut report).expect("a flow that can be walked");
//! let clause = policy.view().clauses().next().expect("the clause above");
//! let mut path = [Default::default(); 8];
//! assert_eq!(prover.prove(clause, &mut path), Verdict::Refuted { moves: 2 });
//! let outcomes = path[..2].iter().map(|taken| taken.outcome(prover.flow()).to_string());
//! assert_eq!(outcomes.collect::<Vec<_>>(), ["outcome", "delivery_failed"]);
//! # Ok::<(), flow_core::policy::PolicyError>(())
//! ```
//!
//! A path is a walk from the start node; every edge counts, those that nobody chooses too: comparisons and the default
//! of a `field_condition`, the exits of `awaitExternal`, and an outcome that the API fills in. A *step* is a way out:
//! `type/outcome` is taken where a node of that type is left by that outcome, `type` where it is left by any.

mod clause;
mod cycle;
mod ends;
mod error;
mod preset;
mod prove;
mod read;
mod search;
mod show;
#[cfg(test)]
mod tests;
mod trace;

pub use clause::{CLAUSES, Clause, ClauseKind, ClauseSpec, Member};
pub use ends::{FAILURE_WORDS, Obstacle, successes};
pub use error::{Meant, PolicyError, PolicyErrorKind, PolicyMessage};
pub use preset::{PRESETS, Preset};
pub use prove::{Prover, Verdict};
pub use trace::{Move, MoveName};

use heapless::Vec;

use crate::json::StrRef;
use clause::Step;

/// A policy that was read: up to `CLAUSES` clauses with together up to `NAMES` steps and `NAMES` ends.
///
/// It borrows its text for the names in it. About 1 KB with the default capacities on a 32-bit target.
#[derive(Clone, Debug)]
pub struct Policy<
    'p,
    const CLAUSES: usize = { crate::limits::POLICY.0 },
    const NAMES: usize = { crate::limits::POLICY.1 },
> {
    text: &'p str,
    clauses: Vec<Clause, CLAUSES>,
    steps: Vec<Step, NAMES>,
    ends: Vec<StrRef, NAMES>,
    success: Option<clause::Run>,
}

/// A policy without its capacities.
#[derive(Clone, Copy, Debug)]
pub struct PolicyView<'p> {
    pub(crate) text: &'p str,
    pub(crate) clauses: &'p [Clause],
    pub(crate) steps: &'p [Step],
    pub(crate) ends: &'p [StrRef],
    pub(crate) success: Option<clause::Run>,
}

/// A clause with the policy it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct ClauseView<'p> {
    pub(crate) policy: PolicyView<'p>,
    pub(crate) clause: &'p Clause,
}

impl<'p, const CLAUSES: usize, const NAMES: usize> Policy<'p, CLAUSES, NAMES> {
    /// Reads a policy.
    ///
    /// # Errors
    ///
    /// Fails at the first thing in the text that is not JSON or not a policy, and where the policy has more clauses,
    /// steps or ends than there is room for.
    pub fn read(text: &'p str) -> Result<Self, PolicyError> {
        let mut policy = Self {
            text,
            clauses: Vec::new(),
            steps: Vec::new(),
            ends: Vec::new(),
            success: None,
        };
        policy.success = read::read(
            text,
            read::Lists {
                clauses: policy.clauses.as_mut_view(),
                steps: policy.steps.as_mut_view(),
                ends: policy.ends.as_mut_view(),
            },
        )?;
        Ok(policy)
    }

    /// The policy without its capacities.
    pub fn view(&self) -> PolicyView<'_> {
        PolicyView {
            text: self.text,
            clauses: &self.clauses,
            steps: &self.steps,
            ends: &self.ends,
            success: self.success,
        }
    }
}

impl<'p> PolicyView<'p> {
    /// All clauses: those of the preset first, then as they stand in the text.
    pub fn clauses(self) -> impl Iterator<Item = ClauseView<'p>> {
        self.clauses.iter().map(move |clause| ClauseView {
            policy: self,
            clause,
        })
    }
}

impl<'p> ClauseView<'p> {
    /// What it demands.
    pub fn kind(self) -> ClauseKind {
        self.clause.kind
    }

    /// The clause in the text of the policy; `None` where it comes from a preset.
    pub fn span(self) -> Option<crate::Span> {
        self.clause.span
    }

    /// The text that names in it, and in its [`Obstacle`]s, stand in.
    pub fn policy_text(self) -> &'p str {
        self.policy.text
    }

    /// Steps it is about.
    pub(crate) fn steps(self) -> &'p [Step] {
        self.clause.steps.of(self.policy.steps)
    }

    /// Steps of `then` or `unless`.
    pub(crate) fn others(self) -> &'p [Step] {
        self.clause.others.of(self.policy.steps)
    }

    /// Ids of the ends, where clause or policy name any.
    pub(crate) fn named_ends(self) -> Option<&'p [StrRef]> {
        let run = self.clause.ends.or(self.policy.success)?;
        Some(run.of(self.policy.ends))
    }
}
