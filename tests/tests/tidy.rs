//! What people forget: table, page and corpus of every rule; paths in the documentation; sizes; left-over notes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use facesign_mcp::flow::{self, RuleDoc};
use facesign_tests::corpus;

/// Code lines a file may have, its tests not counted.
const LONGEST_FILE: usize = 400;

/// Files that may be longer, each with its reason. An entry that is not needed fails the test.
const LONGER_FILES: &[(&str, &str)] = &[];

/// Rules whose trigger cannot stand in a page, each with its reason.
const WITHOUT_TRIGGER: &[(&str, &str)] = &[
    (
        "F1002",
        "a page is UTF-8 text and cannot hold bytes that are not",
    ),
    (
        "F1004",
        "a flow beyond the capacity has more than a thousand nodes",
    ),
];

/// Paths that are named and lie outside this repository, each with its reason.
const FOREIGN_PATHS: &[(&str, &str)] = &[
    (".cursor/mcp.json", "a file in the project of the reader"),
    (
        ".git/hooks/pre-commit",
        "a file in the project of the reader",
    ),
    (
        ".gemini/settings.json",
        "a file in the project of the reader",
    ),
    (".vscode/mcp.json", "a file in the project of the reader"),
    ("fuzz/artifacts", "left by a run"),
    ("fuzz/corpus", "left by a run"),
];

/// Headings of a rule page, in this order.
const HEADINGS: [&str; 7] = [
    "What it finds",
    "Why it matters",
    "Flow that triggers it",
    "Corrected flow",
    "Fix",
    "Limits",
    "Since",
];

/// Folders of generated or foreign files.
const SKIPPED: [&str; 9] = [
    ".cache",
    ".git",
    ".next",
    "__pycache__",
    "artifacts",
    "corpus",
    "fixtures",
    "node_modules",
    "target",
];

#[test]
fn rules_have_ascending_codes_and_telling_names() {
    let rules: Vec<RuleDoc> = flow::rules().collect();
    assert!(rules.len() >= 38, "the table holds {} rules", rules.len());
    assert!(
        rules.is_sorted_by(|first, second| first.code < second.code),
        "codes ascend, each once"
    );
    for rule in &rules {
        let digits = rule.code.strip_prefix('F').unwrap_or_default();
        assert!(
            digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()),
            "{}",
            rule.code
        );
        let kebab = rule
            .name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        assert!(
            kebab && !rule.summary.is_empty(),
            "{} {}",
            rule.code,
            rule.name
        );
        assert_eq!(
            flow::rule(&rule.name).map(|found| found.code),
            Some(rule.code.clone())
        );
    }
    let names: BTreeSet<&str> = rules.iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(names.len(), rules.len(), "every name once");
}

#[test]
fn rules_pages_and_corpus_folders_match() {
    let rules: BTreeSet<String> = flow::rules()
        .map(|rule| format!("{}-{}", rule.code, rule.name))
        .collect();
    let pages: BTreeSet<String> = corpus::sorted(&corpus::repository().join("docs/rules"))
        .iter()
        .filter_map(|path| {
            path.file_name()?
                .to_str()?
                .strip_suffix(".md")
                .map(str::to_owned)
        })
        .filter(|name| name != "README")
        .collect();
    assert_eq!(rules, pages, "one page per rule under docs/rules");
    let folders: BTreeSet<String> = corpus::cases()
        .iter()
        .filter(|case| case.code().is_some())
        .filter_map(|case| case.name.split('/').next().map(str::to_owned))
        .collect();
    assert_eq!(rules, folders, "one folder per rule under tests/corpus");
}

#[test]
fn every_rule_is_seen_to_speak_and_to_be_silent() {
    let cases = corpus::cases();
    for rule in flow::rules() {
        let of_rule = |fails: bool| {
            cases
                .iter()
                .filter(move |case| case.must_fail() == fails)
                .filter(|case| case.code() == Some(&rule.code))
        };
        assert!(
            of_rule(true).count() >= 1,
            "{} has no failing case",
            rule.code
        );
        assert!(
            of_rule(false).count() >= 1,
            "{} has no passing case",
            rule.code
        );
        for (fails, case) in [(true, of_rule(true)), (false, of_rule(false))]
            .into_iter()
            .flat_map(|(fails, cases)| cases.map(move |case| (fails, case)))
        {
            let report = fs::read_to_string(case.expected_path()).unwrap_or_default();
            let speaks = report.lines().any(|line| line.starts_with(&rule.code));
            assert_eq!(speaks, fails, "{}: {} in its report", case.name, rule.code);
        }
    }
}

