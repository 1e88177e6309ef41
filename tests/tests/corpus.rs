//! The corpus: every document against its expected report, and against the promise of its name.
//!
//! `UPDATE_EXPECT=1` writes the reports and the fixed documents instead of comparing them.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use facesign_mcp::flow;
use facesign_tests::corpus::{self, Case};
use facesign_tests::report::{Written, write_down, write_down_case};

#[test]
fn reports_are_as_expected() {
    let update = env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1");
    let mut differences = Vec::new();
    for case in corpus::cases() {
        let written = write_down_case(&case);
        if update {
            store(&case, &written);
        }
        compare(&case, &written, &mut differences);
    }
    assert!(
        differences.is_empty(),
        "{} of the corpus differ; UPDATE_EXPECT=1 writes what the validator says now\n\n{}",
        differences.len(),
        differences.join("\n")
    );
}

fn store(case: &Case, written: &Written) {
    let outcome =
        fs::write(case.expected_path(), &written.report).and_then(|()| match &written.fixed {
            Some(fixed) => fs::write(case.fixed_path(), fixed),
            None if case.fixed_path().exists() => fs::remove_file(case.fixed_path()),
            None => Ok(()),
        });
    outcome.unwrap_or_else(|error| panic!("{}: {error}", case.name));
}

fn compare(case: &Case, written: &Written, differences: &mut Vec<String>) {
    match fs::read_to_string(case.expected_path()) {
        Ok(expected) if expected == written.report => {}
        Ok(expected) => {
            differences.push(format!(
                "{}\n--- expected\n{expected}--- found\n{}",
                case.name, written.report
            ));
        }
        Err(error) => differences.push(format!("{}: no expected report: {error}\n", case.name)),
    }
    let fixed = fs::read_to_string(case.fixed_path()).ok();
    if fixed != written.fixed {
        differences.push(format!(
            "{}: the fixed document\n--- expected\n{}\n--- found\n{}",
            case.name,
            fixed.unwrap_or_else(|| "none".into()),
            written.fixed.as_deref().unwrap_or("none")
        ));
    }
}

#[test]
fn every_name_keeps_its_promise() {
    for case in corpus::cases() {
        let report = write_down_case(&case).report;
        let speaks = |code: &str| report.lines().any(|line| line.starts_with(code));
        match case.code() {
            Some(code) => assert_eq!(speaks(code), case.must_fail(), "{}: {code}", case.name),
            None if case.must_fail() => assert!(speaks("F"), "{}: no finding", case.name),
            None => {}
        }
        let passes = case.name.contains("/pass-");
        assert!(
            passes != case.must_fail(),
            "{}: neither `fail-` nor `pass-`",
            case.name
        );
        if passes {
            assert!(
                report.contains("accepted: 0 errors"),
                "{}: {report}",
                case.name
            );
        }
    }
}

#[test]
fn there_are_at_least_seventy_broken_flows() {
    let broken = corpus::cases().into_iter().filter(Case::must_fail).count();
    assert!(broken >= 70, "only {broken}");
}

#[test]
fn fixing_comes_to_an_end_and_adds_no_error() {
    let errors = |report: &str| {
        report
            .lines()
            .filter(|line| line.contains(" error "))
            .count()
    };
    for case in corpus::cases() {
        let mut before = write_down_case(&case);
        // One fix may make another one certain: a second round finds it.
        for round in 0..4 {
            let Some(fixed) = before.fixed.take() else {
                break;
            };
            assert!(round < 3, "{}: still fixing {fixed}", case.name);
            let after = write_down(fixed.as_bytes());
            assert!(
                errors(&after.report) <= errors(&before.report),
                "{}: {}",
                case.name,
                after.report
            );
            before = after;
        }
    }
}

#[test]
fn the_server_reports_the_same_findings() {
    for case in corpus::cases() {
        let Some(text) = case.text() else { continue };
        let policy = case.policy().map(|policy| {
            flow::Policy::read(&case.name, &policy).unwrap_or_else(|error| panic!("{error}"))
        });
        let checked = flow::check_with(text, policy.as_slice());
        assert!(
            checked
                .policies
                .iter()
                .all(|policy| policy.holds == checked.is_valid()),
            "{}: only its policy stands against it",
            case.name
        );
        let codes: Vec<&str> = checked
            .findings
            .iter()
            .map(|finding| finding.code.as_str())
            .collect();
        let report = write_down_case(&case).report;
        let expected: Vec<&str> = report
            .lines()
            .filter_map(|line| line.strip_prefix('F').map(|_| &line[..5]))
            .collect();
        assert_eq!(codes, expected, "{}", case.name);
        assert_eq!(
            checked.is_valid(),
            report.contains("accepted:"),
            "{}",
            case.name
        );
    }
}

/// Folders that hold words and no flows; tests of their own read them.
const OF_WORDS: [&str; 2] = ["prompts", "wishes"];

#[test]
fn nothing_in_the_corpus_is_without_its_document() {
    let cases = corpus::cases();
    let mut known: BTreeSet<_> = cases
        .iter()
        .flat_map(|case| [case.expected_path(), case.fixed_path(), case.policy_path()])
        .collect();
    known.extend(cases.iter().map(|case| case.path.clone()));
    known.insert(corpus::folder().join("README.md"));
    let folders = corpus::sorted(&corpus::folder());
    let inside = folders
        .iter()
        .filter(|path| path.is_dir() && !OF_WORDS.iter().any(|words| path.ends_with(words)))
        .flat_map(|folder| corpus::sorted(folder));
    for path in inside.chain(folders.iter().filter(|path| path.is_file()).cloned()) {
        assert!(
            known.contains(&path),
            "{} belongs to no document",
            shown(&path)
        );
    }
}

fn shown(path: &Path) -> String {
    path.strip_prefix(corpus::folder())
        .unwrap_or(path)
        .display()
        .to_string()
}
