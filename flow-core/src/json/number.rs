//! Numbers as decimal digits: exact comparison with whole bounds, no floating point.

use super::{Error, ErrorKind, Reader};

/// A number: `significand` × 10^`exponent`, its first 19 digits exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    negative: bool,
    significand: u64,
    exponent: i32,
    /// Zeros at the end of the significand.
    zeros: i32,
    truncated: bool,
}

/// `number` × 10^`exponent`, as far as 64 bits go; `number` itself where the exponent is negative.
fn scaled(number: u64, exponent: i32) -> u64 {
    // Twenty tens are more than 64 bits hold.
    (0..exponent.min(20)).fold(number, |scaled, _| scaled.saturating_mul(10))
}

impl Number {
    /// Whether the number lies between both bounds, inclusive.
    pub fn is_within(&self, min: u32, max: u32) -> bool {
        if self.significand == 0 {
            return min == 0;
        }
        // Both sides are multiplied by the same power of ten where the exponent is negative: nothing is divided.
        let value = scaled(self.significand, self.exponent);
        let bound = |bound: u32| scaled(u64::from(bound), self.exponent.saturating_neg());
        let above = value > bound(max) || (value == bound(max) && self.truncated);
        !self.negative && value >= bound(min) && !above
    }

    /// Whether the number has no fraction.
    pub fn is_whole(&self) -> bool {
        self.significand == 0
            || self.exponent >= 0
            || (!self.truncated && self.exponent.saturating_add(self.zeros) >= 0)
    }

    /// Whether the number rounds beyond the largest 64-bit float, 1.797…e308.
    fn is_beyond_float(&self) -> bool {
        /// First 19 digits of the halfway point between the largest float and the next power of two.
        const HALFWAY: u64 = 1_797_693_134_862_315_807;
        if self.significand == 0 {
            return false;
        }
        let mut digits = self.significand;
        let mut magnitude = self.exponent.saturating_add(18);
        while digits < 1_000_000_000_000_000_000 {
            digits = digits.saturating_mul(10);
            magnitude = magnitude.saturating_sub(1);
        }
        magnitude > 308 || (magnitude == 308 && digits > HALFWAY)
    }
}

