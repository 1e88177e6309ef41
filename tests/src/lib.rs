//! What the integration tests and the benches share: the corpus on disk, flows made from sketches, and a slow graph model.
//!
//! - [`corpus`] finds every flow under `tests/corpus` and the recipes that the product ships.
//! - [`model`] answers the graph questions a second time, with plain sets and no regard for speed.
//! - [`prompts`] holds natural prompts against the rules about them.
//! - [`report`] writes down what the validator says about a document.
//! - [`sketch`] turns a few numbers into a whole flow, so that property tests can shrink and benches can repeat.
//! - [`slip`] makes the mistakes in them that people make.

pub mod corpus;
pub mod model;
pub mod prompts;
pub mod report;
pub mod sketch;
pub mod slip;
