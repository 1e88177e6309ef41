//! Certain corrections lie apart, all of them are made in one pass, and a flow that can be walked gets no error by them.
//!
//! A flow that cannot be walked may show errors afterwards that a mistake hid before: a node of an unknown type has no
//! fields to check.
#![no_main]

use std::collections::BTreeMap;

use flow_core::json::well_formed;
use flow_core::{Applicability, Gateway, Report, Severity, validate, write};
use libfuzzer_sys::fuzz_target;

type Findings = Report<64>;

/// Whether the flow can be walked.
fn check(bytes: &[u8], report: &mut Findings) -> bool {
    validate(bytes, &mut Box::new(Gateway::new()), report).is_some()
}

fn errors(report: &Findings) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in report.findings().iter().filter(|finding| finding.severity == Severity::Error) {
        *counts.entry(format!("{:?}", finding.rule)).or_default() += 1;
    }
    counts
}

fuzz_target!(|bytes: &[u8]| {
    let mut before = Findings::new();
    let walkable = check(bytes, &mut before);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let fixes = before.findings().iter().filter_map(|finding| finding.fix());
    let mut fixes: Vec<_> = fixes.filter(|fix| fix.applicability == Applicability::Safe).collect();
    if fixes.is_empty() || before.omitted() > 0 {
        return;
    }
    fixes.sort_by_key(|fix| (fix.span().offset, fix.span().end()));
    for pair in fixes.windows(2) {
        assert!(pair[0].span().end() <= pair[1].span().offset, "apart: {pair:?}");
    }

    let mut expected = text.to_owned();
    for fix in fixes.iter().rev() {
        let (begin, end) = (fix.span().offset as usize, fix.span().end() as usize);
        expected.replace_range(begin..end, &fix.replacement(text).to_string());
    }
    let mut buffer = vec![0; expected.len()];
    let length = write::apply_fixes(text, before.findings(), &mut buffer).expect("room for all of them");
    assert_eq!(&buffer[..length], expected.as_bytes(), "all of them, in one pass");
    well_formed(expected.as_bytes()).expect("still JSON");

    let mut after = Findings::new();
    let still = check(expected.as_bytes(), &mut after);
    if walkable && after.omitted() == 0 {
        assert!(still, "{:?} in {expected}", after.findings());
        let earlier = errors(&before);
        for (rule, count) in errors(&after) {
            assert!(count <= earlier.get(&rule).copied().unwrap_or(0), "{rule} in {expected}");
        }
    }
});
