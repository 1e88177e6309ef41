//! Times at the edges: Unix milliseconds inside and upstream, ISO 8601 for people and models.

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, OffsetDateTime, PrimitiveDateTime};

/// Unix milliseconds as `2026-01-31T12:00:00Z`; the number itself beyond the calendar.
pub fn iso(ms: i64) -> String {
    OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000))
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_else(|| ms.to_string())
}

/// Unix milliseconds of an ISO 8601 date, a date with time (UTC where no offset is given), or a number as text.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(ms) = text.parse::<i64>() {
        return Some(ms);
    }
    let with_offset = OffsetDateTime::parse(text, &Iso8601::DEFAULT).ok();
    let in_utc = || {
        PrimitiveDateTime::parse(text, &Iso8601::DEFAULT)
            .ok()
            .map(PrimitiveDateTime::assume_utc)
    };
    let day = || {
        Date::parse(text, &Iso8601::DEFAULT)
            .ok()
            .map(|date| date.midnight().assume_utc())
    };
    let at = with_offset.or_else(in_utc).or_else(day)?;
    i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000_000)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_numbers_and_offsets_are_read() {
        for (text, ms) in [
            ("1790000000000", 1_790_000_000_000),
            ("2026-09-21", 1_789_948_800_000),
            ("2026-09-21T14:13:20Z", 1_790_000_000_000),
            ("2026-09-21T16:13:20+02:00", 1_790_000_000_000),
            ("2026-09-21T14:13:20", 1_790_000_000_000),
            (" 2026-09-21T14:13:20.500Z ", 1_790_000_000_500),
        ] {
            assert_eq!(parse(text), Some(ms), "{text}");
        }
        for text in ["", "yesterday", "2026-13-01", "21.09.2026"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_written_in_utc() {
        assert_eq!(iso(1_790_000_000_000), "2026-09-21T14:13:20Z");
        assert_eq!(iso(i64::MAX), i64::MAX.to_string());
    }
}
