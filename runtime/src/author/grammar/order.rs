//! From the order of the text to the order of the flow.

use flow_core::schema::NodeType;

use super::mention::{Mention, Mentions, Rank};

/// Positions of the mentions in the order of the flow: first things first, last things last, what is compared before its
/// comparison, then the relations, each of which moves one mention directly in front of another.
pub(super) fn order(mentions: &Mentions) -> Vec<usize> {
    let mut order: Vec<usize> = (0..mentions.all.len()).collect();
    order.sort_by_key(|&place| mentions.all[place].rank);
    compare_last(mentions, &mut order);
    for &(first, second) in &mentions.before {
        let at = |wanted: usize| order.iter().position(|&place| place == wanted);
        if let (Some(from), Some(to)) = (at(first), at(second))
            && from > to
        {
            let moved = order.remove(from);
            order.insert(to, moved);
        }
    }
    order
}

/// "Compare the selfie with the passport" names the comparison first.
fn compare_last(mentions: &Mentions, order: &mut Vec<usize>) {
    let is = |place: usize, kind| mentions.all[place].is(kind);
    let compare = order
        .iter()
        .position(|&place| is(place, NodeType::FaceCompare));
    let source = order
        .iter()
        .rposition(|&place| is(place, NodeType::DocumentScan) || is(place, NodeType::FaceScan));
    if let (Some(compare), Some(source)) = (compare, source)
        && compare < source
    {
        let moved = order.remove(compare);
        order.insert(source, moved);
    }
}

/// Whether several mentions shall come first and nothing says which of them does.
pub(super) fn is_contested(mentions: &Mentions) -> bool {
    let first = |mention: &&Mention| mention.rank == Rank::First;
    mentions.all.iter().filter(first).count() > 1 && mentions.before.is_empty()
}
