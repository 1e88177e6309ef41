//! The registry of rules seen from outside: changelog, codes that are named anywhere, what FaceSign publishes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use facesign_mcp::flow::{self, RuleDoc};
use facesign_tests::corpus;

/// Codes that are named although no rule has them, each with its reason. An entry that is not needed fails the test.
const NO_RULES: &[(&str, &str)] = &[("F2099", "a misspelt code, to be told what was meant")];

/// Folders whose files name rules.
const FOLDERS: [&str; 6] = [
    "docs",
    "flow-core",
    "runtime/src",
    "runtime/tests",
    "tests/tests",
    "benches",
];

fn codes() -> BTreeSet<String> {
    flow::rules().map(|rule| rule.code).collect()
}

#[test]
fn the_changelog_has_a_line_for_every_rule() {
    let changelog = read(&corpus::repository().join("CHANGELOG.md"));
    let mut told: BTreeSet<String> = named(&changelog).into_iter().collect();
    for (first, last) in changelog.match_indices('–').filter_map(|(at, dash)| {
        let first = named(changelog.get(at.checked_sub(5)?..at)?).pop()?;
        let last = named(changelog.get(at + dash.len()..at + dash.len() + 5)?).pop()?;
        Some((first, last))
    }) {
        told.extend(codes().range(first..=last).cloned());
    }
    let untold: Vec<_> = codes().difference(&told).cloned().collect();
    assert!(
        untold.is_empty(),
        "rules without a line in CHANGELOG.md: {untold:?}"
    );
}

#[test]
fn every_code_that_is_named_is_a_rule() {
    let rules = codes();
    let mut unneeded: BTreeSet<&str> = NO_RULES.iter().map(|(code, _)| *code).collect();
    let mut unknown = BTreeSet::new();
    let root = corpus::repository();
    let own = Path::new(file!()).file_name();
    let mut pages = vec![
        root.join("README.md"),
        root.join("CHANGELOG.md"),
        root.join("CONTRIBUTING.md"),
    ];
    pages.extend(FOLDERS.iter().flat_map(|folder| files(&root.join(folder))));
    for path in pages.iter().filter(|path| path.file_name() != own) {
        for code in named(&fs::read_to_string(path).unwrap_or_default()) {
            if !rules.contains(&code) && !unneeded.remove(code.as_str()) && !exempt(&code) {
                unknown.insert(format!("{code} in {}", path.display()));
            }
        }
    }
    assert!(unknown.is_empty(), "codes that no rule has: {unknown:?}");
    assert!(unneeded.is_empty(), "exempt without need: {unneeded:?}");
}

#[test]
fn every_rule_has_a_file_that_names_its_code_and_the_page_says_whence() {
    for RuleDoc {
        code, name, page, ..
    } in flow::rules()
    {
        let path = format!("flow-core/src/rules/{}.rs", name.replace('-', "_"));
        let source = read(&corpus::repository().join(&path));
        let first = source.lines().next().unwrap_or_default();
        assert!(
            first.starts_with(&format!("//! `{code}`")),
            "{path}: `{code}` in the first line"
        );
        let meaning = ["F4", "F5"].iter().any(|stage| code.starts_with(stage));
        let told = ["Source:", "no source states", "FaceSign does not state"];
        assert!(
            !meaning || told.iter().any(|words| page.contains(words)),
            "{code}: the page names its source, or says that there is none"
        );
    }
}

#[test]
fn what_facesign_publishes_has_no_errors() {
    let cases = corpus::cases();
    let patterns: Vec<_> = cases
        .iter()
        .filter(|case| case.name.starts_with("patterns/"))
        .collect();
    assert!(patterns.len() >= 8, "{} patterns", patterns.len());
    for case in patterns {
        let checked = flow::check(case.text().expect("patterns are text"));
        assert!(checked.is_valid(), "{}: {:?}", case.name, checked.findings);
    }
}

fn exempt(code: &str) -> bool {
    NO_RULES.iter().any(|(exempt, _)| *exempt == code)
}

/// Codes that stand in a text as words of their own.
fn named(text: &str) -> Vec<String> {
    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#' || *byte == b'_';
    let bytes = text.as_bytes();
    let code = |at: usize| {
        let word = bytes.get(at..at + 5)?;
        let digits = word[1..].iter().all(u8::is_ascii_digit) && (b'1'..=b'6').contains(&word[1]);
        let alone =
            !bytes[..at].last().is_some_and(of_word) && !bytes.get(at + 5).is_some_and(of_word);
        (digits && alone).then(|| String::from_utf8_lossy(word).into_owned())
    };
    text.match_indices('F')
        .filter_map(|(at, _)| code(at))
        .collect()
}

/// Every Markdown page and Rust file under a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for path in corpus::sorted(&folder) {
            if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|ending| ending == "rs" || ending == "md")
            {
                found.push(path);
            }
        }
    }
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
