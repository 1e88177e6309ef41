//! `F1007`: the form of 2025 with separate nodes and edges. Source: `FaceSign` API reference, session settings.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::rules::Rule;
use crate::span::Span;

/// The object at `span` has the retired form.
pub(crate) fn found(span: Span) -> Finding {
    Finding::new(Rule::LegacyGraphForm, span, Detail::None)
}

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("the flow has the retired form with separate `nodes` and `edges`")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("give the nodes as an array and put each edge into its source node, as `outcome` or `outcomes`")
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn both_places_are_recognised() {
        check(r#"{"nodes":[],"edges":[]}"#, &["F1007 "]);
        check(r#"{"flow":{"nodes":[{"id":"a"}],"edges":[]}}"#, &["F1007 /flow"]);
    }
}
