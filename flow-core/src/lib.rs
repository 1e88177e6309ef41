#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![deny(
    missing_docs,
    clippy::alloc_instead_of_core,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_core,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used
)]
#![cfg_attr(
    test,
    expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a test fails by panicking"
    )
)]

#[cfg(test)]
extern crate std;

pub mod diagnostic;
#[cfg(feature = "fingerprint")]
pub mod fingerprint;
mod graph;
pub mod json;
pub mod limits;
pub mod model;
pub mod policy;
mod prose;
pub mod rules;
pub mod schema;
pub mod simulate;
mod span;
#[cfg(test)]
mod testing;
mod validate;
pub mod write;

pub use diagnostic::{Applicability, Finding, Fix, Report, Severity};
#[cfg(feature = "fingerprint")]
pub use fingerprint::Fingerprint;
pub use model::{Flow, Gateway, Server, Small, Workspace};
pub use policy::Prover;
pub use rules::{Rule, RuleSet};
pub use span::{LineColumn, Span};
pub use validate::{Options, prover, prover_with, valid_text, validate, validate_with};
