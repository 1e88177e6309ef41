//! `F5009`: one prompt that asks for several things.
//!
//! Source: conversation rules 1 and 2 of `FaceSign` and all its samples, which give a conversation one job each; that
//! they mean it as a rule is inferred.

use core::fmt;

use super::said::Said;
use super::talk::Talk;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::rules::Rule;

/// Requests that one prompt may hold.
const MOST: u16 = 1;

/// A prompt with several questions, a list of requests, or several orders to ask.
pub(super) fn check(talk: &Talk<'_>, sink: &mut Sink<'_>) {
    let found = u16::from(talk.prose.requests);
    if found > MOST {
        let detail = Detail::Count { found, most: MOST };
        sink.emit(Finding::new(Rule::ManyRequestsInOnePrompt, talk.node.prompt.span(), detail));
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.finding.detail() {
        Detail::Count { found, .. } => write!(f, "the prompt asks for {found} things"),
        _ => f.write_str("the prompt asks for several things"),
    }
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("ask one thing per conversation, so that each answer decides where the flow goes on")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_prompt;

    #[test]
    fn questions_items_and_orders_are_counted() {
        check_prompt("Say: What is your name? Where do you live?", &["F5009"]);
        check_prompt("Find out: 1. their name 2. their age", &["F5009"]);
        check_prompt("Ask for the name. Then ask for the age. Ask for the city.", &["F5009"]);
        check_prompt("Say: How are you today? Where do you live?", &[]);
        check_prompt("Ask for recipient, amount and purpose.", &[]);
    }
}
