//! A one-time code: sent, tried, expired, sent again. The server keeps the rules, the page only shows them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::random;

/// Defaults and ranges of the code fields (`FaceSign` API reference, `two_factor` nodes).
const DIGITS: (u64, u64, u64) = (6, 4, 8);
const EXPIRY_SECONDS: u64 = 300;
const MAX_ATTEMPTS: u64 = 3;
/// Longest life of a code, however large `expirySeconds` is.
const LONGEST_EXPIRY_SECONDS: u64 = 24 * 60 * 60;

/// A code that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::sandbox) struct Code {
    pub(in crate::sandbox) digits: String,
    pub(in crate::sandbox) to: String,
    pub(in crate::sandbox) sent_at: i64,
    pub(in crate::sandbox) expires_at: i64,
    /// Wrong tries so far; a further code does not reset them.
    pub(in crate::sandbox) attempts: u64,
    pub(in crate::sandbox) max_attempts: u64,
    /// When a further code may be asked for.
    pub(in crate::sandbox) resend_at: i64,
}

/// What a try was worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Verdict {
    Right,
    /// Wrong, with that many tries left.
    Wrong(u64),
    /// Wrong, and it was the last try.
    Exhausted,
    Expired,
}

impl Code {
    /// Makes a code by the fields of the node. Without `resendAfterSeconds` a further one may be asked for at once.
    pub(super) fn send(node: &Value, to: &str, attempts: u64, now: i64) -> Self {
        let number = |field: &str| {
            node.get(field)
                .and_then(Value::as_f64)
                .filter(|n| *n >= 0.0)
                .map(whole)
        };
        let ms = |seconds: u64| i64::try_from(seconds * 1_000).unwrap_or(i64::MAX);
        let digits = number("otpLength")
            .unwrap_or(DIGITS.0)
            .clamp(DIGITS.1, DIGITS.2);
        let expiry = number("expirySeconds")
            .unwrap_or(EXPIRY_SECONDS)
            .min(LONGEST_EXPIRY_SECONDS);
        let resend = number("resendAfterSeconds")
            .unwrap_or(0)
            .min(LONGEST_EXPIRY_SECONDS);
        Self {
            digits: random::code(u32::try_from(digits).unwrap_or(6)),
            to: to.to_owned(),
            sent_at: now,
            expires_at: now + ms(expiry),
            attempts,
            max_attempts: number("maxAttempts").unwrap_or(MAX_ATTEMPTS).max(1),
            resend_at: now + ms(resend),
        }
    }

    /// Tries a code; spaces and dashes do not count.
    pub(in crate::sandbox) fn attempt(&mut self, given: &str, now: i64) -> Verdict {
        if now >= self.expires_at {
            return Verdict::Expired;
        }
        let given: String = given
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        if given == self.digits {
            return Verdict::Right;
        }
        self.attempts += 1;
        match self.max_attempts.saturating_sub(self.attempts) {
            0 => Verdict::Exhausted,
            left => Verdict::Wrong(left),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "negative numbers are filtered, huge ones are bounded by their caller"
)]
fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_of_the_node_shape_the_code() {
        let code = Code::send(
            &json!({"otpLength": 4, "expirySeconds": 60, "maxAttempts": 2, "resendAfterSeconds": 30}),
            "a",
            0,
            1_000,
        );
        assert_eq!(
            (
                code.digits.len(),
                code.expires_at,
                code.max_attempts,
                code.resend_at
            ),
            (4, 61_000, 2, 31_000)
        );
        let code = Code::send(&json!({"otpLength": 99}), "a", 0, 0);
        assert_eq!(
            (
                code.digits.len(),
                code.expires_at,
                code.max_attempts,
                code.resend_at
            ),
            (8, 300_000, 3, 0)
        );
    }

    #[test]
    fn tries_are_counted_until_none_is_left() {
        let mut code = Code::send(&json!({"maxAttempts": 2}), "a", 0, 0);
        assert_eq!(code.attempt("nope", 1), Verdict::Wrong(1));
        let spaced = format!("{} {}", &code.digits[..3], &code.digits[3..]);
        assert_eq!(code.clone().attempt(&spaced, 1), Verdict::Right);
        assert_eq!(code.attempt("nope", 1), Verdict::Exhausted);
        assert_eq!(code.attempt("any", 300_000), Verdict::Expired);
    }
}
