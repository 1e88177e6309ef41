//! The synchronisation types of the gate; its loom model replaces this module with loom's.

pub(super) use std::sync::atomic::{AtomicUsize, Ordering};
pub(super) use std::sync::{Arc, Mutex};
