//! `F1005`: a member twice in one object. Readers differ in which one they take.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::json::StrRef;
use crate::rules::Rule;

/// `key` repeats a member.
pub(crate) fn found(key: StrRef) -> Finding {
    Finding::new(Rule::DuplicateField, key.span(), Detail::Name(key))
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} stands twice in this object", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("keep one of them: readers differ in which one they take")
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn known_members_of_known_objects_are_seen_however_they_are_escaped() {
        check(r#"[{"id":"s","type":"start","outcome":"e","\u006futcome":"e"},{"id":"e","type":"end","id":"e"}]"#,
        &["F1005 /0/outcome", "F1005 /1/id"]);
    }
}
