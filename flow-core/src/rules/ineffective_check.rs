//! `F4006`: a check whose result changes nothing.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::rules::Rule;

/// Every check all of whose outcomes lead to one node.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    for (_, node) in facts.nodes() {
        let checks = node.kind.is_some_and(|node_type| node_type.spec().traits.checks);
        let target = facts.only_target(node).filter(|_| checks);
        if let Some(target) = target.and_then(|target| facts.flow.nodes.get(target)) {
            let detail = Detail::Reference {
                name: node.id,
                meant: Some(target.id),
            };
            sink.emit(Finding::new(Rule::IneffectiveCheck, node.span, detail));
        }
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "every outcome of {} leads to one node", said.name())?;
    said.meant().map_or(Ok(()), |target| write!(f, ", {target}"))
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead a failed check elsewhere, to a retry, another check or an end of its own")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    fn code(failed: &str) -> std::string::String {
        std::format!(r#"{{"id":"a","type":"two_factor_sms","outcomes":{{"verified":"e","delivery_failed":"e","failed_unverified":"{failed}","cancelled":"e","error":"e"}}}}"#)
    }

    #[test]
    fn one_outcome_that_goes_elsewhere_is_enough() {
        check_node(&code("e"), &["F4006 /1"]);
        check_node(&std::format!(r#"{},{{"id":"x","type":"end"}}"#, code("x")), &[]);
    }

    #[test]
    fn routers_are_checks_and_talks_are_none() {
        check_node(r#"{"id":"a","type":"field_condition","rules":[{"left":{"source":"providedData","field":"f"},"operator":"exists","outcome":"e"}],"default":"e"}"#, &["F4006 /1"]);
        check_node(r#"{"id":"a","type":"conversation","prompt":"p","outcomes":[{"id":"x","condition":"yes","targetNodeId":"e"},{"id":"y","condition":"no","targetNodeId":"e"}]}"#, &[]);
        check_node(r#"{"id":"a","type":"data_validation","validation":{"field":"f","action":"exists"},"outcomes":[{"id":"x","condition":"passed","targetNodeId":"e"}]}"#, &["F4005 /1/validation/field"]);
    }
}
