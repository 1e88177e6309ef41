//! What the benches measure: a corpus of generated flows, our validator, and its peers that do the same work.
//!
//! - [`corpus`] makes fifty sound flows of 5 to 40 nodes, the same bytes on every machine.
//! - [`contest`] holds the contestants: each takes a document and answers whether it is a sound flow.
//! - [`typed`] has the first peers: `serde_json`, `sonic-rs` and `simd-json` into borrowed types, then a graph check.
//! - [`tagged`] is another peer: `serde_json` with one enum variant per node type, then the same graph check.
//! - [`schema`] is another peer: `serde_json::Value`, then a JSON Schema, then the same graph check.
//! - [`graph`] is the graph check of the peers.
//! - [`counted`] and [`adversary`] are for counting instructions: over the corpus, and over documents made to be slow.
//! - [`table`] measures all of them quickly and prints one table.

pub mod adversary;
pub mod contest;
pub mod corpus;
pub mod counted;
pub mod graph;
pub mod schema;
pub mod table;
pub mod tagged;
pub mod typed;
