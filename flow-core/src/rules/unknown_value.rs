//! `F2009`: a string that is none of the values its field takes.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Fix, NewText};
use crate::json::{JsonStr, StrRef};
use crate::rules::Rule;
use crate::schema::suggest;

/// `name` is none of the `known` values of `field`.
pub(crate) fn found(field: &'static str, known: &'static [&'static str], name: StrRef, text: &str) -> Finding {
    let candidates = known.iter().map(|&known| (JsonStr::plain(known), known));
    let nearest = suggest(name.view(text), candidates);
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
    match said.meant() {
        Some(meant) => write!(f, "write {meant}"),
        None => f.write_str("use one of the values of the node reference"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn choices_and_lists_of_choices_are_checked() {
        check_node(r#"{"id":"a","type":"document_scan","scanningMode":"SINGLE_SIDE","allowedDocumentTypes":["id","drivers_license"],
        "outcomes":{"scanSuccess":"e","userCancelled":"e","scanTimeout":"e"}}"#,
        &["F2009 /1/scanningMode", "F2009 /1/allowedDocumentTypes/1"]);
    }
}