#[test]
fn pages_have_their_headings_and_their_examples_are_true() {
    for (code, reason) in WITHOUT_TRIGGER {
        let known = flow::rules().any(|rule| rule.code == *code);
        assert!(known, "exempt without need: {code}, {reason}");
    }
    for rule in flow::rules() {
        let path = format!("docs/rules/{}-{}.md", rule.code, rule.name);
        let page = read(&corpus::repository().join(&path));
        assert_eq!(
            page, rule.page,
            "{path} is the page that the program carries"
        );
        let headings: Vec<&str> = page
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        assert_eq!(headings, HEADINGS, "{path}");
        let trigger = example(&page, "Flow that triggers it");
        let exempt = WITHOUT_TRIGGER.iter().any(|(code, _)| *code == rule.code);
        assert_eq!(
            trigger.is_none(),
            exempt,
            "{path}: a trigger, or a reason why there is none"
        );
        if let Some(trigger) = trigger {
            let codes: Vec<String> = checked(&rule, &page, &trigger)
                .findings
                .into_iter()
                .map(|finding| finding.code)
                .collect();
            assert_eq!(
                codes,
                [rule.code.as_str()],
                "{path}: the trigger yields this one finding"
            );
        }
        let corrected =
            example(&page, "Corrected flow").unwrap_or_else(|| panic!("{path}: no corrected flow"));
        assert_eq!(
            checked(&rule, &page, &corrected).findings,
            [],
            "{path}: the corrected flow is clean"
        );
    }
}

#[test]
fn paths_in_the_documentation_exist() {
    let root = corpus::repository();
    let mut pages: Vec<PathBuf> = corpus::sorted(&root);
    pages.extend(files(&root.join("docs")));
    pages.extend(["flow-core", "fuzz", "tests"].map(|folder| root.join(folder).join("README.md")));
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "md") && path.is_file());
    assert!(
        pages.len() > 5,
        "README, ARCHITECTURE and the pages under docs"
    );
    let mut missing = Vec::new();
    let mut unneeded: BTreeSet<&str> = FOREIGN_PATHS.iter().map(|(path, _)| *path).collect();
    for page in &pages {
        let text = read(page);
        let beside = page.parent().unwrap_or(&root);
        for token in text
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|token| looks_like_a_path(token))
        {
            let foreign =
                unneeded.remove(token) || FOREIGN_PATHS.iter().any(|(path, _)| *path == token);
            if !foreign && !root.join(token).exists() && !beside.join(token).exists() {
                missing.push(format!("{}: `{token}`", shown(page)));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "paths that do not exist:\n{}",
        missing.join("\n")
    );
    assert!(unneeded.is_empty(), "exempt without need: {unneeded:?}");
}

#[test]
fn no_file_is_longer_than_the_limit() {
    let mut too_long = Vec::new();
    let mut unneeded: BTreeSet<&str> = LONGER_FILES.iter().map(|(path, _)| *path).collect();
    for path in sources()
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .filter(|path| !holds_only_tests(path))
    {
        let lines = code_lines(&read(&path));
        let name = shown(&path);
        if lines > LONGEST_FILE && !unneeded.remove(name.as_str()) {
            too_long.push(format!("{name}: {lines} code lines"));
        }
    }
    assert!(
        too_long.is_empty(),
        "longer than {LONGEST_FILE}:\n{}",
        too_long.join("\n")
    );
    assert!(unneeded.is_empty(), "exempt without need: {unneeded:?}");
}

#[test]
fn nothing_is_left_for_later() {
    let notes = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
    ];
    let mut found = Vec::new();
    for path in sources() {
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        for (number, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| notes.iter().any(|note| line.contains(note)))
        {
            found.push(format!("{}:{}: {}", shown(&path), number + 1, line.trim()));
        }
    }
    assert!(
        found.is_empty(),
        "notes left for later:\n{}",
        found.join("\n")
    );
}

