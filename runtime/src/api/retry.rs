//! One deadline per call; safe calls are tried again after a wait with full jitter.

use std::time::Duration;

use tokio::time::Instant;

use super::error::ApiError;

/// Deadlines and waits of calls to upstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// From the first byte sent to the last byte read, all tries and waits included.
    pub deadline: Duration,
    /// Tries of a safe call, the first included; at least one is made.
    pub tries: u32,
    /// Longest first wait; each further one may be twice as long.
    pub first_wait: Duration,
    /// Longest wait of all, a `Retry-After` included: beyond it the refusal is reported at once.
    pub longest_wait: Duration,
}

impl Default for Timing {
    /// Thirty seconds, three tries; the official client gives one try ten seconds (`FaceSign` TypeScript client).
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(30),
            tries: 3,
            first_wait: Duration::from_millis(250),
            longest_wait: Duration::from_secs(10),
        }
    }
}

/// Whether a call may be repeated without doing something twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Safety {
    /// A plain read.
    Safe,
    /// Creates something: `POST /sessions`, and `GET …/refresh`, which mints a client secret.
    Creates,
}

/// Makes the call within its deadline.
pub(super) async fn run<T>(
    timing: Timing,
    safety: Safety,
    mut attempt: impl AsyncFnMut() -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let deadline = Instant::now() + timing.deadline;
    let late = || ApiError::Timeout {
        after: timing.deadline,
    };
    let mut tried = 0;
    loop {
        let error = match tokio::time::timeout_at(deadline, attempt()).await {
            Err(_) => return Err(late()),
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(error)) => error,
        };
        tried += 1;
        if safety == Safety::Creates || !error.retryable() || tried >= timing.tries {
            return Err(error);
        }
        let wait = error
            .retry_after()
            .unwrap_or_else(|| jittered(timing, tried));
        if wait > timing.longest_wait || Instant::now() + wait >= deadline {
            return Err(error);
        }
        tracing::debug!(tried, wait_ms = wait.as_millis(), error = %error, "upstream call is tried again");
        tokio::time::sleep(wait).await;
    }
}

/// Full jitter: anything from zero to the doubled wait, so that many clients do not come back together.
fn jittered(timing: Timing, tried: u32) -> Duration {
    let doubled = timing
        .first_wait
        .saturating_mul(1 << tried.saturating_sub(1).min(16));
    doubled
        .min(timing.longest_wait)
        .mul_f64(rand::random::<f64>())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::api::error::Refusal;

    fn refused(status: u16, retry_after: Option<u64>) -> ApiError {
        let status = reqwest::StatusCode::from_u16(status).unwrap();
        ApiError::Refused(Box::new(Refusal::read(
            status,
            b"",
            retry_after.map(Duration::from_secs),
        )))
    }

    /// Runs with the given refusals before the success; returns success and number of tries.
    async fn tries(safety: Safety, refusals: &[(u16, Option<u64>)]) -> (bool, usize) {
        let made = Cell::new(0);
        let result = run(Timing::default(), safety, async || {
            let n = made.get();
            made.set(n + 1);
            refusals
                .get(n)
                .map_or(Ok(()), |(status, after)| Err(refused(*status, *after)))
        })
        .await;
        (result.is_ok(), made.get())
    }

    #[tokio::test(start_paused = true)]
    async fn safe_calls_are_repeated_up_to_the_limit() {
        assert_eq!(
            tries(Safety::Safe, &[(503, None), (429, None)]).await,
            (true, 3)
        );
        assert_eq!(
            tries(Safety::Safe, &[(503, None), (502, None), (504, None)]).await,
            (false, 3)
        );
        assert_eq!(tries(Safety::Safe, &[(404, None)]).await, (false, 1));
        assert_eq!(tries(Safety::Safe, &[(500, None)]).await, (false, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn creating_calls_are_made_once() {
        assert_eq!(tries(Safety::Creates, &[(503, None)]).await, (false, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn retry_after_is_honoured_or_reported() {
        let start = Instant::now();
        assert_eq!(tries(Safety::Safe, &[(429, Some(7))]).await, (true, 2));
        assert_eq!(start.elapsed().as_secs(), 7);
        assert_eq!(
            tries(Safety::Safe, &[(429, Some(55))]).await,
            (false, 1),
            "longer than any wait"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn the_deadline_covers_all_tries() {
        let start = Instant::now();
        let result: Result<(), _> = run(Timing::default(), Safety::Safe, async || {
            tokio::time::sleep(Duration::from_secs(20)).await;
            Err(refused(503, None))
        })
        .await;
        assert!(matches!(result, Err(ApiError::Timeout { .. })));
        assert_eq!(start.elapsed(), Timing::default().deadline);
    }

    #[test]
    fn waits_grow_and_stay_bounded() {
        let timing = Timing::default();
        for tried in 1..40 {
            assert!(jittered(timing, tried) <= timing.longest_wait);
        }
        assert!(jittered(timing, 1) <= timing.first_wait);
    }
}
