//! `F1006`: neither an array of nodes nor an object with one under `flow`.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::rules::Rule;
use crate::span::Span;

/// The value at `span` stands where a flow should.
pub(crate) fn found(span: Span) -> Finding {
    Finding::new(Rule::NotAFlow, span, Detail::None)
}

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("this is not a flow")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("give an array with at least one node, or an object with such an array under `flow`")
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn anything_but_a_filled_array_is_refused() {
        check("[]", &["F1006 "]);
        check("7", &["F1006 "]);
        check("{}", &["F1006 "]);
        check(r#"{"flow":[]}"#, &["F1006 /flow"]);
        check(r#"{"langs":["en"],"flow":"x"}"#, &["F1006 /flow"]);
    }
}
