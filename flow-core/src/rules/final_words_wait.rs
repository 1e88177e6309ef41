//! `F5006`: last words after which the session waits for a reply that nobody needs.
//!
//! Source: `FaceSign` README and node types: `doesNotRequireReply` is for closing words before an end node.

use core::fmt;

use super::said::Said;
use super::talk::Talk;
use crate::diagnostic::{Applicability, Detail, Edit, Finding, Fix, Sink};
use crate::json::{JsonStr, Reader};
use crate::model::{Marks, Node};
use crate::rules::Rule;
use crate::schema::{NodeType, suggest};

const FLAG: &str = "doesNotRequireReply";

/// A conversation whose one way leads to an end whatever is said, that asks nothing and still waits.
pub(super) fn check(talk: &Talk<'_>, sink: &mut Sink<'_>) {
    let node = talk.node;
    let [edge] = talk.edges() else { return };
    let ends = talk.target(edge).is_some_and(|target| target.kind == Some(NodeType::End));
    let asks = talk.prose.asks || (talk.prose.demands && !talk.prose.verbatim);
    if !talk.converses() || !ends || !talk.answers.free || asks || node.marks.has(Marks::NO_REPLY) {
        return;
    }
    if says_whether_to_wait(node, talk.flow.text) {
        return;
    }
    let fix = Fix {
        applicability: Applicability::Safe,
        edit: Edit::InsertFlag {
            at: node.prompt.span().end(),
            name: FLAG,
        },
    };
    let finding = Finding::new(Rule::FinalWordsWait, node.span, Detail::Name(node.id));
    sink.emit(finding.with_fix(Some(fix)));
}

/// Whether the author wrote the flag, as `false` or misspelt: adding it would then repeat it once the spelling is corrected.
/// Searched again, because a mark for every node would serve this alone.
fn says_whether_to_wait(node: &Node, text: &str) -> bool {
    let mut reader = Reader::starting_at(text, node.span.offset);
    let mut first = true;
    if reader.peek().and_then(|_| reader.open()).is_err() {
        return false;
    }
    while let Ok(Some(key)) = reader.next_key(core::mem::take(&mut first)) {
        let name = key.view(text);
        if suggest(name, [(JsonStr::plain(FLAG), FLAG)].into_iter()).is_some() {
            return true;
        }
        if reader.skip().is_err() {
            break;
        }
    }
    false
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "the session waits for a reply to the last words of {}", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("set `doesNotRequireReply` to `true`, so that the session ends when the words are spoken")
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_advice, fixed};

    #[test]
    fn only_closing_words_that_ask_nothing_are_found() {
        let last = |prompt: &str, more: &str| std::format!(r#"{{"id":"a","type":"conversation","prompt":"{prompt}"{more},"outcomes":[{{"id":"x","condition":"","targetNodeId":"e"}}]}}"#);
        check_advice(&last("Say: Goodbye.", ""), &["F5006 /1"]);
        check_advice(&last("Wish them a good day.", ""), &["F5006 /1"]);
        check_advice(&last("Say: Goodbye.", r#","doesNotRequireReply":true"#), &[]);
        check_advice(&last("Say: Goodbye.", r#","doesNotRequireReply":false"#), &[]);
        check_advice(&last("Say: Goodbye.", r#","doesnotRequireReply":true"#), &[]);
        check_advice(&last("Say: Was it easy?", ""), &[]);
        check_advice(&last("Ask for a rating.", ""), &[]);
    }

    #[test]
    fn the_flag_is_added() {
        let flow = r#"[{"id":"s","type":"start","outcome":"a"},{"id":"a","type":"conversation","prompt":"Say: Bye.","outcomes":[{"id":"x","condition":"","targetNodeId":"e"}]},{"id":"e","type":"end"}]"#;
        assert_eq!(fixed(flow), flow.replace(r#"Bye.""#, r#"Bye.","doesNotRequireReply":true"#));
    }
}
