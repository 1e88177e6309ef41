//! The state of a session: a plain struct with pure transitions, no actor, no clock of its own.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::SessionError;
use crate::flow::Finding;
use crate::plan::Plan;

/// Verification sessions a session remembers to have created; the oldest is forgotten first.
const MOST_STARTED: usize = 32;

/// The flow under work with its findings.
#[derive(Clone, Debug)]
pub(super) struct Current {
    pub(super) plan: Plan,
    pub(super) findings: Vec<Finding>,
}

/// What a session remembers besides the things it owns.
#[derive(Debug)]
pub(super) struct State {
    current: Option<Current>,
    /// Verification sessions created here, the newest first.
    started: VecDeque<String>,
    calls: usize,
    max_calls: usize,
    last_seen: Instant,
    idle_limit: Duration,
}

impl State {
    pub(super) fn new(now: Instant, max_calls: usize, idle_limit: Duration) -> Self {
        Self {
            current: None,
            started: VecDeque::new(),
            calls: 0,
            max_calls,
            last_seen: now,
            idle_limit,
        }
    }

    /// Somebody used the session.
    pub(super) fn touch(&mut self, now: Instant) {
        self.last_seen = self.last_seen.max(now);
    }

    /// Makes a plan the current one.
    pub(super) fn adopt(&mut self, plan: Plan, findings: Vec<Finding>) {
        self.current = Some(Current { plan, findings });
    }

    /// The current plan.
    ///
    /// # Errors
    /// [`SessionError::NoPlan`] before the first launch.
    pub(super) fn current(&self) -> Result<&Current, SessionError> {
        self.current.as_ref().ok_or(SessionError::NoPlan)
    }

    /// A verification session was created.
    pub(super) fn remember_started(&mut self, id: String) {
        self.started.push_front(id);
        self.started.truncate(MOST_STARTED);
    }

    /// The verification sessions created here, the newest first.
    pub(super) fn started(&self) -> Vec<String> {
        self.started.iter().cloned().collect()
    }

    /// Forgets what was created here; tells whether there was anything.
    pub(super) fn forget_started(&mut self) -> bool {
        !std::mem::take(&mut self.started).is_empty()
    }

    /// Takes one of the places for calls to upstream.
    ///
    /// # Errors
    /// [`SessionError::Busy`] when all are taken.
    pub(super) fn begin_call(&mut self) -> Result<(), SessionError> {
        if self.calls >= self.max_calls {
            return Err(SessionError::Busy {
                limit: self.max_calls,
            });
        }
        self.calls += 1;
        Ok(())
    }

    /// Gives the place back, at the time the call ended.
    pub(super) fn end_call(&mut self, now: Instant) {
        self.calls = self.calls.saturating_sub(1);
        self.touch(now);
    }

    /// How long the session may still idle; `None` means it is over. A call under way keeps it alive.
    pub(super) fn time_left(&self, now: Instant) -> Option<Duration> {
        if self.calls > 0 {
            return Some(self.idle_limit);
        }
        let left = self
            .idle_limit
            .saturating_sub(now.saturating_duration_since(self.last_seen));
        (!left.is_zero()).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDLE: Duration = Duration::from_mins(1);

    fn state(now: Instant) -> State {
        State::new(now, 2, IDLE)
    }

    #[test]
    fn there_is_no_plan_before_the_first_launch() {
        let state = state(Instant::now());
        assert!(matches!(state.current(), Err(SessionError::NoPlan)));
    }

    #[test]
    fn the_newest_of_what_was_created_is_remembered() {
        let mut state = state(Instant::now());
        assert!(!state.forget_started());
        for number in 0..=MOST_STARTED {
            state.remember_started(format!("vs_{number}"));
        }
        let started = state.started();
        assert_eq!(started.len(), MOST_STARTED);
        assert_eq!(started[0], format!("vs_{MOST_STARTED}"));
        assert!(!started.contains(&"vs_0".to_owned()));
        assert!(state.forget_started() && state.started().is_empty());
    }

    #[test]
    fn calls_beyond_the_limit_are_refused_until_one_ends() {
        let now = Instant::now();
        let mut state = state(now);
        assert!(state.begin_call().is_ok() && state.begin_call().is_ok());
        assert!(matches!(
            state.begin_call(),
            Err(SessionError::Busy { limit: 2 })
        ));
        state.end_call(now);
        assert!(state.begin_call().is_ok());
    }

    #[test]
    fn idling_ends_a_session_and_use_prolongs_it() {
        let start = Instant::now();
        let mut state = state(start);
        assert_eq!(state.time_left(start + IDLE / 2), Some(IDLE / 2));
        state.touch(start + IDLE / 2);
        assert_eq!(state.time_left(start + IDLE), Some(IDLE / 2));
        assert_eq!(state.time_left(start + IDLE * 3), None);
    }

    #[test]
    fn a_call_under_way_is_no_idling() {
        let start = Instant::now();
        let mut state = state(start);
        state.begin_call().expect("a free place");
        assert_eq!(state.time_left(start + IDLE * 3), Some(IDLE));
        state.end_call(start + IDLE * 3);
        assert_eq!(state.time_left(start + IDLE * 3), Some(IDLE));
        assert_eq!(state.time_left(start + IDLE * 4), None);
    }
}
