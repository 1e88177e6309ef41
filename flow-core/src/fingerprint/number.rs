//! Numbers as ECMAScript writes them (RFC 8785, 3.2.2.3), digit by digit and without floating point.

/// Writes the number that a text holds.
pub(super) fn write(text: &str, out: &mut dyn FnMut(&[u8])) {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, ""));
    let digits = || mantissa.bytes().filter(u8::is_ascii_digit);
    let zeros = digits().take_while(|&digit| digit == b'0').count();
    let all = digits().count();
    if zeros == all {
        return out(b"0");
    }
    let trailing = mantissa
        .bytes()
        .rev()
        .filter(u8::is_ascii_digit)
        .take_while(|&digit| digit == b'0')
        .count();
    let count = all.saturating_sub(zeros).saturating_sub(trailing);
    let whole = mantissa
        .bytes()
        .take_while(|&byte| byte != b'.')
        .filter(u8::is_ascii_digit)
        .count();
    // The number is 0.d₁d₂…dₖ × 10^point.
    let point = signed(whole)
        .saturating_sub(signed(zeros))
        .saturating_add(power(exponent));
    if text.starts_with('-') {
        out(b"-");
    }
    let mut significant = digits().skip(zeros).take(count);
    let mut some = |count: usize, out: &mut dyn FnMut(&[u8])| {
        significant
            .by_ref()
            .take(count)
            .for_each(|digit| out(&[digit]));
    };
    match usize::try_from(point) {
        Ok(point) if (1..=21).contains(&point) => {
            some(point.min(count), out);
            (count..point).for_each(|_| out(b"0"));
            if count > point {
                out(b".");
                some(count, out);
            }
        }
        _ if (-5..=0).contains(&point) => {
            out(b"0.");
            (point..0).for_each(|_| out(b"0"));
            some(count, out);
        }
        _ => {
            some(1, out);
            if count > 1 {
                out(b".");
                some(count, out);
            }
            let exponent = point.saturating_sub(1);
            out(if exponent < 0 { b"e-" } else { b"e+" });
            decimal(exponent.unsigned_abs(), out);
        }
    }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The exponent of a number that the reader took; one beyond 64 bits belongs to a number that is nearly zero.
fn power(digits: &str) -> i64 {
    if digits.is_empty() {
        return 0;
    }
    let beyond = if digits.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    };
    digits.parse().unwrap_or(beyond)
}

fn decimal(number: u64, out: &mut dyn FnMut(&[u8])) {
    let mut digits = [0; 20];
    let mut rest = number;
    let mut first = digits.len();
    for (place, digit) in digits.iter_mut().enumerate().rev() {
        *digit = b'0'.saturating_add(u8::try_from(rest % 10).unwrap_or(0));
        rest /= 10;
        first = place;
        if rest == 0 {
            break;
        }
    }
    out(digits.get(first..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut written = Vec::new();
        write(text, &mut |bytes| written.extend_from_slice(bytes));
        assert_eq!(String::from_utf8(written).unwrap(), expected, "{text}");
    }

    #[test]
    fn one_number_is_written_in_one_way() {
        for text in ["6", "6.0", "60e-1", "0.6E1", "6.000", "0.0006e+4"] {
            check(text, "6");
        }
        for text in ["0", "-0", "0.000", "0e99999999999999999999", "-0.0E-7"] {
            check(text, "0");
        }
        check("-12.50", "-12.5");
        check("1e21", "1e+21");
        check("100000000000000000000", "100000000000000000000");
        check("1234e18", "1.234e+21");
        check("0.000001", "0.000001");
        check("0.0000001", "1e-7");
        check("-0.00000123", "-0.00000123");
        check("0.000000123", "1.23e-7");
        check("1e-99999999999999999999", "1e-9223372036854775808");
    }

    #[test]
    fn doubles_are_written_as_their_shortest_digits() {
        for bits in (0..4000_u64).map(|step| step.wrapping_mul(0x9E37_79B9_7F4A_7C15)) {
            let short = f64::from((bits >> 40) as u32) / 1000.0;
            check(&std::format!("{short:e}"), &std::format!("{short}"));
            check(&std::format!("{short:.6}"), &std::format!("{short}"));
        }
    }
}
