//! `F1003`: nesting beyond [`MAX_DEPTH`]. A flow needs seven levels.

use core::fmt;

use super::said::Said;
use crate::limits::MAX_DEPTH;

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "more than {MAX_DEPTH} brackets are open here")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("flatten this value: no field of a flow is nested this deeply")
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn the_first_bracket_too_many_is_the_place() {
        let nested = std::format!("[{{\"id\":{}{}}}]", "[".repeat(70), "]".repeat(70));
        let pointer = std::format!("F1003 /0/id{}", "/0".repeat(62));
        check(&nested, &[&pointer]);
    }
}
