//! `F2020`: program code as condition, the form of 2025. A model reads conditions as plain words today.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Fix, NewText};
use crate::json::{StrRef, is_blank};
use crate::rules::Rule;

/// Whether the condition is program code.
pub(crate) fn is_code(condition: StrRef, text: &str) -> bool {
    let is_operator = |pair: &[u8]| matches!(pair, b"==" | b"&&" | b"||" | b"=>");
    // Most conditions are words.
    if condition.inner().len > 5 && !condition.holds_any(text, b"=&|\\.!") {
        return false;
    }
    let raw = condition.inner().text(text);
    let word = raw == "false" || is_always(condition, text);
    word || is_negation(raw) || raw.as_bytes().windows(2).any(is_operator) || has_member_access(raw)
}

fn is_always(condition: StrRef, text: &str) -> bool {
    condition.is(text, "true")
}

/// `!name`: words never begin so.
fn is_negation(raw: &str) -> bool {
    matches!(raw.as_bytes(), [b'!', next, ..] if next.is_ascii_alphabetic() || *next == b'(')
}

/// `name.name` that is called, indexed or compared, or that is the whole condition.
fn has_member_access(raw: &str) -> bool {
    let of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    let is_access = |(object, rest): (&str, &str)| {
        let mut member = rest.bytes().skip(1);
        let begins = member.clone().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if !begins || !object.as_bytes().last().is_some_and(of_name) {
            return false;
        }
        let behind = rest.get(1 + member.by_ref().take_while(of_name).count()..).unwrap_or_default();
        match behind.chars().find(|&char| !is_blank(char)) {
            None if behind.is_empty() => !raw.bytes().any(|byte| byte == b' '),
            next => matches!(next, Some('(' | '[' | '<' | '>' | '=')),
        }
    };
    let mut dots = raw.bytes().enumerate().filter(|(_, byte)| *byte == b'.');
    dots.any(|(dot, _)| raw.split_at_checked(dot).is_some_and(is_access))
}

pub(crate) fn found(condition: StrRef, text: &str, alone: bool) -> Finding {
    let fix = is_always(condition, text).then(|| Fix::replace(condition, NewText::Known(""), alone));
    Finding::new(Rule::LegacyCondition, condition.span(), Detail::Name(condition)).with_fix(fix)
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "the condition {} is program code", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("describe in plain English when the outcome is taken; an empty condition means always")
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_node, fixed};

    #[test]
    fn code_is_told_from_words() {
        for (condition, findings) in [("true", 1), ("response.length === 3", 1), ("a && b", 1), ("it is true", 0), ("", 0),
            ("response.length > 0", 1), ("response.includes('yes')", 1), ("user.age", 1), ("!response", 1), ("() => true", 1),
            ("the customer agrees.", 0), ("no answer after 2.5 minutes", 0), ("the customer names example.com as the shop", 0),
            ("the customer says yes. otherwise silent", 0), ("stop!", 0), ("e.g. the weather", 0)] {
        let node = std::format!(r#"{{"id":"a","type":"conversation","prompt":"p","outcomes":[{{"id":"x","condition":"{condition}","targetNodeId":"e"}}]}}"#);
        check_node(&node, &["F2020 /1/outcomes/0/condition"][..findings]);
        }
    }

    #[test]
    fn true_becomes_empty() {
        let flow = r#"[{"id":"s","type":"start","outcome":"a"},{"id":"a","type":"conversation","prompt":"p","outcomes":[{"id":"x","condition":"true","targetNodeId":"e"}]},{"id":"e","type":"end"}]"#;
        assert_eq!(fixed(flow), flow.replace("true", ""));
    }

    #[test]
    fn beside_other_outcomes_true_is_left_to_the_author() {
        for order in [["true", "no"], ["no", "true"]] {
            let flow = std::format!(r#"[{{"id":"s","type":"start","outcome":"a"}},{{"id":"a","type":"conversation","prompt":"p","outcomes":[
            {{"id":"x","condition":"{}","targetNodeId":"e"}},{{"id":"y","condition":"{}","targetNodeId":"e"}}]}},{{"id":"e","type":"end"}}]"#, order[0], order[1]);
            assert_eq!(fixed(&flow), flow);
        }
    }
}
