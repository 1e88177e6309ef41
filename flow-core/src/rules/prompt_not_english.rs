//! `F5002`: a prompt or condition in another language than English.
//!
//! Source: conversation rule 1 of `FaceSign` and its guide on languages: prompts and conditions are written in English
//! whatever the languages of the session; the service translates.

use core::fmt;

use super::said::Said;
use super::talk::Talk;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::rules::Rule;

/// The prompt, or else the first condition that is not in English.
pub(super) fn check(talk: &Talk<'_>, sink: &mut Sink<'_>) {
    if let Some(finding) = talk.found(Rule::PromptNotEnglish, talk.prose.foreign) {
        sink.emit(finding);
    } else if !talk.answers.foreign.is_none() {
        let condition = talk.answers.foreign;
        sink.emit(Finding::new(Rule::PromptNotEnglish, condition.span(), Detail::Name(condition)));
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "not in English: {}", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("write prompts and conditions in English; the session translates them for the person")
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_advice, check_prompt};

    #[test]
    fn languages_are_told_by_their_words_and_scripts() {
        check_prompt(r"Begr\u00fc\u00dfe den Kunden und bitte ihn um Geduld.", &["F5002"]);
        check_prompt("Say: Hola, bienvenido a su banco.", &["F5002"]);
        check_prompt(r"Say: \u041f\u0440\u0438\u0432\u0435\u0442", &["F5002"]);
        check_prompt("Say: こんにちは", &["F5002"]);
        check_prompt("Say: You are paying Jürgen Müller of the Café de la Gare.", &[]);
        check_prompt("", &[]);
    }

    #[test]
    fn conditions_count_too() {
        check_advice(r#"{"id":"a","type":"conversation","prompt":"Ask the user to go on.","outcomes":[{"id":"x","condition":"der Kunde ist nicht bereit","targetNodeId":"e"},
        {"id":"y","condition":"no answer","targetNodeId":"e"}]}"#, &["F5002 /1/outcomes/0/condition"]);
    }
}
