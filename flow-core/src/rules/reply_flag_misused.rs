//! `F4010`: a talk that goes on without a reply, yet depends on one. Source: `FaceSign` README and node types,
//! `doesNotRequireReply`.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::graph::Facts;
use crate::json::is_blank;
use crate::model::{Marks, Node, again};
use crate::rules::Rule;

const FLAG: &str = "doesNotRequireReply";

/// Every conversation with the flag that chooses among outcomes, or whose prompt ends as a question.
pub(crate) fn check(facts: &mut Facts<'_>, sink: &mut Sink<'_>) {
    let text = facts.flow.text;
    for (_, node) in facts.nodes() {
        if !node.marks.has(Marks::NO_REPLY) {
            continue;
        }
        let what = if facts.listed(node) > 1 {
            "chooses among several outcomes"
        } else if asks(node, text) {
            "asks a question"
        } else {
            continue;
        };
        let span = again::member(text, node, FLAG).unwrap_or(node.span);
        sink.emit(Finding::new(Rule::ReplyFlagMisused, span, Detail::Known(what)));
    }
}

fn asks(node: &Node, text: &str) -> bool {
    let quiet = |char: char| is_blank(char) || matches!(char, '"' | '\'' | '”' | '»');
    let mark = |char: char| matches!(char, '?' | '？' | '؟');
    let spoken = node.prompt.view(text);
    match spoken.as_plain() {
        // From its end: most prompts are long.
        Some(plain) => plain.chars().rev().find(|&char| !quiet(char)).is_some_and(mark),
        None => spoken.chars().filter(|&char| !quiet(char)).last().is_some_and(mark),
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "this conversation {} and does not wait for the reply", said.known())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "remove `{FLAG}`; it is for closing words with one outcome")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    fn talk(prompt: &str, more: &str) -> std::string::String {
        std::format!(r#"{{"id":"a","type":"conversation","prompt":"{prompt}","doesNotRequireReply":true,"outcomes":[{{"id":"o","condition":"{more}","targetNodeId":"e"}}]}}"#)
    }

    #[test]
    fn questions_and_choices_need_a_reply() {
        check_node(&talk("Say: Goodbye.", ""), &[]);
        check_node(&talk("Say: Is that right? ", ""), &["F4010 /1/doesNotRequireReply"]);
        let choice = talk("Say: Goodbye.", r#"yes","targetNodeId":"e"},{"id":"p","condition":"no"#);
        check_node(&choice, &["F4010 /1/doesNotRequireReply"]);
        check_node(&choice.replace("true", "false"), &[]);
    }
}
