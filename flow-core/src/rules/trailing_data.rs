//! `F1008`: a second value, or rubbish, behind the flow.

use core::fmt;

use super::said::Said;

pub(super) fn message(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("something follows the flow")
}

pub(super) fn help(_: &Said<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("remove what stands here")
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn the_place_is_the_first_byte_that_follows() {
        check(r#"[{"id":"s","type":"start","outcome":"e"},{"id":"e","type":"end"}] x"#, &["F1008 "]);
        check("[] []", &["F1008 "]);
    }
}
