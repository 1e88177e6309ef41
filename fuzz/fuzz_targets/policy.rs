//! Any bytes are a policy or an error, and every refutation is a walk that `simulate` takes.
//!
//! Policy and flow stand before and behind the first zero byte. Without one the bytes are tried as a policy for a known
//! flow, and as a flow for the presets and a policy that most flows break.
#![no_main]

use std::cell::RefCell;

use flow_core::policy::{Move, PRESETS, Policy, PolicyView, Verdict};
use flow_core::simulate::Walk;
use flow_core::{Gateway, Prover, Report, prover};
use libfuzzer_sys::fuzz_target;

const FLOW: &[u8] = include_bytes!("../../tests/corpus/patterns/pass-payment-authentication.flow.json");

const POLICY: &str = r#"[{"clause":"pass","steps":["liveness_detection/livenessDetected"]},
{"clause":"order","steps":["start"],"then":["*"]},{"clause":"at-most","steps":["*"],"max":2},
{"clause":"never","steps":["conversation"]},{"clause":"never-joins","steps":["*"]},{"clause":"person-in-every-cycle"}]"#;

/// Moves of a path that are looked at.
const LONGEST: usize = 512;

thread_local! {
    static WORKSPACE: RefCell<Gateway> = const { RefCell::new(Gateway::new()) };
}

fn prove_all(policy: PolicyView<'_>, prover: &mut Prover<'_>) {
    for clause in policy.clauses() {
        let mut path = [Move::default(); LONGEST];
        let Verdict::Refuted { moves } = prover.prove(clause, &mut path) else { continue };
        let flow = prover.flow();
        let entry = flow.entry().expect("a flow that can be walked has an entry");
        let mut walk = Walk::at(&flow, entry).expect("a node of the flow");
        assert!(moves > 0, "{:?}: a path takes a move", clause.kind());
        for taken in path.iter().take(moves as usize) {
            let outcome = taken.outcome(flow).to_string();
            assert_eq!(taken.source(flow), Some(walk.node()), "the path hangs together at `{outcome}`");
            assert_eq!(walk.step(&outcome).ok(), taken.target(flow), "`{outcome}` is taken");
        }
    }
    prover.check(policy, &mut Report::<8>::new());
}

fn run(policy: &str, flow: &[u8]) {
    let policy = match Policy::<24, 64>::read(policy) {
        Ok(policy) => policy,
        Err(error) => return drop(error.message(policy).to_string()),
    };
    WORKSPACE.with_borrow_mut(|workspace| {
        if let Some(mut prover) = prover(flow, workspace, &mut Report::<8>::new()) {
            prove_all(policy.view(), &mut prover);
        }
    });
}

fuzz_target!(|bytes: &[u8]| {
    if let Some(zero) = bytes.iter().position(|byte| *byte == 0) {
        let (policy, flow) = bytes.split_at(zero);
        return run(&String::from_utf8_lossy(policy), &flow[1..]);
    }
    run(&String::from_utf8_lossy(bytes), FLOW);
    run(POLICY, bytes);
    for preset in &PRESETS {
        run(preset.text, bytes);
    }
});
