//! Calls per minute and key, in fixed windows kept in memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use actix_web::HttpResponseBuilder;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use super::tenant::Tenant;

/// Length of a window in milliseconds.
const WINDOW_MS: i64 = 60_000;
/// Calls a minute of a key that begins with `sk_test_limited`, so that the refusal can be tried.
pub(super) const LIMITED_PER_MINUTE: u32 = 5;
/// Tenants whose windows are remembered before ended ones are dropped.
const MAX_WINDOWS: usize = 10_000;

/// The running window of every tenant.
#[derive(Debug)]
pub(super) struct Quotas {
    per_minute: u32,
    windows: Mutex<HashMap<Tenant, (i64, u32)>>,
}

/// Where a tenant stands in its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// Calls allowed.
    pub(super) limit: u32,
    /// Calls left.
    pub(super) remaining: u32,
    /// Unix milliseconds of the end.
    pub(super) ends_at: i64,
    /// Unix milliseconds of this call.
    pub(super) now: i64,
}

impl Quotas {
    pub(super) fn new(per_minute: u32) -> Self {
        Self {
            per_minute: per_minute.max(1),
            windows: Mutex::default(),
        }
    }

    /// Counts a call; `Err` when the window is used up.
    pub(super) fn count(&self, tenant: &Tenant, limited: bool, now: i64) -> Result<Window, Window> {
        let limit = if limited {
            LIMITED_PER_MINUTE.min(self.per_minute)
        } else {
            self.per_minute
        };
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MAX_WINDOWS {
            windows.retain(|_, (start, _)| now - *start < WINDOW_MS);
        }
        let (start, used) = windows.entry(tenant.clone()).or_insert((now, 0));
        if now - *start >= WINDOW_MS {
            (*start, *used) = (now, 0);
        }
        let window = Window {
            limit,
            remaining: limit.saturating_sub(*used + 1),
            ends_at: *start + WINDOW_MS,
            now,
        };
        if *used >= limit {
            return Err(window);
        }
        *used += 1;
        Ok(window)
    }
}

impl Window {
    /// Whole seconds until the window ends, at least 1.
    pub(super) fn seconds_left(&self) -> i64 {
        ((self.ends_at - self.now + 999) / 1_000).max(1)
    }

    /// `X-RateLimit-*`, the reset as a Unix time in seconds (`FaceSign` API reference, rate limits).
    fn headers(&self) -> [(HeaderName, HeaderValue); 3] {
        [
            (
                HeaderName::from_static("x-ratelimit-limit"),
                HeaderValue::from(self.limit),
            ),
            (
                HeaderName::from_static("x-ratelimit-remaining"),
                HeaderValue::from(self.remaining),
            ),
            (
                HeaderName::from_static("x-ratelimit-reset"),
                HeaderValue::from((self.ends_at + 999) / 1_000),
            ),
        ]
    }

    /// Adds the headers to a refusal.
    pub(super) fn write(&self, answer: &mut HttpResponseBuilder) {
        for header in self.headers() {
            answer.insert_header(header);
        }
    }

    /// Adds the headers to any other answer.
    pub(super) fn insert(&self, headers: &mut HeaderMap) {
        for (name, value) in self.headers() {
            headers.insert(name, value);
        }
    }
}
