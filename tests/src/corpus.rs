//! The corpus on disk: every `*.flow.json` under `tests/corpus`, and the recipes under `runtime/src/author/recipes`.
//!
//! A case is a document, its `.expected` report beside it, where all its findings can be repaired safely a
//! `.fixed.flow.json`, and where it is checked against a policy a `.policy.json`. A folder is named after its rule (`F2005-missing-field`); a file begins with `fail-` where that
//! rule must speak and with `pass-` where it must be silent.

use std::fs;
use std::path::{Path, PathBuf};

/// One document of the corpus.
#[derive(Clone, Debug)]
pub struct Case {
    /// Folder and file without the ending: `F2005-missing-field/fail-conversation-without-prompt`.
    pub name: String,
    /// The document.
    pub path: PathBuf,
    /// Its bytes, which need not be UTF-8.
    pub document: Vec<u8>,
}

impl Case {
    /// Rule code of the folder, where the folder belongs to a rule.
    pub fn code(&self) -> Option<&str> {
        let folder = self.name.split('/').next()?;
        let (code, _) = folder.split_once('-')?;
        (code.len() == 5 && code.starts_with('F')).then_some(code)
    }

    /// Whether the case is one that must be found fault with.
    pub fn must_fail(&self) -> bool {
        self.name.contains("/fail-")
    }

    /// The document as text, where it is UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.document).ok()
    }

    /// The policy that the flow is checked against, where a `.policy.json` stands beside it.
    pub fn policy(&self) -> Option<String> {
        fs::read_to_string(self.policy_path()).ok()
    }

    /// The file that may hold a policy.
    pub fn policy_path(&self) -> PathBuf {
        self.beside("policy.json")
    }

    /// The file that holds the expected report.
    pub fn expected_path(&self) -> PathBuf {
        self.beside("expected")
    }

    /// The file that holds the flow with every safe fix applied.
    pub fn fixed_path(&self) -> PathBuf {
        self.beside("fixed.flow.json")
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let file = self.name.rsplit('/').next().unwrap_or(&self.name);
        self.path.with_file_name(format!("{file}.{ending}"))
    }
}

/// The top folder of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The folder of the corpus.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Every case of the corpus, sorted by name.
///
/// # Panics
/// Where the corpus cannot be read: no test means anything without it.
pub fn cases() -> Vec<Case> {
    let mut found = Vec::new();
    for rule in sorted(&folder()).into_iter().filter(|path| path.is_dir()) {
        found.extend(documents(&rule));
    }
    assert!(!found.is_empty(), "no flows under {}", folder().display());
    found
}

/// The recipes that the product ships, sorted by name; none of them has an `.expected` file, for each must be clean.
///
/// # Panics
/// Where the recipes cannot be read.
pub fn recipes() -> Vec<Case> {
    let found = documents(&repository().join("runtime/src/author/recipes"));
    assert!(!found.is_empty(), "no recipes");
    found
}

fn documents(folder: &Path) -> Vec<Case> {
    let parent = folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let case = |path: PathBuf| {
        let file = path.file_name()?.to_str()?;
        let stem = file.strip_suffix(".flow.json")?;
        if stem.split('.').any(|part| part == "fixed") {
            return None;
        }
        let document =
            fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Some(Case {
            name: format!("{parent}/{stem}"),
            document,
            path,
        })
    };
    sorted(folder).into_iter().filter_map(case).collect()
}

/// The entries of a folder in a fixed order.
///
/// # Panics
/// Where the folder cannot be read.
pub fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
}
