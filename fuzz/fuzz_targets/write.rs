//! What can be read is written, read again and written to the same bytes; fixed texts stay JSON.
#![no_main]

use flow_core::json::well_formed;
use flow_core::{Gateway, Report, validate, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut buffer = vec![0; text.len() * 6];
    let Ok(length) = write::canonical(text, &mut buffer) else {
        assert!(well_formed(bytes).is_err(), "what is well-formed is written");
        return;
    };
    let once = std::str::from_utf8(&buffer[..length]).expect("written as text");
    let mut again = vec![0; once.len()];
    let length = write::canonical(once, &mut again).expect("the canonical form is its own");
    assert_eq!(once.as_bytes(), &again[..length]);
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("well-formed for both");
    assert_eq!(value(text), value(once), "nothing is lost");

    let mut workspace = Box::new(Gateway::new());
    let mut report = Report::<64>::new();
    validate(bytes, &mut workspace, &mut report);
    let mut fixed = vec![0; text.len() * 8 + 4096];
    let length = write::apply_fixes(text, report.findings(), &mut fixed).expect("eight times the text is enough");
    well_formed(&fixed[..length]).expect("a fixed text is still JSON");
});
