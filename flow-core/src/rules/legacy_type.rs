//! `F2021`: a node type that existed once. Source: `FaceSign` SDK changelog.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Fix, NewText};
use crate::json::StrRef;
use crate::rules::Rule;
use crate::schema;

/// The type `name` was retired. Its successor has other fields and outcomes, so that renaming alone is not certain.
pub(crate) fn found(name: StrRef, legacy: &'static schema::LegacyType) -> Finding {
    let fix = legacy
        .successor
        .map(|successor| Fix::replace(name, NewText::Known(successor), false));
    Finding::new(Rule::LegacyType, name.span(), Detail::Name(name)).with_fix(fix)
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "node type {} was retired", said.name())
}

pub(super) fn help(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match said.finding.detail() {
        Detail::Name(name) => {
            f.write_str(schema::legacy_type(name.view(said.text)).map_or("", |legacy| legacy.advice.text()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn retired_types_have_a_code_of_their_own() {
        check_node(r#"{"id":"a","type":"two_factor","channels":["sms"]}"#, &["F2021 /1/type"]);
        check_node(r#"{"id":"a","type":"age_estimation","age":18}"#, &["F2021 /1/type"]);
    }
}
