//! A flow as a picture: cards in rows from top to bottom, one chip per outcome, the main path as a straight spine.
//!
//! The data path is flow → `layout` (positions, no markup) → `picture` (markup, no arithmetic). The layout is our
//! own: layered, with ordered ports, back edges found by a depth-first walk and led dashed along the left side, and all
//! lines in channels between the cards, so that none runs through a card. The same flow always gives the same bytes.

mod layout;
mod lines;
mod look;
mod markup;
mod picture;
mod text;

pub use picture::svg;

use crate::flow::{Finding, Flow};

/// Position of the node a finding is about, read from its pointer (`/3/outcomes` or `/flow/3/outcomes`).
pub(crate) fn node_of(finding: &Finding, flow: &Flow) -> Option<usize> {
    let mut parts = finding.pointer.split('/').skip(1);
    let first = parts.next()?;
    let position = if first == "flow" {
        parts.next()?
    } else {
        first
    };
    position
        .parse()
        .ok()
        .filter(|position| *position < flow.nodes().len())
}
