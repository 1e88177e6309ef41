//! `F4013`: known and new people meet in one talk. Source: `FaceSign` use case "account recovery" and conversation rule 2: the
//! avatar ignores conditions in a prompt, so that each branch needs a greeting of its own.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::rules::Rule;
use crate::schema::NodeType;

/// Every recognition whose `recognized` and `newUser` lead to one conversation. Where all outcomes do, it is an
/// `ineffective-check`.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    for (_, node) in facts.nodes() {
        if !node.is_a(NodeType::Recognition) || facts.only_target(node).is_some() {
            continue;
        }
        if let (Some(known), Some(new)) = (facts.edge(node, "recognized"), facts.edge(node, "newUser"))
            && known.target == new.target
            && let Some(talk) = facts.flow.nodes.get(usize::from(new.target))
            && talk.is_a(NodeType::Conversation)
        {
            let detail = Detail::Name(new.target_id);
            sink.emit(Finding::new(Rule::RecognitionBranchesMerge, new.target_id.span(), detail));
        }
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "known and new people meet in the conversation {}", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("give each branch a conversation of its own: the avatar cannot tell in one prompt whom it greets")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    fn flow(recognized: &str, new: &str) -> std::string::String {
        std::format!(r#"{{"id":"a","type":"conversation","prompt":"Say hello and explain the check to the person in detail","outcomes":[{{"id":"o","condition":"","targetNodeId":"r"}}]}},
        {{"id":"r","type":"recognition","outcomes":{{"recognized":"{recognized}","newUser":"{new}","noFace":"x"}}}},
        {{"id":"t","type":"conversation","prompt":"p","outcomes":[{{"id":"o","condition":"","targetNodeId":"u"}}]}},
        {{"id":"u","type":"conversation","prompt":"p","outcomes":[{{"id":"o","condition":"","targetNodeId":"e"}}]}},{{"id":"x","type":"end"}}"#)
    }

    #[test]
    fn the_branches_need_talks_of_their_own() {
        check_node(&flow("t", "t"), &["F4013 /2/outcomes/newUser"]);
        check_node(&flow("t", "u"), &[]);
    }
}
