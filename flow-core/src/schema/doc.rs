//! Texts of tables that only people read.

/// A text for people: of no size, and empty, without feature `messages`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doc {
    #[cfg(feature = "messages")]
    text: &'static str,
}

impl Doc {
    /// No text.
    pub const NONE: Self = Self::new("");

    #[cfg_attr(
        not(feature = "messages"),
        expect(unused_variables, reason = "texts are left out")
    )]
    pub(crate) const fn new(text: &'static str) -> Self {
        Self {
            #[cfg(feature = "messages")]
            text,
        }
    }

    /// The text, or an empty one.
    pub const fn text(self) -> &'static str {
        #[cfg(feature = "messages")]
        let text = self.text;
        #[cfg(not(feature = "messages"))]
        let text = "";
        text
    }

    /// The text, where there is one.
    pub const fn get(self) -> Option<&'static str> {
        let text = self.text();
        if text.is_empty() { None } else { Some(text) }
    }
}
