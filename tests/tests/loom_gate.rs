//! Every interleaving of the shutdown gate, walked by loom.
//!
//! The gate is compiled from the runtime's own source; only its `sync` module is replaced.

#[expect(
    dead_code,
    reason = "the model polls the gate by hand instead of awaiting it"
)]
#[path = "../../runtime/src/http/gate.rs"]
mod gate;

mod sync {
    pub(super) use loom::sync::atomic::{AtomicUsize, Ordering};
    pub(super) use loom::sync::{Arc, Mutex};
}

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use gate::Gate;

/// Remembers that it was woken; read only after the threads that may wake it were joined.
#[derive(Default)]
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn the_last_call_to_leave_wakes_the_waiter() {
    loom::model(|| {
        let gate = Gate::new();
        let calls: Vec<_> = (0..2)
            .map(|_| {
                let pass = gate.enter().expect("an open gate lets calls in");
                loom::thread::spawn(move || drop(pass))
            })
            .collect();
        let flag = Arc::new(Flag::default());
        let waker = Waker::from(flag.clone());
        gate.close();
        let first = gate.poll_drained(&mut Context::from_waker(&waker));
        for call in calls {
            call.join().expect("the call leaves");
        }
        assert!(
            first.is_ready() || flag.0.load(Ordering::SeqCst),
            "a waiting task was never woken"
        );
        assert_eq!(
            gate.poll_drained(&mut Context::from_waker(&waker)),
            Poll::Ready(())
        );
        assert_eq!(gate.in_flight(), 0);
    });
}

#[test]
fn nobody_enters_after_the_gate_was_seen_empty() {
    loom::model(|| {
        let gate = Gate::new();
        let other = gate.clone();
        let late = loom::thread::spawn(move || other.enter());
        gate.close();
        let waker = Waker::from(Arc::new(Flag::default()));
        let drained = gate
            .poll_drained(&mut Context::from_waker(&waker))
            .is_ready();
        let pass = late.join().expect("the other thread ends");
        assert!(
            !(drained && pass.is_some()),
            "a call slipped in behind a drained gate"
        );
        assert!(gate.enter().is_none());
    });
}

#[test]
fn closing_while_calls_come_and_go_never_loses_one() {
    loom::model(|| {
        let gate = Gate::new();
        let other = gate.clone();
        let call = loom::thread::spawn(move || drop(other.enter()));
        let closer = gate.clone();
        let closing = loom::thread::spawn(move || closer.close());
        call.join().expect("the call ends");
        closing.join().expect("closing ends");
        assert!(gate.is_closed());
        assert_eq!(gate.in_flight(), 0);
    });
}
