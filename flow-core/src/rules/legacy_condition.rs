//! `F2020`: program code as condition, the form of 2025. A model reads conditions as plain words today.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Fix, NewText};
use crate::json::StrRef;
use crate::rules::Rule;

/// Whether the condition is program code.
pub(crate) fn check(condition: StrRef, text: &str) -> Option<Finding> {
    const OPERATORS: [&str; 5] = ["===", "!==", "==", "&&", "||"];
    let raw = condition.inner().text(text);
    // Most conditions are words: one look at all bytes, without an early end so that many are taken at a time, spares the
    // search for each operator.
    let telling = |byte| matches!(byte, b'=' | b'&' | b'|' | b'\\');
    if raw.len() > 5 && !raw.bytes().fold(false, |found, byte| found | telling(byte)) {
        return None;
    }
    let always = condition.view(text) == *"true";
    let code = always || raw == "false" || OPERATORS.iter().any(|operator| raw.contains(operator));
    let fix = always.then(|| Fix::replace(condition, NewText::Known(""), true));
    code.then(|| {
        Finding::new(Rule::LegacyCondition, condition.span(), Detail::Name(condition)).with_fix(fix)
    })
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
        for (condition, findings) in [("true", 1), ("response.length === 3", 1), ("a && b", 1), ("it is true", 0), ("", 0)] {
        let node = std::format!(r#"{{"id":"a","type":"conversation","prompt":"p","outcomes":[{{"id":"x","condition":"{condition}","targetNodeId":"e"}}]}}"#);
        check_node(&node, &["F2020 /1/outcomes/0/condition"][..findings]);
        }
    }

    #[test]
    fn true_becomes_empty() {
        let flow = r#"[{"id":"s","type":"start","outcome":"a"},{"id":"a","type":"conversation","prompt":"p","outcomes":[{"id":"x","condition":"true","targetNodeId":"e"}]},{"id":"e","type":"end"}]"#;
        assert_eq!(fixed(flow), flow.replace("true", ""));
    }
}
