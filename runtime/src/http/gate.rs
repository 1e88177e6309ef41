//! The shutdown gate: lets calls in until it is closed, then tells when the last one has left.
//!
//! The only hand-written synchronisation of the server. `tests/tests/loom_gate.rs` compiles this very file against
//! loom's types and walks every interleaving of entering, leaving, closing and waiting.

use std::future::poll_fn;
use std::task::{Context, Poll, Waker};

use super::sync::{Arc, AtomicUsize, Mutex, Ordering};

/// Lowest bit of the state: no more entries. The other bits count the calls inside.
const CLOSED: usize = 1;
const ONE_CALL: usize = 2;

/// Counts calls in flight and refuses new ones once closed. Clones share one gate.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    state: AtomicUsize,
    /// The one task that waits for the last call to leave.
    waiter: Mutex<Option<Waker>>,
}

/// Permission for one call; dropping it leaves the gate.
#[derive(Debug)]
pub(crate) struct Pass {
    inner: Arc<Inner>,
}

impl Gate {
    /// An open gate with nobody inside.
    pub(crate) fn new() -> Self {
        Self {
            inner: Arc::new(Inner {
                state: AtomicUsize::new(0),
                waiter: Mutex::new(None),
            }),
        }
    }

    /// Lets one call in, or nobody once the gate is closed.
    pub(crate) fn enter(&self) -> Option<Pass> {
        let mut seen = self.inner.state.load(Ordering::Acquire);
        while seen & CLOSED == 0 {
            let next = seen.checked_add(ONE_CALL)?;
            match self
                .inner
                .state
                .compare_exchange(seen, next, Ordering::AcqRel, Ordering::Acquire)
            {
                Ok(_) => {
                    return Some(Pass {
                        inner: self.inner.clone(),
                    });
                }
                Err(now) => seen = now,
            }
        }
        None
    }

    /// Calls inside at this moment.
    pub(crate) fn in_flight(&self) -> usize {
        self.inner.state.load(Ordering::Acquire) / ONE_CALL
    }

    /// Whether the gate is closed.
    pub(crate) fn is_closed(&self) -> bool {
        self.inner.state.load(Ordering::Acquire) & CLOSED != 0
    }

    /// Refuses every later entry; calls inside go on.
    pub(crate) fn close(&self) {
        self.inner.state.fetch_or(CLOSED, Ordering::AcqRel);
    }

    /// Ends once the gate is closed and empty. At most one task may wait at a time.
    pub(crate) async fn drained(&self) {
        poll_fn(|context| self.poll_drained(context)).await;
    }

    /// One look at whether the gate is closed and empty; registers the task otherwise.
    pub(crate) fn poll_drained(&self, context: &mut Context<'_>) -> Poll<()> {
        // Register before looking: a call that leaves in between finds the waker.
        if let Ok(mut waiter) = self.inner.waiter.lock() {
            *waiter = Some(context.waker().clone());
        }
        if self.inner.state.load(Ordering::Acquire) == CLOSED {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let before = self.inner.state.fetch_sub(ONE_CALL, Ordering::AcqRel);
        if before == CLOSED + ONE_CALL {
            let waiter = self
                .inner
                .waiter
                .lock()
                .ok()
                .and_then(|mut waiter| waiter.take());
            if let Some(waiter) = waiter {
                waiter.wake();
            }
        }
    }
}
