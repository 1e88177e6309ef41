//! The reader accepts and rejects what `serde_json::Value` does, apart from its own limit of depth.
#![no_main]

use flow_core::json::{ErrorKind, well_formed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let theirs = serde_json::from_slice::<serde_json::Value>(bytes);
    match well_formed(bytes) {
        Err(error) if error.kind == ErrorKind::TooDeep => {}
        ours => assert_eq!(ours.is_ok(), theirs.is_ok(), "{ours:?} against {theirs:?}"),
    }
});
