//! `F5001`: a prompt that tells the avatar what to do in which case.
//!
//! Source: conversation rule 2 of `FaceSign`, and its guide on account recovery: the avatar ignores such logic or takes
//! the wrong branch.

use core::fmt;

use super::said::Said;
use super::talk::Talk;
use crate::diagnostic::Sink;
use crate::rules::Rule;

/// A description that branches; exact words may, for they speak to the person.
pub(super) fn check(talk: &Talk<'_>, sink: &mut Sink<'_>) {
    if let Some(finding) = talk.found(Rule::LogicInPrompt, talk.prose.logic) {
        sink.emit(finding);
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "the prompt branches at {}", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("give each case a conversation of its own, and choose between them by outcomes")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_prompt;

    #[test]
    fn conditions_of_the_avatar_are_told_from_those_of_the_person() {
        check_prompt("If the user is new, explain the check; otherwise greet them.", &["F5001"]);
        check_prompt("Explain the check unless the user knows it.", &["F5001"]);
        check_prompt("Be brief. When the caller is in a hurry, be briefer.", &["F5001"]);
        check_prompt("Depending on the mood tell a joke.", &["F5001"]);
        check_prompt("Ask the user if they are alone.", &[]);
        check_prompt("Explain that they may stop if they wish.", &[]);
        check_prompt("Say: If you are in a hurry, come back later.", &[]);
        check_prompt("Say: If the customer is new, say welcome.", &["F5001"]);
        check_prompt("Repeat the instructions if needed.", &[]);
    }
}
