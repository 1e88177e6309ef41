//! Flows as owned values: the one place where `flow-core` types become wire types.
//!
//! [`check`] reads a flow and answers with [`Finding`]s and, where the graph can be walked, an owned [`Flow`].
//! [`schema`], [`node_types`] and [`rules`] are printed from the tables of `flow-core`.

mod assurance;
mod check;
mod compact;
mod difference;
mod docs;
mod finding;
mod fingerprint;
mod owned;
mod policy;
mod routes;
mod schema;
mod walk;

pub use assurance::{Around, Assurance, DeepfakeExit};
pub use check::{Checked, check, check_by, check_value, check_with};
pub use compact::compact_schema;
pub use difference::{Difference, EdgeChange, NodeChange};
pub use docs::{FieldDoc, NodeTypeDoc, OutcomeDoc, RuleDoc, meant_rule, node_types, rule, rules};
pub use finding::{Applicability, Edit, Finding, Fix, Severity, SpanJson, Tally};
pub use owned::{Edge, Flow, Node, StepError};
pub use policy::{ClauseReport, Policy, PolicyError, PolicyReport, Ruling};
pub use routes::{Route, Routes};
pub use schema::schema;
pub use walk::{Visit, Walked};
