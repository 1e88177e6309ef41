//! `F2009`: a string that is none of the values its field takes.

use core::fmt;

use super::said::{Said, write_names};
use crate::diagnostic::{Detail, Finding, Fix, NewText};
use crate::json::{JsonStr, StrRef};
use crate::rules::Rule;
use crate::schema::{Field, hint};

/// Values that a message lists.
const SHOWN: usize = 8;

/// `name` is none of the values of `field`.
pub(crate) fn found(field: &'static Field, name: StrRef, text: &str) -> Finding {
    let candidates = field.values().iter().map(|&known| (JsonStr::plain(known), known));
    let nearest = hint(name.view(text), candidates);
    let detail = Detail::Value {
        field,
        name,
        meant: nearest.map(|nearest| nearest.meant),
    };
    let fix = nearest.map(|nearest| Fix::replace(name, NewText::Known(nearest.meant), nearest.certain));
    Finding::new(Rule::UnknownValue, name.span(), detail).with_fix(fix)
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} is no value of `{}`", said.name(), said.known())
}

pub(super) fn help(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(meant) = said.meant() {
        return write!(f, "write {meant}");
    }
    let (shown, more) = match said.finding.detail() {
        Detail::Value { field, .. } => (field.values().iter().take(SHOWN), field.values().len() > SHOWN),
        _ => ([].iter().take(SHOWN), false),
    };
    f.write_str("use one of ")?;
    write_names(shown.copied(), f)?;
    f.write_str(if more { " or another value of the node reference" } else { "" })
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn choices_and_lists_of_choices_are_checked() {
        check_node(r#"{"id":"a","type":"document_scan","scanningMode":"SINGLE_SIDE","allowedDocumentTypes":["id","drivers_license"],
        "outcomes":{"scanSuccess":"x","userCancelled":"e","scanTimeout":"e"}},{"id":"x","type":"end"}"#,
        &["F2009 /1/scanningMode", "F2009 /1/allowedDocumentTypes/1"]);
    }
}
