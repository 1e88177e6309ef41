//! `F5011`: the avatar asks for something that nobody should say aloud.
//!
//! Source: the transcript of a session is part of its report (`FaceSign` session reports), so what is said is kept; that
//! card numbers, passwords and whole social security numbers do not belong there is common practice (PCI DSS 3.3 for
//! card codes), not a rule of `FaceSign`.

use core::fmt;

use super::said::Said;
use super::talk::Talk;
use crate::diagnostic::Sink;
use crate::rules::Rule;

/// A prompt that demands a password, PIN, card number, card code, social security number or wallet key.
pub(super) fn check(talk: &Talk<'_>, sink: &mut Sink<'_>) {
    if let Some(finding) = talk.found(Rule::SensitiveDataAsked, talk.prose.secret) {
        sink.emit(finding);
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "the prompt asks for a secret at {}", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("ask for the last four digits, or let a node verify the person; what is said stands in the transcript")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_prompt;

    #[test]
    fn demands_for_secrets_are_told_from_warnings() {
        for prompt in ["Ask for their password.", "Say: Please read me the number of your card.", "Collect the social security number.", "Say: I need your PIN."] {
            check_prompt(prompt, &["F5011"]);
        }
        for prompt in ["Say: We never ask you for a password.", "Ask for the last four digits of the card number.", "Explain how to choose a new password.", "Remind them not to say their PIN."] {
            check_prompt(prompt, &[]);
        }
    }
}
