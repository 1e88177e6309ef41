//! The name of an exported app: package name, folder name and file name in one.

use std::fmt;

use super::ExportError;

/// Longest package name in characters (npm documentation, `package.json`, field `name`).
const MAX_LEN: usize = 214;

/// Names npm reserves, names of Node's built-in modules that are likely choices, the app's own dependencies (npm refuses a
/// package that depends on its own name) and device names of Windows (no folder can be called so).
const RESERVED: &[&str] = &[
    "node_modules",
    "favicon.ico",
    "package.json",
    "assert",
    "buffer",
    "crypto",
    "events",
    "fs",
    "http",
    "https",
    "module",
    "net",
    "os",
    "path",
    "process",
    "stream",
    "test",
    "timers",
    "tls",
    "url",
    "util",
    "zlib",
    "eslint",
    "next",
    "react",
    "react-dom",
    "server-only",
    "typescript",
    "typescript-eslint",
    "vitest",
    "aux",
    "con",
    "nul",
    "prn",
    "com1",
    "com2",
    "com3",
    "com4",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
];

/// A checked app name; the default is `facesign-app`.
///
/// The rules are npm's for a package without scope, kept to characters that every file system takes: 1–214 of `a`–`z`,
/// `0`–`9`, `-`, `_` and `.`, the first and the last a letter or digit (npm documentation, `package.json`, field `name`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppName(String);

impl AppName {
    /// Checks a name.
    ///
    /// # Errors
    /// [`ExportError::Name`] says which rule is broken and, where one is near, a name that would do.
    pub fn parse(text: &str) -> Result<Self, ExportError> {
        match broken_rule(text) {
            None => Ok(Self(text.to_owned())),
            Some(rule) => Err(ExportError::Name {
                name: shown(text),
                reason: with_suggestion(&rule, text),
            }),
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for AppName {
    fn default() -> Self {
        Self("facesign-app".to_owned())
    }
}

impl fmt::Display for AppName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn broken_rule(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("it is empty".to_owned());
    }
    if text.len() > MAX_LEN {
        return Some(format!(
            "it has {} bytes, at most {MAX_LEN} are allowed",
            text.len()
        ));
    }
    if text.starts_with('@') {
        return Some("an app takes no scope".to_owned());
    }
    if let Some(wrong) = text.chars().find(|&c| !is_allowed(c)) {
        return Some(format!(
            "`{}` is not among the characters a-z, 0-9, `-`, `_` and `.`",
            wrong.escape_debug()
        ));
    }
    if !text.starts_with(is_plain) || !text.ends_with(is_plain) {
        return Some("it must start and end with a letter or a digit".to_owned());
    }
    if RESERVED.contains(&text)
        || text
            .split('.')
            .next()
            .is_some_and(|stem| stem != text && is_device(stem))
    {
        return Some("the name is reserved".to_owned());
    }
    None
}

fn is_allowed(c: char) -> bool {
    is_plain(c) || matches!(c, '-' | '_' | '.')
}

fn is_plain(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

/// `con.x` is as impossible on Windows as `con`.
fn is_device(stem: &str) -> bool {
    matches!(stem, "aux" | "con" | "nul" | "prn")
}

/// The rule, followed by the nearest good name: lower-cased, every run of other characters one hyphen.
fn with_suggestion(rule: &str, text: &str) -> String {
    let last = text.rsplit('/').next().unwrap_or_default().to_lowercase();
    let words: Vec<&str> = last
        .split(|c| !is_plain(c))
        .filter(|word| !word.is_empty())
        .collect();
    let mut near = words.join("-");
    near.truncate(MAX_LEN);
    if RESERVED.contains(&near.as_str()) {
        near.push_str("-app");
    }
    let near = near.trim_end_matches('-');
    let offer = if near.is_empty() || broken_rule(near).is_some() {
        "facesign-app"
    } else {
        near
    };
    format!("{rule}; `{offer}` would do")
}

/// At most 60 characters, control characters escaped, so that an error stays one line.
fn shown(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut short: String = text
        .chars()
        .take(SHOWN)
        .flat_map(char::escape_debug)
        .collect();
    if text.chars().count() > SHOWN {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(name: &str, because: &str) {
        let text = AppName::parse(name).unwrap_err().to_string();
        assert!(text.contains(because), "{text}");
        assert!(!text.contains('\n'), "{text}");
    }

    #[test]
    fn accepts_what_npm_accepts() {
        for name in [
            "facesign-app",
            "a",
            "0",
            "wire.transfer_2",
            &"x".repeat(MAX_LEN),
        ] {
            assert_eq!(AppName::parse(name).unwrap().as_str(), name);
        }
        assert!(AppName::parse(AppName::default().as_str()).is_ok());
    }

    #[test]
    fn refuses_with_reason_and_suggestion() {
        refused("", "it is empty; `facesign-app` would do");
        refused(
            "Wire Transfer",
            "`W` is not among the characters a-z, 0-9, `-`, `_` and `.`; `wire-transfer` would do",
        );
        refused("@bank/step-up", "an app takes no scope; `step-up` would do");
        refused(
            ".hidden",
            "must start and end with a letter or a digit; `hidden` would do",
        );
        refused("../../etc", "is not among the characters");
        refused("a/b", "`/` is not among");
        refused("line\nbreak", "`\\n` is not among");
        refused("next", "the name is reserved; `next-app` would do");
        refused("con.fig", "the name is reserved");
        refused(
            &"x".repeat(MAX_LEN + 1),
            "it has 215 bytes, at most 214 are allowed",
        );
        refused("日本", "`facesign-app` would do");
    }
}
