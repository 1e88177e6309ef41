//! The validator ends, never panics, and says of any bytes what must hold of every report.
#![no_main]

use std::cell::RefCell;

use flow_core::rules::Stage;
use flow_core::{Finding, Report, Rule, Severity, Workspace, valid_text, validate};
use libfuzzer_sys::fuzz_target;
use model::Model;

#[path = "../../tests/src/model.rs"]
#[expect(dead_code, reason = "the oracles of the tests ask more of it")]
mod model;

thread_local! {
    // Small on purpose: short inputs reach the capacities.
    static WORKSPACE: RefCell<Workspace<12, 24>> = const { RefCell::new(Workspace::new()) };
}

fuzz_target!(|bytes: &[u8]| WORKSPACE.with_borrow_mut(|workspace| {
    let mut report = Report::<8>::new();
    let walkable = validate(bytes, workspace, &mut report).is_some();
    let findings = report.findings();
    let text = valid_text(bytes);

    assert!(findings.is_sorted_by_key(|finding| (finding.span.offset, finding.rule)), "in order");
    for finding in findings {
        assert!(finding.span.end() as usize <= bytes.len(), "inside the text: {finding:?}");
        let _ = (finding.pointer(text).to_string(), finding.line(text).to_string(), finding.help(text).to_string());
        if let Some(fix) = finding.fix() {
            assert!(text.get(..fix.span().end() as usize).is_some(), "between characters: {fix:?}");
        }
    }

    let well_shaped = |finding: &Finding| {
        matches!(finding.rule.meta().stage(), Stage::Graph | Stage::Meaning | Stage::Advice)
    };
    if report.omitted() == 0 && findings.iter().all(well_shaped) {
        agrees_with_the_model(text, findings);
    }

    let structural = |finding: &&flow_core::Finding| {
        finding.severity == Severity::Error && finding.rule.meta().stage().is_structural()
    };
    if report.omitted() == 0 {
        assert_eq!(walkable, findings.iter().find(structural).is_none(), "a flow, or a reason why not");
    }
    assert_eq!(report.is_valid(), report.tally().errors == 0);

    let malformed = |finding: &flow_core::Finding| {
        matches!(finding.rule, Rule::Syntax | Rule::InvalidUtf8 | Rule::TooDeep | Rule::TrailingData)
    };
    if findings.iter().any(malformed) {
        assert_eq!(report.tally().total(), 1, "nothing else is said of a text that is not JSON");
    }
    if !findings.iter().any(|finding| finding.rule == Rule::TooDeep) {
        let theirs = serde_json::from_slice::<serde_json::Value>(bytes);
        assert_eq!(findings.iter().any(malformed), theirs.is_err(), "{findings:?} against {theirs:?}");
    }
}));

/// Holds what is said of the graph against plain sets. Every target of the flow exists.
fn agrees_with_the_model(text: &str, findings: &[Finding]) {
    let value: serde_json::Value = serde_json::from_str(text).expect("nothing was said against it");
    let flow = value.get("flow").unwrap_or(&value);
    let model = Model::of(flow);
    let said = |rule: Rule| findings.iter().any(|finding| finding.rule == rule);
    assert_eq!(said(Rule::NoEntry), model.entries().is_empty(), "entries of {text}");
    assert_eq!(said(Rule::NoTerminal), model.terminals().is_empty(), "ends of {text}");
    if model.entries().len() == 1 && !model.terminals().is_empty() {
        assert_eq!(said(Rule::UnreachableNode), !model.unreachable().is_empty(), "reach in {text}");
        assert_eq!(said(Rule::Trap), !model.traps().is_empty(), "traps in {text}");
    }
}
