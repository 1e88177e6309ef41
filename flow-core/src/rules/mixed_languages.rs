//! `F5003`: a prompt with sentences in English and sentences in another language.
//!
//! Source: conversation rule 1 of `FaceSign`: mixed authoring languages make the avatar change its language.

use core::fmt;

use super::said::Said;
use super::talk::Talk;
use crate::diagnostic::Sink;
use crate::rules::Rule;

/// A prompt with a sentence in English and one in another language.
pub(super) fn check(talk: &Talk<'_>, sink: &mut Sink<'_>) {
    if let Some(finding) = talk.found(Rule::MixedLanguages, talk.prose.mixed) {
        sink.emit(finding);
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "the prompt is partly in another language, such as {}", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("write the whole prompt in English, once; the session translates it for the person")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_prompt;

    #[test]
    fn sentences_are_compared_with_each_other() {
        check_prompt("Say: Welcome to the bank. Bienvenido a su banco.", &["F5003"]);
        check_prompt("Say: Please look at the camera. 请看镜头。", &["F5003"]);
        check_prompt("Say: Ciao Maria! Please look at the camera.", &[]);
    }
}
