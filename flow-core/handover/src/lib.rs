//! Hands the newest value from one context to another: no lock, no heap, and neither side ever waits.
//!
//! A gateway accepts a new flow while it serves the old one. The configuring context fills a slot at its leisure and
//! publishes it with one atomic exchange; the serving context, which may be an interrupt handler, takes the newest
//! published slot with another one and keeps it until it asks again.
//!
//! ```
//! use flow_handover::Exchange;
//!
//! let mut exchange = Exchange::new([0; 3]);
//! let (mut writer, mut reader) = exchange.split();
//! *writer.slot() = 1;
//! writer.publish();
//! *writer.slot() = 2; // not seen before it is published
//! assert_eq!(*reader.latest(), 1);
//! ```

#![no_std]

mod exchange;
mod sync {
    pub(super) use core::sync::atomic::{AtomicU8, Ordering};
}

pub use exchange::{Exchange, Reader, Writer};

impl<T> Exchange<T> {
    /// Three slots; until something is published, the reader sees the first one.
    pub const fn new(slots: [T; 3]) -> Self {
        Self::over(slots, sync::AtomicU8::new(exchange::NOTHING_PUBLISHED))
    }
}
