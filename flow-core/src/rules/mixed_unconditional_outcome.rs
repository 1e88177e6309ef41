//! `F4011`: an outcome that is always taken beside others. Source: `FaceSign` README: a single outcome with an empty condition.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::model::Marks;
use crate::rules::Rule;

/// The first empty condition of every list that has other outcomes, too.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    let text = facts.flow.text;
    for (_, node) in facts.nodes() {
        if !node.marks.has(Marks::UNCONDITIONAL) || facts.listed(node) < 2 {
            continue;
        }
        let conditions = facts.flow.edges_of(node).iter().map(|edge| (edge, edge.condition(text)));
        let mut blank = conditions.filter(|(_, condition)| {
            !condition.is_none() && condition.view(text).is_blank()
        });
        if let Some((edge, condition)) = blank.next() {
            let detail = Detail::Name(edge.label.name());
            sink.emit(Finding::new(Rule::MixedUnconditionalOutcome, condition.span(), detail));
        }
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "outcome {} has no condition, so that the others never get their turn", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("say when it is taken, such as `anything else` or `no answer after 3 attempts`, or make it the only one")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    fn talk(first: &str, more: &str) -> std::string::String {
        std::format!(r#"{{"id":"a","type":"conversation","prompt":"p","outcomes":[{{"id":"o","condition":"{first}","targetNodeId":"e"}}{more}]}}"#)
    }

    #[test]
    fn alone_it_is_the_way_on() {
        let other = r#",{"id":"p","condition":"the person refuses","targetNodeId":"e"}"#;
        check_node(&talk("", ""), &[]);
        check_node(&talk("", other), &["F4011 /1/outcomes/0/condition"]);
        check_node(&talk(" ", other), &["F4011 /1/outcomes/0/condition"]);
        check_node(&talk("the person agrees", other), &[]);
    }
}
