//! `F2017`: source `providedData` without its key. Source: `FaceSign` node types, face compare.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::rules::Rule;
use crate::span::Span;

/// The image source at `span` names no key.
pub(crate) fn found(span: Span) -> Finding {
    Finding::new(Rule::MissingProvidedDataKey, span, Detail::None)
}

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("source `providedData` needs `providedDataKey`")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("add `providedDataKey` with the key whose value is the address of the image")
}

#[cfg(test)]
mod tests {
    use crate::testing::check_node;

    #[test]
    fn the_key_is_needed_for_this_source_only() {
        check_node(r#"{"id":"a","type":"face_compare","sourceA":{"source":"providedData"},"sourceB":{"source":"sessionVideo"},
        "outcomes":{"match":"x","noMatch":"e","imageUnavailable":"e"}},{"id":"x","type":"end"}"#, &["F4001 /1", "F2017 /1/sourceA"]);
    }
}
