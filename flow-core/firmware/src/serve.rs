//! The serving context: the timer interrupt, which sees each accepted flow through the hand-over and never waits.

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicU32, Ordering};

use cortex_m::peripheral::SYST;
use cortex_m::peripheral::syst::SystClkSource;
use cortex_m_rt::exception;
use flow_handover::Reader;

use crate::preset::TEXT;

/// A flow that was accepted.
pub struct Served {
    pub text: [u8; TEXT],
    pub len: usize,
    pub nodes: u32,
}

impl Served {
    pub const NONE: Self = Self {
        text: [0; TEXT],
        len: 0,
        nodes: 0,
    };
}

/// Nodes of the flow that is served, as the serving context sees it.
static NODES: AtomicU32 = AtomicU32::new(0);

/// The reader on its way to the interrupt that owns it.
struct Owned(UnsafeCell<Option<Reader<'static, Served>>>);

// SAFETY: the cell is written once, before the interrupt that reads it is switched on.
unsafe impl Sync for Owned {}

static READER: Owned = Owned(UnsafeCell::new(None));

/// Gives the reader to the timer interrupt and switches that on, once a millisecond at 25 MHz.
pub fn start(reader: Reader<'static, Served>, mut timer: SYST) {
    // SAFETY: the only other use is in the interrupt, which is not switched on yet.
    unsafe { *READER.0.get() = Some(reader) };
    timer.set_clock_source(SystClkSource::Core);
    timer.set_reload(25_000 - 1);
    timer.clear_current();
    timer.enable_interrupt();
    timer.enable_counter();
}

/// Nodes of the flow that is served; 0 where none is.
pub fn nodes() -> u32 {
    NODES.load(Ordering::Relaxed)
}

#[exception]
fn SysTick() {
    // SAFETY: the interrupt does not interrupt itself, and nobody else uses the cell once it runs.
    if let Some(reader) = unsafe { &mut *READER.0.get() } {
        let served = reader.latest();
        // What stands in the slot was validated, so an empty text means that none was accepted yet.
        let nodes = if served.len == 0 { 0 } else { served.nodes };
        NODES.store(nodes, Ordering::Relaxed);
    }
}
