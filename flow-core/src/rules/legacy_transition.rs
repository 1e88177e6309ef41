//! `F2019`: the field of 2025. Source: `FaceSign` API reference, contradictions between versions.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding, Fix, NewText};
use crate::json::StrRef;
use crate::rules::Rule;
use crate::schema::Field;

/// Bits of the fields that `transitions` stood for.
pub(crate) fn replaced(fields: &[Field]) -> u32 {
    let edges = fields.iter().enumerate().filter(|(_, field)| field.holds_edges());
    edges.fold(0, |bits, (position, _)| bits | (1 << position))
}

/// The node has the member `key`. Its elements were shaped otherwise, so that renaming alone is not certain.
pub(crate) fn found(key: StrRef) -> Finding {
    Finding::new(Rule::LegacyTransition, key.span(), Detail::Name(key))
        .with_fix(Some(Fix::replace(key, NewText::Known("outcomes"), false)))
}

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("`transitions` was retired")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("write `outcomes`, a list of objects with `id`, `condition` in plain words and `targetNodeId`")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn it_is_one_finding() {
        check_node(r#"{"id":"a","type":"conversation","prompt":"p","transitions":[{"id":"t","condition":"true","targetNodeId":"e"}]}"#,
        &["F2019 /1/transitions"]);
    }
}
