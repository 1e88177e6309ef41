//! `F4014`: an endpoint is polled by a talk that does not wait. Source: `FaceSign` node types, `awaitExternal`: whichever
//! fires first wins, and an outcome without condition fires at once.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::model::{Marks, again};
use crate::rules::Rule;

/// Every polling conversation that goes on without a reply, by its flag or by an outcome without condition.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    for (_, node) in facts.nodes() {
        let (flag, always) = (node.marks.has(Marks::NO_REPLY), node.marks.has(Marks::UNCONDITIONAL));
        if !(flag || always) || !facts.awaits(node) {
            continue;
        }
        let why = if flag { "`doesNotRequireReply`" } else { "an outcome without condition" };
        let span = again::member(facts.flow.text, node, "awaitExternal").unwrap_or(node.span);
        sink.emit(Finding::new(Rule::AwaitExitUnused, span, Detail::Known(why)));
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "the talk goes on at once by {}, before the endpoint can answer", said.known())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("give every outcome a condition, so that the talk lasts until an exit is taken")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    fn talk(condition: &str, flag: &str) -> std::string::String {
        std::format!(r#"{{"id":"a","type":"conversation","prompt":"p"{flag},"outcomes":[{{"id":"o","condition":"{condition}","targetNodeId":"e"}}],
        "awaitExternal":{{"request":{{"url":"u"}},"poll":{{"intervalMs":1,"timeoutMs":1}},"exits":{{"onDataReady":"e","onTimeout":"e","onError":"e"}}}}}}"#)
    }

    #[test]
    fn the_talk_must_last() {
        check_node(&talk("the person wants to stop", ""), &[]);
        check_node(&talk("", ""), &["F4014 /1/awaitExternal"]);
        check_node(&talk("the person was told", r#","doesNotRequireReply":true"#), &["F4014 /1/awaitExternal"]);
    }
}
