//! What the firmware has to answer, computed by the validator of this machine with the same capacities.

use std::fmt::Write as _;

use flow_core::policy::Policy;
use flow_core::rules::Stage;
use flow_core::{
    Finding, Gateway, Options, Report, RuleSet, Server, Severity, Small, Workspace, limits, prover,
    prover_with,
};
use flow_frame::{Answer, Found};

/// Findings that an answer of the firmware names.
const FINDINGS: usize = 8;

/// Capacities of a preset: nodes, edges, and bytes of the longest text as the firmware has them.
#[derive(Clone, Copy)]
pub(crate) enum Capacity {
    Small,
    Gateway,
    Server,
}

impl Capacity {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "small" => Some(Self::Small),
            "gateway" => Some(Self::Gateway),
            "server" => Some(Self::Server),
            _ => None,
        }
    }

    fn text(self) -> usize {
        match self {
            Self::Small => 4 * 1024,
            Self::Gateway => 8 * 1024,
            Self::Server => 256 * 1024,
        }
    }

    fn nodes(self) -> usize {
        match self {
            Self::Small => limits::SMALL.0,
            Self::Gateway => limits::GATEWAY.0,
            Self::Server => limits::SERVER.0,
        }
    }

    /// A flow of as many nodes as there is room for: a chain of talks that all may begin again.
    pub(crate) fn largest(self) -> Vec<u8> {
        let talks = self.nodes() - 2;
        let mut flow = r#"[{"id":"s","type":"start","outcome":"n0"}"#.to_owned();
        for talk in 0..talks {
            let next = if talk + 1 == talks {
                "e".to_owned()
            } else {
                format!("n{}", talk + 1)
            };
            // Cannot fail: a string takes every text.
            let _ = write!(
                flow,
                r#",{{"id":"n{talk}","type":"conversation","prompt":"Say: hi","outcomes":[{{"id":"a","condition":"","targetNodeId":"{next}"}}]}}"#
            );
        }
        flow.push_str(r#",{"id":"e","type":"end"}]"#);
        flow.into_bytes()
    }

    /// The fingerprint of a flow that is accepted without a finding.
    pub(crate) fn fingerprint(self, flow: &[u8]) -> Option<[u8; 32]> {
        let (nodes, verdict) = self.verdict(flow, "");
        nodes.filter(|_| verdict.len() == 1)?;
        let (mut workspace, mut report) = (Box::new(Server::new()), Report::<0>::new());
        let mut prover = prover(flow, &mut workspace, &mut report)?;
        prover.fingerprint().ok().map(|fingerprint| fingerprint.0)
    }

    /// Nodes of the flow where it is accepted, and the payload of the answer.
    pub(crate) fn verdict(self, flow: &[u8], policy: &str) -> (Option<usize>, Vec<u8>) {
        if flow.len() > self.text() {
            return (None, vec![Answer::TooLong as u8]);
        }
        match self {
            Self::Small => verdict(Box::new(Small::new()), flow, policy),
            Self::Gateway => verdict(Box::new(Gateway::new()), flow, policy),
            Self::Server => verdict(Box::new(Server::new()), flow, policy),
        }
    }
}

fn verdict<const NODES: usize, const EDGES: usize>(
    mut workspace: Box<Workspace<NODES, EDGES>>,
    flow: &[u8],
    policy: &str,
) -> (Option<usize>, Vec<u8>) {
    let mut report = Report::<FINDINGS>::new();
    // The firmware is built without advice.
    let options = Options::default().allow(RuleSet::of_stage(Stage::Advice));
    let prover = prover_with(flow, &mut workspace, &mut report, options);
    let (nodes, answer) = match prover.filter(|_| report.is_valid()) {
        None => (None, Answer::Invalid),
        Some(mut prover) => {
            let policy: Option<Policy<'_>> = Policy::read(policy).ok();
            let holds = policy.is_none_or(|policy| prover.check(policy.view(), &mut report));
            if holds {
                (Some(prover.flow().len()), Answer::Accepted)
            } else {
                (None, Answer::AgainstPolicy)
            }
        }
    };
    let findings = report
        .findings()
        .iter()
        .flat_map(|finding| found(finding).to_bytes());
    (
        nodes,
        std::iter::once(answer as u8).chain(findings).collect(),
    )
}

fn found(finding: &Finding) -> Found {
    let digits = finding.rule.meta().code.trim_start_matches('F');
    Found {
        code: digits.parse().unwrap_or(0),
        severity: match finding.severity {
            Severity::Note => 0,
            Severity::Warning => 1,
            Severity::Error => 2,
        },
        offset: finding.span.offset,
        len: finding.span.len,
    }
}
