//! `F2004`: a type outside the table; retired ones have `F2021`.

use core::fmt;

use super::said::{Said, write_names};
use crate::diagnostic::{Detail, Finding, Fix, NewText};
use crate::json::{JsonStr, StrRef};
use crate::rules::{Rule, legacy_type};
use crate::schema::{self, NODES};

/// The finding for a type that is none.
pub(crate) fn found(name: StrRef, text: &str) -> Finding {
    if let Some(legacy) = schema::legacy_type(name.view(text)) {
        return legacy_type::found(name, legacy);
    }
    let known = NODES.iter().map(|spec| (JsonStr::plain(spec.name), spec.name));
    let nearest = schema::hint(name.view(text), known);
    let detail = Detail::Misspelt {
        name,
        meant: nearest.map(|nearest| nearest.meant),
    };
    let fix = nearest.map(|nearest| Fix::replace(name, NewText::Known(nearest.meant), nearest.certain));
    Finding::new(Rule::UnknownType, name.span(), detail).with_fix(fix)
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} is no node type", said.name())
}

pub(super) fn help(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(meant) = said.meant() {
        return write!(f, "write {meant}");
    }
    f.write_str("use one of ")?;
    write_names(NODES.iter().map(|spec| spec.name), f)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_node, fixed};

    #[test]
    fn a_misspelt_type_is_corrected() {
        check_node(r#"{"id":"a","type":"convers","outcomes":1}"#, &["F2004 /1/type"]);
        check_node(r#"{"x":1,"type":"teleport","id":"a"}"#, &["F2004 /1/type"]);
        let fixed = fixed(r#"[{"id":"s","type":"START","outcome":"e"},{"id":"e","type":"End"}]"#);
        assert_eq!(fixed, r#"[{"id":"s","type":"start","outcome":"e"},{"id":"e","type":"end"}]"#);
    }
}
