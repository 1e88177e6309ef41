//! `F2012`: an outcome that the node never has. Mixed spellings make this the most frequent slip.

use core::fmt;

use super::said::{Said, write_names};
use crate::diagnostic::{Detail, Finding, Fix, NewText};
use crate::json::StrRef;
use crate::rules::Rule;
use crate::schema::Field;

/// The outcome `key` does not exist; `meant` is not linked yet and may have been meant.
pub(crate) fn found(
    key: StrRef,
    meant: Option<(&'static Field, bool)>,
    known: &'static [Field],
) -> Finding {
    let detail = Detail::Outcome {
        name: key,
        meant: meant.map(|(field, _)| field.name),
        known,
    };
    let fix = meant.map(|(field, certain)| Fix::replace(key, NewText::Known(field.name), certain));
    Finding::new(Rule::UnknownOutcome, key.span(), detail).with_fix(fix)
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "this node never has the outcome {}", said.name())
}

pub(super) fn help(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(meant) = said.meant() {
        return write!(f, "write {meant}");
    }
    f.write_str("remove it: the outcomes here are ")?;
    match said.finding.detail() {
        Detail::Outcome { known, .. } => write_names(known.iter().map(|outcome| outcome.name), f),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_node, fixed};

    #[test]
    fn one_l_or_two_is_one_finding() {
        check_node(r#"{"id":"a","type":"enter_email","outcomes":{"emailEntered":"e","cancelled":"e"}}"#, &["F2012 /1/outcomes/cancelled"]);
        check_node(r#"{"id":"a","type":"enter_email","outcomes":{"emailEntered":"e","canceled":"e","bounced":"e"}}"#,
        &["F2012 /1/outcomes/bounced"]);
        let flow = r#"[{"id":"s","type":"start","outcome":"a"},{"id":"e","type":"end"},{"id":"a","type":"enter_email","outcomes":{"emailEntered":"e","cancelled":"e"}}]"#;
        assert_eq!(fixed(flow), flow.replace("cancelled", "canceled"));
    }
}
