//! A validation written down: one line per finding, the verdict last.

use std::fmt::Write as _;

use flow_core::policy::Policy;
use flow_core::{Finding, Report, Server, Severity, Span, prover, valid_text, write};

use crate::corpus::Case;

/// Findings kept; more than any document of the corpus has.
const KEPT: usize = 64;

/// What the validator said about a document.
#[derive(Clone, Debug)]
pub struct Written {
    /// The report as text.
    pub report: String,
    /// The document with every safe fix applied; `None` where there is none.
    pub fixed: Option<String>,
}

/// Validates a document and writes down the report.
///
/// # Panics
/// Where the report is too small for the document, or a fix does not fit the text.
pub fn write_down(document: &[u8]) -> Written {
    write_down_under(document, None)
}

/// As [`write_down`], for a case of the corpus with the policy that stands beside it.
///
/// # Panics
/// As [`write_down`], and where the policy is none.
pub fn write_down_case(case: &Case) -> Written {
    write_down_under(&case.document, case.policy().as_deref())
}

fn write_down_under(document: &[u8], policy: Option<&str>) -> Written {
    let mut workspace = Box::new(Server::new());
    let mut report = Report::<KEPT>::new();
    let mut prover = prover(document, &mut workspace, &mut report);
    assert!(
        prover.is_some() || !report.is_valid(),
        "a valid flow can be walked"
    );
    if let (Some(prover), Some(text)) = (&mut prover, policy) {
        let policy: Policy<'_> =
            Policy::read(text).unwrap_or_else(|error| panic!("{}: {text}", error.message(text)));
        prover.check(policy.view(), &mut report);
    }
    assert_eq!(report.omitted(), 0, "the report is too small");
    let text = valid_text(document);
    let mut written: String = report
        .findings()
        .iter()
        .map(|finding| line(finding, text))
        .collect();
    written.push_str(&verdict(report.findings()));
    Written {
        report: written,
        fixed: fixed(text, report.findings()),
    }
}

fn line(finding: &Finding, text: &str) -> String {
    let pointer = finding.pointer(text).to_string();
    let begin = finding.span.line_column(text);
    let end = Span {
        offset: finding.span.end(),
        len: 0,
    }
    .line_column(text);
    format!(
        "{} {} {} {}:{}-{}:{} {}\n",
        finding.rule.meta().code,
        finding.severity,
        if pointer.is_empty() { "-" } else { &pointer },
        begin.line,
        begin.column,
        end.line,
        end.column,
        finding.message(text)
    )
}

fn verdict(findings: &[Finding]) -> String {
    let count = |severity| {
        findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let (errors, warnings, notes) = (
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note),
    );
    let mut verdict = String::from(if errors == 0 {
        "accepted: "
    } else {
        "rejected: "
    });
    let plural = |number: usize| if number == 1 { "" } else { "s" };
    let _ = write!(
        verdict,
        "{errors} error{}, {warnings} warning{}",
        plural(errors),
        plural(warnings)
    );
    if notes > 0 {
        let _ = write!(verdict, ", {notes} note{}", plural(notes));
    }
    verdict + "\n"
}

fn fixed(text: &str, findings: &[Finding]) -> Option<String> {
    let mut buffer = vec![0; text.len() * 2 + 1024];
    let length = write::apply_fixes(text, findings, &mut buffer)
        .expect("the fixed flow fits twice its text");
    buffer.truncate(length);
    let fixed = String::from_utf8(buffer).expect("a fixed flow is text");
    (fixed != text).then_some(fixed)
}
