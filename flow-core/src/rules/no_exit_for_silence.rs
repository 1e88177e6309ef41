//! `F5005`: a conversation that a silent person never leaves.
//!
//! Source: `FaceSign` README and node types: a conversation stays until an outcome matches, and one with a goal needs an
//! outcome for silence, refusal, or too many exchanges.

use core::fmt;

use super::legacy_condition;
use super::said::Said;
use super::talk::Talk;
use crate::diagnostic::{Detail, Finding, Severity, Sink};
use crate::model::{Edge, Marks};
use crate::rules::Rule;

/// A conversation all of whose outcomes wait for words of the person. Exact words get a note: they may be a courtesy.
pub(super) fn check(talk: &Talk<'_>, sink: &mut Sink<'_>) {
    let answers = &talk.answers;
    let waits = answers.stated > 0 && !answers.free && !answers.silence;
    if !talk.converses() || !waits || may_say_otherwise(talk) {
        return;
    }
    let severity = if talk.prose.verbatim {
        Severity::Note
    } else {
        Severity::Warning
    };
    let node = talk.node;
    let finding = Finding::new(Rule::NoExitForSilence, node.span, Detail::Name(node.id));
    sink.emit(finding.with_severity(severity));
}

/// Whether a condition cannot be read: it is in another language, is program code, or its outcome is incomplete.
fn may_say_otherwise(talk: &Talk<'_>) -> bool {
    let text = talk.flow.text;
    let code = |edge: &Edge| legacy_condition::is_code(edge.condition(text), text);
    !talk.answers.foreign.is_none()
        || talk.node.marks.has(Marks::INCOMPLETE)
        || talk.edges().iter().any(code)
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "a person who says nothing never leaves {}", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("add an outcome such as `no answer after 3 attempts`, `refuses`, or `6 exchanges without a result`")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_advice;

    #[track_caller]
    fn check(prompt: &str, conditions: [&str; 2], expected: &[&str]) {
        let [one, two] = conditions;
        check_advice(&std::format!(r#"{{"id":"a","type":"conversation","prompt":"{prompt}","outcomes":[{{"id":"x","condition":"{one}","targetNodeId":"e"}},
        {{"id":"y","condition":"{two}","targetNodeId":"e"}}]}}"#), expected);
    }

    #[test]
    fn some_outcome_has_to_be_about_silence() {
        check("Ask the user to confirm.", ["the user confirms", "the user says no"], &["F5005 /1"]);
        check("Say: Do you confirm?", ["yes", "no"], &["F5005 /1"]);
        for exit in ["no answer after 3 attempts", "the user refuses", "6 exchanges", "anything else", "the user does not respond"] {
            check("Ask the user to confirm.", ["the user confirms", exit], &[]);
        }
    }
}
