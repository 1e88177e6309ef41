//! `F5010`: a prompt that nobody listens to the end of, or that holds more than one job.
//!
//! No source states a limit. Ours: 75 exact words are half a minute at 150 words a minute, and 120 words of a
//! description are half a page.

use core::fmt;

use super::said::Said;
use super::talk::Talk;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::rules::Rule;

/// Words that the avatar speaks in half a minute.
const MOST_SPOKEN: u16 = 75;
/// Words of a description.
const MOST_DESCRIBED: u16 = 120;

/// A prompt with more words than the avatar should speak at a stretch, or be given at once.
pub(super) fn check(talk: &Talk<'_>, sink: &mut Sink<'_>) {
    let most = if talk.prose.verbatim { MOST_SPOKEN } else { MOST_DESCRIBED };
    let found = talk.prose.half_words / 2;
    if found > most {
        let detail = Detail::Count { found, most };
        sink.emit(Finding::new(Rule::PromptTooLong, talk.node.prompt.span(), detail));
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.finding.detail() {
        Detail::Count { found, most } => write!(f, "the prompt has {found} words, more than {most}"),
        _ => f.write_str("the prompt is too long"),
    }
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("keep to what the person needs now; spread the rest over several conversations")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_prompt;

    #[test]
    fn exact_words_and_descriptions_have_their_limits() {
        let words = |count: usize| "word ".repeat(count);
        check_prompt(&std::format!("Say: {}", words(75)), &[]);
        check_prompt(&std::format!("Say: {}", words(76)), &["F5010"]);
        check_prompt(&words(120), &[]);
        check_prompt(&words(121), &["F5010"]);
        check_prompt(&std::format!("Say: {}", "語".repeat(152)), &["F5002", "F5010"]);
    }
}
