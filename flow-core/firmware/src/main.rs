//! Validates flows on a Cortex-M3 with a workspace of fixed size, and compares each verdict with the one expected.
//!
//! Output and exit code go through semihosting, so a run under QEMU ends like a program: 0 where every verdict is as
//! expected. The last lines tell the RAM of workspace and report, and the deepest stack seen.

#![no_std]
#![no_main]

mod stack;

// Linked for its critical section, which semihosting output needs.
use cortex_m as _;
use cortex_m_rt::entry;
use cortex_m_semihosting::{debug, hprintln};
use flow_core::{Gateway, Report, validate};

/// A flow and the codes of its findings.
struct Case {
    name: &'static str,
    text: &'static [u8],
    codes: &'static [&'static str],
}

macro_rules! case {
    ($path:literal, $codes:expr) => {
        Case {
            name: $path,
            text: include_bytes!(concat!("../../../", $path, ".flow.json")),
            codes: &$codes,
        }
    };
}

/// The recipes, and one mistake of each stage of the validator.
static CASES: &[Case] = &[
    case!("runtime/src/author/recipes/quickstart", []),
    case!("runtime/src/author/recipes/wire-transfer", []),
    case!("runtime/src/author/recipes/account-recovery", []),
    case!("runtime/src/author/recipes/onboarding", []),
    case!(
        "tests/corpus/F1003-too-deep/fail-a-hundred-arrays",
        ["F1003"]
    ),
    case!(
        "tests/corpus/F2011-missing-outcome/fail-permissions-denied-missing",
        ["F2011"]
    ),
    case!(
        "tests/corpus/F4001-camera-warm-up/fail-liveness-first",
        ["F4001"]
    ),
];

/// Findings kept per flow.
const FINDINGS: usize = 16;

#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    hprintln!("{}", info);
    exit(debug::EXIT_FAILURE)
}

#[entry]
fn main() -> ! {
    static mut WORKSPACE: Gateway = Gateway::new();
    static mut REPORT: Report<FINDINGS> = Report::new();

    let as_expected = CASES
        .iter()
        .filter(|case| run(case, WORKSPACE, REPORT))
        .count();
    hprintln!("{} of {} verdicts as expected", as_expected, CASES.len());
    hprintln!(
        "workspace {} bytes, report {} bytes",
        size_of::<Gateway>(),
        size_of::<Report<FINDINGS>>()
    );
    hprintln!("peak stack {} bytes", stack::peak());
    exit(if as_expected == CASES.len() {
        debug::EXIT_SUCCESS
    } else {
        debug::EXIT_FAILURE
    })
}

/// Validates one flow, prints its verdict and tells whether it is the expected one.
fn run(case: &Case, workspace: &mut Gateway, report: &mut Report<FINDINGS>) -> bool {
    let accepted = validate(case.text, workspace, report).is_some() && report.is_valid();
    hprintln!(
        "{} {}",
        if accepted { "accepted" } else { "refused " },
        case.name
    );
    for finding in report.findings() {
        hprintln!(
            "  {} at byte {}",
            finding.rule.meta().code,
            finding.span.offset
        );
    }
    let codes = report
        .findings()
        .iter()
        .map(|finding| finding.rule.meta().code);
    codes.eq(case.codes.iter().copied()) && report.omitted() == 0
}

fn exit(status: debug::ExitStatus) -> ! {
    loop {
        debug::exit(status);
    }
}
