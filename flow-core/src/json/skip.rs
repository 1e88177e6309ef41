//! Skipping a value of any shape with full checks and a bit per open bracket, without recursion.

use super::{Error, Kind, Reader};
use crate::span::Span;

impl Reader<'_> {
    /// Checks the value that starts here and goes behind it.
    ///
    /// # Errors
    ///
    /// Fails where the value is no JSON or too deep.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub fn skip(&mut self) -> Result<Span, Error> {
        let kind = self.peek()?;
        let start = self.offset();
        match kind {
            Kind::String => {
                self.string()?;
            }
            Kind::Number => {
                self.number()?;
            }
            Kind::Bool | Kind::Null => {
                self.word()?;
            }
            Kind::Array | Kind::Object => self.skip_nested(kind)?,
        }
        Ok(Span::between(start, self.offset()))
    }

    fn skip_nested(&mut self, outer: Kind) -> Result<(), Error> {
        let base = self.depth();
        // One bit per open bracket, the innermost lowest: set for an object.
        let mut kinds = u64::from(outer == Kind::Object);
        let mut first = true;
        self.open()?;
        while self.depth() > base {
            let more = if kinds & 1 == 1 {
                self.next_key(first)?.is_some()
            } else {
                self.next_element(first)?
            };
            first = false;
            if !more {
                kinds >>= 1;
                continue;
            }
            match self.peek()? {
                Kind::String => {
                    self.string()?;
                }
                Kind::Number => {
                    self.number()?;
                }
                Kind::Bool | Kind::Null => {
                    self.word()?;
                }
                kind => {
                    self.open()?;
                    kinds = (kinds << 1) | u64::from(kind == Kind::Object);
                    first = true;
                }
            }
        }
        Ok(())
    }
}
