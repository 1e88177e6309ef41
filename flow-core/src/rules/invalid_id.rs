//! `F2002`: an id that nobody can refer to.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::json::StrRef;
use crate::rules::Rule;

/// Whether `id` is empty, blank or holds control characters.
pub(crate) fn check(id: StrRef, text: &str) -> Option<Finding> {
    let name = id.view(text);
    // Most ids are visible ASCII.
    if name
        .as_plain()
        .is_some_and(|plain| !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_graphic()))
    {
        return None;
    }
    let blank = name.is_blank();
    let control = name.chars().any(char::is_control);
    (blank || control).then(|| Finding::new(Rule::InvalidId, id.span(), Detail::Name(id)))
}

pub(super) fn message(said: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} is no usable id", said.name())
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("use a short name of visible characters, such as `ask_amount`")
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn empty_blank_and_control_characters_are_refused() {
        for id in ["", " ", "a\\u0000", "\\t"] {
        let flow = std::format!(r#"[{{"id":"s","type":"start","outcome":"e"}},{{"id":"{id}","type":"end"}},{{"id":"e","type":"end"}}]"#);
        check(&flow, &["F2002 /1/id"]);
        }
    }
}
