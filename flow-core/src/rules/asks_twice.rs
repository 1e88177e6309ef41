//! `F5007`: the avatar asks aloud for what the next node asks for in its form.
//!
//! Source: `FaceSign` README (the code nodes ask for the address by themselves) and its known behaviours (after the form
//! the avatar may still ask aloud).

use core::fmt;

use super::said::Said;
use super::talk::Talk;
use crate::diagnostic::{Detail, Finding, Sink};
use crate::prose::Asked;
use crate::rules::Rule;
use crate::schema::NodeType;

/// A conversation that demands an address, number or code which the node behind it collects.
pub(super) fn check(talk: &Talk<'_>, sink: &mut Sink<'_>) {
    let Some(place) = talk.prose.asked_place.filter(|_| talk.converses()) else {
        return;
    };
    let again = talk.edges().iter().find_map(|edge| {
        let target = talk.target(edge)?;
        collects(target.kind?).meets(talk.prose.asked).then_some(target.id)
    });
    if let Some(id) = again {
        let detail = Detail::Reference {
            name: talk.word(place),
            meant: Some(id),
        };
        sink.emit(Finding::new(Rule::AsksTwice, talk.node.prompt.span(), detail));
    }
}

/// What a node asks for in a form of its own.
const fn collects(node_type: NodeType) -> Asked {
    match node_type {
        NodeType::EnterEmail => Asked::EMAIL,
        NodeType::TwoFactorEmail => Asked::EMAIL.and(Asked::CODE),
        NodeType::TwoFactorSms => Asked::PHONE.and(Asked::CODE),
        _ => Asked::NOTHING,
    }
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.meant() {
        Some(node) => write!(f, "the prompt asks for the {} that {node} asks for as well", said.name()),
        None => write!(f, "the prompt asks for the {} that the next node asks for as well", said.name()),
    }
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("let the prompt announce the form; the node collects it on the screen")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_advice;

    #[track_caller]
    fn check(prompt: &str, next: &str, expected: &[&str]) {
        check_advice(&std::format!(r#"{{"id":"a","type":"conversation","prompt":"{prompt}","outcomes":[{{"id":"x","condition":"","targetNodeId":"n"}}]}},
        {{"id":"n","type":"{next}","outcomes":{{{}}}}}"#, if next == "enter_email" { r#""emailEntered":"e","canceled":"e""# } else { r#""verified":"e","delivery_failed":"e","failed_unverified":"e","cancelled":"e","error":"e""# }), expected);
    }

    #[test]
    fn demands_are_told_from_announcements() {
        let twice = &["F5007 /1/prompt"][..];
        check("Ask for their email address.", "enter_email", twice);
        check("Say: What's your e-mail?", "two_factor_email", twice);
        check("Say: Please tell me the code.", "two_factor_sms", twice);
        check("Ask for their email address.", "two_factor_sms", &[]);
        check("Say: I will ask for your email address.", "enter_email", &[]);
        check("Explain that a code comes by email.", "two_factor_email", &[]);
    }
}
