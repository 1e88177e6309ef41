//! `F3008`: codes without end: a guesser gets as many attempts as wanted, and the receiver as many messages.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::{Array, Fact, Facts};
use crate::rules::Rule;

/// The first node of every reached cycle that sends codes.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    if !facts.any(Fact::CYCLIC) {
        return;
    }
    for position in 0..facts.flow.len() {
        facts.put(Array::Cursor, position, 0);
    }
    for (position, node) in facts.nodes() {
        let sends = node.kind.is_some_and(|node_type| node_type.spec().traits.sends_code);
        if !sends || !facts.has(position, Fact::CYCLIC) || !facts.has(position, Fact::REACHED) {
            continue;
        }
        let component = usize::from(facts.component(position));
        if facts.get(Array::Cursor, component) == 0 {
            facts.put(Array::Cursor, component, 1);
            sink.emit(Finding::new(Rule::EndlessCodeCycle, node.span, Detail::Name(node.id)));
        }
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} can be entered again and again, with new attempts each time", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("lead failure out of the cycle; `maxAttempts` bounds the attempts within the node")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn a_retry_is_found_also_through_other_nodes() {
        let code = |failed: &str| std::format!(r#"{{"id":"a","type":"two_factor_sms","outcomes":{{"verified":"e","delivery_failed":"e","failed_unverified":"{failed}","cancelled":"x","error":"e"}}}},{{"id":"x","type":"end"}}"#);
        check_node(&code("e"), &[]);
        check_node(&code("a"), &["F3008 /1"]);
        let talk = r#"{"id":"t","type":"conversation","prompt":"p","outcomes":[{"id":"o","condition":"again","targetNodeId":"a"},{"id":"x","condition":"no","targetNodeId":"e"}]}"#;
        check_node(&[code("t"), talk.into()].join(","), &["F3008 /1"]);
    }
}
