//! Every rule page: its trigger is found by exactly its rule, its corrected flow is clean.
#![cfg(feature = "explain")]

use flow_core::policy::Policy;
use flow_core::{Gateway, Report, Rule, prover};

/// Code blocks under a heading.
fn blocks<'p>(page: &'p str, heading: &str) -> Vec<&'p str> {
    let section = page
        .split("\n## ")
        .find(|section| section.starts_with(heading));
    let body = section.unwrap_or_else(|| panic!("no section {heading}"));
    body.split("```")
        .skip(1)
        .step_by(2)
        .map(|block| block.split_once('\n').map_or("", |(_, code)| code))
        .collect()
}

fn check(flow: &str, policy: Option<&str>, expected: &[&str]) -> String {
    let mut workspace = Gateway::new();
    let mut report = Report::<16>::new();
    let prover = prover(flow.as_bytes(), &mut workspace, &mut report);
    if let (Some(mut prover), Some(policy)) = (prover, policy) {
        let policy = Policy::<8, 24>::read(policy).expect("a policy");
        prover.check(policy.view(), &mut report);
    }
    let codes: Vec<_> = report
        .findings()
        .iter()
        .map(|found| found.rule.meta().code)
        .collect();
    assert_eq!(codes, expected, "{flow}");
    let lines = report.findings().iter().map(|found| {
        let help = found.help(flow);
        format!("{}\n  help: {help}\n", found.line(flow))
    });
    lines.collect()
}

#[test]
fn triggers_are_found_and_corrected_flows_are_clean() {
    for &rule in Rule::ALL {
        let page = rule.page();
        // Only pages about a rule of policy show one.
        let policy = blocks(page, "What it finds").first().copied();
        assert_eq!(policy.is_some(), rule.meta().code.starts_with("F6"));
        match blocks(page, "Flow that triggers it")[..] {
            // Two rules have triggers that no page can show: bytes, and a flow of a thousand nodes.
            [] => assert!(matches!(rule, Rule::InvalidUtf8 | Rule::CapacityExceeded)),
            [trigger, shown] => assert_eq!(check(trigger, policy, &[rule.meta().code]), shown),
            _ => panic!("{}: a trigger and the finding it gives", rule.meta().code),
        }
        let corrected = blocks(page, "Corrected flow");
        assert_eq!(corrected.len(), 1);
        check(corrected[0], policy, &[]);
    }
}