impl Reader<'_> {
    /// Reads a number between both bounds, inclusive, if it is one as most are: up to nine digits, nothing else.
    #[inline]
    pub(crate) fn take_small_number(&mut self, min: u32, max: u32) -> bool {
        let digits = self.bytes().get(self.at()..).unwrap_or_default();
        let (mut value, mut count) = (0_u32, 0_usize);
        let next = loop {
            match digits.get(count) {
                Some(digit @ b'0'..=b'9') if count < 9 => {
                    value = value.wrapping_mul(10).wrapping_add(u32::from(digit & 0xF));
                    count = count.wrapping_add(1);
                }
                next => break next,
            }
        };
        let ends = matches!(next, Some(b',' | b'}' | b']'));
        let leads = count > 1 && digits.first() == Some(&b'0');
        let taken = count > 0 && ends && !leads && (min..=max).contains(&value);
        if taken {
            self.jump(self.at().wrapping_add(count));
        }
        taken
    }

    /// Reads a number.
    ///
    /// # Errors
    ///
    /// Fails where the digits form no number of JSON, or one beyond a 64-bit float.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub fn number(&mut self) -> Result<Number, Error> {
        let start = self.offset();
        let mut number = Number {
            negative: self.take(b'-'),
            significand: 0,
            exponent: 0,
            zeros: 0,
            truncated: false,
        };
        match self.byte() {
            Some(b'0') => self.advance(),
            Some(b'1'..=b'9') => {
                self.digits(&mut number, false);
            }
            _ => return Err(self.number_error()),
        }
        if self.take(b'.') && !self.digits(&mut number, true) {
            return Err(self.number_error());
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.advance();
            self.exponent(&mut number)?;
        }
        if number.exponent > 280 && number.is_beyond_float() {
            return Err(Error {
                kind: ErrorKind::NumberRange,
                offset: start,
            });
        }
        Ok(number)
    }

    /// Takes digits into the significand; whether there was one.
    fn digits(&mut self, number: &mut Number, fraction: bool) -> bool {
        let start = self.offset();
        while let Some(byte @ b'0'..=b'9') = self.byte() {
            self.advance();
            let digit = u64::from(byte.saturating_sub(b'0'));
            if number.significand < 1_000_000_000_000_000_000 {
                number.significand = number.significand.saturating_mul(10).saturating_add(digit);
                number.zeros = if digit == 0 {
                    number.zeros.saturating_add(1)
                } else {
                    0
                };
                if fraction {
                    number.exponent = number.exponent.saturating_sub(1);
                }
            } else {
                number.truncated |= digit != 0;
                if !fraction {
                    number.exponent = number.exponent.saturating_add(1);
                }
            }
        }
        self.offset() != start
    }

    fn exponent(&mut self, number: &mut Number) -> Result<(), Error> {
        let negative = match self.byte() {
            Some(sign @ (b'+' | b'-')) => {
                self.advance();
                sign == b'-'
            }
            _ => false,
        };
        if !matches!(self.byte(), Some(b'0'..=b'9')) {
            return Err(self.number_error());
        }
        // A text has fewer digits than this can count: what saturates is beyond all bounds, digits taken off or not.
        let mut value: i32 = 0;
        while let Some(byte @ b'0'..=b'9') = self.byte() {
            self.advance();
            value = value
                .saturating_mul(10)
                .saturating_add(i32::from(byte.saturating_sub(b'0')));
        }
        number.exponent = if negative {
            number.exponent.saturating_sub(value)
        } else {
            number.exponent.saturating_add(value)
        };
        Ok(())
    }

    fn number_error(&self) -> Error {
        self.error(if self.byte().is_none() {
            ErrorKind::UnexpectedEnd
        } else {
            ErrorKind::Number
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, min: u32, max: u32, within: bool, whole: bool) {
        let number = Reader::new(text).unwrap().number().unwrap();
        assert_eq!(
            (number.is_within(min, max), number.is_whole()),
            (within, whole),
            "{text}"
        );
    }

    #[test]
    fn a_small_number_is_read_as_any_number_is() {
        let digits = [
            "",
            "0",
            "00",
            "07",
            "7",
            "10",
            "999999999",
            "1000000000",
            "-1",
            "1.5",
            "1e1",
        ];
        for (digits, end) in digits
            .iter()
            .flat_map(|digits| [",", "}", "]", " ", ":", ""].map(|end| (digits, end)))
        {
            let text = std::format!("{digits}{end}");
            for (min, max) in [(0, u32::MAX), (1, 9), (8, 20)] {
                let mut small = Reader::new(&text).unwrap();
                if !small.take_small_number(min, max) {
                    assert_eq!(small.offset(), 0, "{text}");
                    continue;
                }
                let mut any = Reader::new(&text).unwrap();
                let number = any.number().unwrap();
                assert!(number.is_whole() && number.is_within(min, max), "{text}");
                assert_eq!(small.offset(), any.offset(), "{text}");
            }
        }
        assert!(Reader::new("20]").unwrap().take_small_number(8, 20));
    }

    #[test]
    fn bounds_are_exact() {
        check("0", 0, 1, true, true);
        check("-0", 0, 1, true, true);
        check("1", 0, 1, true, true);
        check("1.0", 0, 1, true, true);
        check("10e-1", 0, 1, true, true);
        check("0.85", 0, 1, true, false);
        check("1.0000000000000000000000001", 0, 1, false, false);
        check("-0.1", 0, 1, false, false);
        check("3.999", 4, 8, false, false);
        check("8e0", 4, 8, true, true);
        check("8.5", 4, 8, false, false);
        check("1e300", 0, u32::MAX, false, true);
        check("1e-300", 0, 1, true, false);
        check("99999999999999999999", 0, u32::MAX, false, true);
    }
}
