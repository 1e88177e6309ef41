//! `F2002`: an id that nobody can refer to.

use core::fmt;

use super::said::Said;
use crate::diagnostic::{Detail, Finding};
use crate::json::StrRef;
use crate::rules::Rule;

/// Whether `id` is empty, blank or holds control characters.
#[inline]
pub(crate) fn is_unusable(id: StrRef, text: &str) -> bool {
    // Most ids are visible ASCII.
    if id
        .plain(text)
        .is_some_and(|plain| !plain.is_empty() && plain.iter().all(u8::is_ascii_graphic))
    {
        return false;
    }
    is_blank_or_controls(id, text)
}

#[inline(never)]
fn is_blank_or_controls(id: StrRef, text: &str) -> bool {
    let name = id.view(text);
    let blank = name.is_blank();
    let control = name.chars().any(char::is_control);
    blank || control
}

/// Nobody can refer to `id`.
pub(crate) fn found(id: StrRef) -> Finding {
    Finding::new(Rule::InvalidId, id.span(), Detail::Name(id))
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
