//! `F2007`: a field outside the table. The API accepts and ignores it.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Fix, NewText, Severity};
use crate::json::StrRef;
use crate::rules::Rule;
use crate::schema::{Field, Need};

/// The member `key` does not exist; `meant` may have been meant. An error where that one is required.
pub(crate) fn found(key: StrRef, meant: Option<(&'static Field, bool)>) -> Finding {
    let detail = Detail::Misspelt {
        name: key,
        meant: meant.map(|(field, _)| field.name),
    };
    let fix = meant.map(|(field, certain)| Fix::replace(key, NewText::Known(field.name), certain));
    let required = meant.is_some_and(|(field, _)| field.need == Need::Required);
    let severity = if required { Severity::Error } else { Severity::Warning };
    Finding::new(Rule::UnknownField, key.span(), detail)
        .with_severity(severity)
        .with_fix(fix)
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "there is no field {} here, so it has no effect", said.name())
}

pub(super) fn help(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.meant() {
        Some(meant) => write!(f, "write {meant}"),
        None => f.write_str("remove it"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_node, fixed};

    #[test]
    fn unknown_fields_are_warned_of_and_misspelt_ones_corrected() {
        check_node(r#"{"id":"a","type":"end","status":"ok"}"#, &["F2007 /1/status", "F3004 /2"]);
        let fixed = fixed(r#"[{"id":"s","type":"start","outcom":"e"},{"id":"e","type":"end"}]"#);
        assert_eq!(fixed, r#"[{"id":"s","type":"start","outcome":"e"},{"id":"e","type":"end"}]"#);
    }
}
