//! The check every path of an exported app passes before it is archived or written.

use super::{ExportError, ExportFile};

/// Longest path in bytes: leaves room for the folder in front of it within the 260 characters of Windows.
const MAX_LEN: usize = 180;

/// Refuses a path that is absolute, climbs out of the folder, or means something else on another system.
pub(super) fn check(path: &str) -> Result<(), ExportError> {
    let broken = |reason| ExportError::Path {
        path: path.escape_debug().to_string(),
        reason,
    };
    if path.is_empty() {
        return Err(broken("it is empty"));
    }
    if path.len() > MAX_LEN {
        return Err(broken("it is longer than 180 bytes"));
    }
    if path.starts_with('/') {
        return Err(broken("it is absolute"));
    }
    for part in path.split('/') {
        match part {
            "" => return Err(broken("it has an empty part")),
            "." | ".." => return Err(broken("it has a part `.` or `..`")),
            _ if part.ends_with(['.', ' ']) => {
                return Err(broken("a part ends with a dot or a space"));
            }
            _ if !part.chars().all(is_portable) => {
                return Err(broken(
                    "it has a character outside letters, digits and `-_.[]()@+`",
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Square and round brackets, as they occur in route folders of Next.js; no `:` (drive), no `\`, no control character.
fn is_portable(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.[]()@+".contains(c)
}

/// Checks every path of a list and that no two are the same, also where case is ignored.
pub(super) fn check_all(files: &[ExportFile]) -> Result<(), ExportError> {
    let mut seen = std::collections::BTreeSet::new();
    for file in files {
        check(&file.path)?;
        if !seen.insert(file.path.to_ascii_lowercase()) {
            return Err(ExportError::Duplicate {
                path: file.path.clone(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_paths_of_an_app() {
        for path in [
            "package.json",
            ".env.local",
            "app/api/sessions/[id]/route.ts",
            ".github/workflows/ci.yml",
            "app/(a)/x.ts",
        ] {
            check(path).unwrap();
        }
    }

    #[test]
    fn refuses_whatever_leaves_the_folder() {
        let long = "x".repeat(MAX_LEN + 1);
        for path in [
            "",
            "/etc/passwd",
            "../x",
            "a/../x",
            "a/./x",
            "a//x",
            "a/",
            "C:/x",
            "c:x",
            "a\\x",
            "..\\x",
            "a\0b",
            "a\nb",
            "x.",
            "x ",
            "~/\u{202e}x",
            &long,
        ] {
            assert!(
                matches!(check(path), Err(ExportError::Path { .. })),
                "{path:?}"
            );
        }
    }

    #[test]
    fn refuses_the_same_path_twice() {
        let file = |path: &str| ExportFile {
            path: path.to_owned(),
            bytes: Vec::new(),
        };
        assert!(check_all(&[file("a.ts"), file("b.ts")]).is_ok());
        let twice = check_all(&[file("README.md"), file("readme.md")]);
        assert!(matches!(twice, Err(ExportError::Duplicate { path }) if path == "readme.md"));
    }
}