#[test]
fn every_limit_of_the_core_is_tested() {
    let limits = read(&corpus::repository().join("flow-core/src/limits.rs"));
    let tests = ["limits", "fingerprint"]
        .map(|name| read(&corpus::repository().join(format!("tests/tests/{name}.rs"))));
    let names: Vec<&str> = limits
        .lines()
        .filter_map(|line| line.strip_prefix("pub const ")?.split(':').next())
        .filter(|name| {
            name.bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        })
        .collect();
    assert!(names.len() >= 4, "{names:?}");
    for name in names {
        assert!(
            tests
                .iter()
                .any(|tests| tests.contains(&format!("limits::{name}"))),
            "no test of limits tests {name}"
        );
    }
}

/// The findings about an example of a page, under the policy that its first section shows where it is about one.
fn checked(rule: &RuleDoc, page: &str, flow: &str) -> flow::Checked {
    let policy = example(page, "What it finds");
    assert_eq!(
        policy.is_some(),
        rule.code.starts_with("F6"),
        "{}: a policy, and only for a rule of policy",
        rule.code
    );
    let policy = policy.map(|text| {
        flow::Policy::read(&rule.code, &text)
            .unwrap_or_else(|error| panic!("{}: {error}", rule.code))
    });
    flow::check_with(flow, policy.as_slice())
}

/// The first fenced block under a heading.
fn example(page: &str, heading: &str) -> Option<String> {
    let section = page
        .split("\n## ")
        .find(|section| section.starts_with(heading))?;
    let (_, fenced) = section.split_once("```json\n")?;
    let (block, _) = fenced.split_once("```")?;
    Some(block.to_owned())
}

/// A slash or a file ending, and nothing that a path has not; a step of a policy, such as `recognition/recognized`, is
/// none.
fn looks_like_a_path(token: &str) -> bool {
    let before = token.split_once('/').map(|(before, _)| before);
    if flow::node_types()
        .iter()
        .any(|doc| Some(doc.node_type.as_str()) == before)
    {
        return false;
    }
    let of_path = |byte: u8| byte.is_ascii_alphanumeric() || b"./_-".contains(&byte);
    let ending = [".rs", ".md", ".toml"]
        .iter()
        .any(|ending| token.ends_with(ending));
    let inside = token.contains('/') && !token.starts_with('/') && !token.contains("//");
    !token.is_empty() && token.bytes().all(of_path) && (ending || inside)
}

/// The tests of a module in a file or a folder of their own.
fn holds_only_tests(path: &Path) -> bool {
    let mut inside = path
        .components()
        .skip_while(|part| part.as_os_str() != "src");
    inside.any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
}

/// Lines that are neither blank nor comment, up to the tests of the file.
fn code_lines(text: &str) -> usize {
    let (code, _) = text
        .split_once("\n#[cfg(test)]\nmod tests {")
        .unwrap_or((text, ""));
    code.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

fn sources() -> Vec<PathBuf> {
    let endings = [
        "css", "html", "js", "json", "lock", "md", "mjs", "py", "rs", "sh", "toml", "ts", "tsx",
        "yaml", "yml",
    ];
    let written = |path: &PathBuf| {
        path.extension()
            .and_then(|ending| ending.to_str())
            .is_none_or(|ending| endings.contains(&ending))
    };
    let found: Vec<PathBuf> = files(&corpus::repository())
        .into_iter()
        .filter(written)
        .collect();
    assert!(found.len() > 50, "the sources were not found");
    found
}

/// Every file under a folder, apart from [`SKIPPED`] folders.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop().filter(|folder| folder.is_dir()) {
        for path in corpus::sorted(&folder) {
            let skipped = path
                .file_name()
                .is_some_and(|name| SKIPPED.iter().any(|skipped| name == *skipped));
            if path.is_dir() && !skipped {
                open.push(path);
            } else if path.is_file() {
                found.push(path);
            }
        }
    }
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A path as it is written in the documentation.
fn shown(path: &Path) -> String {
    path.strip_prefix(corpus::repository())
        .unwrap_or(path)
        .display()
        .to_string()
}
