//! One entry into the text of a configuration: everything else stays byte for byte, its order and layout too.

use std::ops::Range;

use serde::Serialize as _;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::{Deserializer, Map, Value};

/// Name of our entry.
pub(super) const NAME: &str = "facesign";

/// What became of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Merged {
    /// The entry stands there already, perhaps with further fields of the user.
    Same,
    /// The new text has an entry more.
    Added(String),
    /// In the new text the entry stands for an earlier one.
    Replaced(String),
}

/// Why a configuration is left alone; fits after its path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum MergeError {
    /// A comment, which only some clients allow.
    #[error(
        "has a comment at line {line}, column {column}, and is edited by hand: put `\"facesign\": {entry}` under `{list}`"
    )]
    Comment {
        /// Line of the comment, from 1.
        line: usize,
        /// Column of the comment in bytes, from 1.
        column: usize,
        /// The entry on one line.
        entry: String,
        /// Where it belongs.
        list: String,
    },
    /// Not JSON.
    #[error("is not JSON at line {line}, column {column} ({reason}): correct it first")]
    Broken {
        /// Line of the mistake, from 1.
        line: usize,
        /// Column of the mistake in bytes, from 1.
        column: usize,
        /// What the reader says.
        reason: String,
    },
    /// Something else stands where an object must.
    #[error("has no object at {place}: correct it first")]
    NotAnObject {
        /// `its top` or the name of the field.
        place: String,
    },
}

/// Puts the entry into the object under `list`; an empty text becomes a configuration with this entry alone.
pub(super) fn merge(text: &str, list: &str, entry: &Value) -> Result<Merged, MergeError> {
    if text.trim().is_empty() {
        let entries = object(NAME, entry.clone());
        let whole = Layout::of("").pretty(&object(list, entries), 0);
        return Ok(Merged::Added(whole + "\n"));
    }
    let root: Value =
        serde_json::from_str(text).map_err(|error| broken(text, &error, list, entry))?;
    let not_an_object = |place: &str| MergeError::NotAnObject {
        place: place.to_owned(),
    };
    let top = members(text, skip_space(text, 0)).ok_or_else(|| not_an_object("its top"))?;
    let layout = Layout::of(text);
    let Some(servers) = top.value_of(list) else {
        let entries = object(NAME, entry.clone());
        return Ok(Merged::Added(top.insert(
            text,
            &layout,
            (list, &entries),
            1,
        )));
    };
    let field = || not_an_object(&format!("`{list}`"));
    let servers = members(text, servers.start).ok_or_else(field)?;
    let Some(place) = servers.value_of(NAME) else {
        return Ok(Merged::Added(servers.insert(
            text,
            &layout,
            (NAME, entry),
            2,
        )));
    };
    if holds(&root[list][NAME], entry) {
        return Ok(Merged::Same);
    }
    let mut changed = text.to_owned();
    changed.replace_range(place, &layout.pretty(entry, 2));
    Ok(Merged::Replaced(changed))
}

fn object(key: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), value)]))
}

/// Whether every field of ours stands there; further ones, such as headers, are the user's.
fn holds(there: &Value, ours: &Value) -> bool {
    let fields = ours.as_object().into_iter().flatten();
    fields
        .into_iter()
        .all(|(name, value)| there.get(name) == Some(value))
}

fn broken(text: &str, error: &serde_json::Error, list: &str, entry: &Value) -> MergeError {
    let (line, column) = (error.line(), error.column());
    let at_error = text
        .lines()
        .nth(line.saturating_sub(1))
        .and_then(|line| line.as_bytes().get(column.saturating_sub(1)));
    // No JSON has a slash outside of a string.
    if at_error == Some(&b'/') {
        return MergeError::Comment {
            line,
            column,
            entry: entry.to_string(),
            list: list.to_owned(),
        };
    }
    let said = error.to_string();
    let reason = said.split(" at line ").next().unwrap_or_default();
    MergeError::Broken {
        line,
        column,
        reason: reason.to_owned(),
    }
}

/// The members of one object in a text that is JSON.
struct Members {
    open: usize,
    close: usize,
    list: Vec<(String, Range<usize>)>,
}

/// Reads the members of the object at `open`; `None` where no object begins.
fn members(text: &str, open: usize) -> Option<Members> {
    let byte = |at: usize| text.as_bytes().get(at).copied();
    if byte(open) != Some(b'{') {
        return None;
    }
    let mut list = Vec::new();
    let mut at = skip_space(text, open + 1);
    while byte(at)? != b'}' {
        let (key, end) = value::<String>(text, at)?;
        let from = skip_space(text, skip_space(text, end) + 1);
        let (IgnoredAny, to) = value(text, from)?;
        list.push((key, from..to));
        at = skip_space(text, to);
        if byte(at)? == b',' {
            at = skip_space(text, at + 1);
        }
    }
    Some(Members {
        open,
        close: at,
        list,
    })
}

/// The value that begins at `at`, and where it ends.
fn value<T: DeserializeOwned>(text: &str, at: usize) -> Option<(T, usize)> {
    let mut values = Deserializer::from_str(text.get(at..)?).into_iter::<T>();
    let value = values.next()?.ok()?;
    Some((value, at + values.byte_offset()))
}

fn skip_space(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    text.len() - rest.trim_ascii_start().len()
}

impl Members {
    /// Place of a value; of a repeated key the last one counts, as in every JSON reader of a client.
    fn value_of(&self, key: &str) -> Option<Range<usize>> {
        let found = self.list.iter().rev().find(|(known, _)| known == key);
        found.map(|(_, place)| place.clone())
    }

    /// The text with one member more, as the last one.
    fn insert(
        &self,
        text: &str,
        layout: &Layout<'_>,
        (key, value): (&str, &Value),
        depth: usize,
    ) -> String {
        let line = layout.line(depth);
        let member = format!("{line}\"{key}\": {}", layout.pretty(value, depth));
        let mut changed = text.to_owned();
        match self.list.last() {
            Some((_, last)) => changed.insert_str(last.end, &format!(",{member}")),
            None => changed.replace_range(
                self.open + 1..self.close,
                &format!("{member}{}", layout.line(depth - 1)),
            ),
        }
        changed
    }
}

/// How a text is laid out: its line ending and one step of its indentation.
struct Layout<'a> {
    ending: &'static str,
    step: &'a str,
}

impl<'a> Layout<'a> {
    fn of(text: &'a str) -> Self {
        let step = text.lines().find_map(|line| {
            let space = line.len() - line.trim_ascii_start().len();
            line.get(..space).filter(|space| !space.is_empty())
        });
        Self {
            ending: if text.contains("\r\n") { "\r\n" } else { "\n" },
            step: step.unwrap_or("  "),
        }
    }

    /// A new line at this depth.
    fn line(&self, depth: usize) -> String {
        format!("{}{}", self.ending, self.step.repeat(depth))
    }

    /// A value whose first line continues a line at this depth.
    fn pretty(&self, value: &Value, depth: usize) -> String {
        let mut bytes = Vec::new();
        let formatter = PrettyFormatter::with_indent(self.step.as_bytes());
        // Writing a value to memory cannot fail, and what is written is UTF-8.
        let _ = value.serialize(&mut Serializer::with_formatter(&mut bytes, formatter));
        String::from_utf8_lossy(&bytes).replace('\n', &self.line(depth))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry() -> Value {
        json!({"type": "http", "url": "http://127.0.0.1:8787/mcp"})
    }

    #[track_caller]
    fn added(text: &str) -> String {
        match merge(text, "mcpServers", &entry()) {
            Ok(Merged::Added(changed)) => {
                let again = merge(&changed, "mcpServers", &entry());
                assert_eq!(again, Ok(Merged::Same), "{changed}");
                changed
            }
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn refused(text: &str) -> String {
        merge(text, "mcpServers", &entry()).unwrap_err().to_string()
    }

    #[test]
    fn an_empty_text_becomes_a_configuration() {
        let expected = "{\n  \"mcpServers\": {\n    \"facesign\": {\n      \"type\": \"http\",\n      \
            \"url\": \"http://127.0.0.1:8787/mcp\"\n    }\n  }\n}\n";
        assert_eq!(added(""), expected);
        assert_eq!(added("{}\n"), expected);
        assert_eq!(
            added("{ \"mcpServers\": { } }"),
            expected.replacen("{\n  ", "{ ", 1).replace("}\n}\n", "} }")
        );
    }

    #[test]
    fn other_entries_stay_byte_for_byte() {
        let text = "{\r\n\t\"z\": 1.50e3, \"z\": \"\\u0041\\/\",\r\n\t\"mcpServers\": {\r\n\t\t\"b\": {\"args\": \
            [\"}\", \"\\\"\"]},\r\n\t\t\"a\": {}\r\n\t},\r\n\t\"last\": [ ]\r\n}\r\n";
        let ours = ",\r\n\t\t\"facesign\": {\r\n\t\t\t\"type\": \"http\",\r\n\t\t\t\"url\": \
            \"http://127.0.0.1:8787/mcp\"\r\n\t\t}";
        let changed = added(text);
        assert_eq!(changed.matches(ours).count(), 1, "{changed}");
        assert_eq!(changed.replacen(ours, "", 1), text);
        let changed = added("{\"only\": 7}");
        assert!(
            changed.starts_with("{\"only\": 7,\n  \"mcpServers\": {\n"),
            "{changed}"
        );
    }

    #[test]
    fn an_earlier_entry_is_replaced_and_an_equal_one_is_left() {
        let text = r#"{"mcpServers": {"facesign": {"command": "old"}, "b": {}}}"#;
        let Ok(Merged::Replaced(changed)) = merge(text, "mcpServers", &entry()) else {
            panic!("replaced")
        };
        let changed: Value = serde_json::from_str(&changed).unwrap();
        assert_eq!(
            changed,
            json!({"mcpServers": {"facesign": entry(), "b": {}}})
        );
        let own = json!({"mcpServers": {"facesign": {
            "headers": {"X": "1"}, "url": "http://127.0.0.1:8787/mcp", "type": "http"}}});
        let merged = merge(&own.to_string(), "mcpServers", &entry());
        assert_eq!(merged, Ok(Merged::Same));
    }

    #[test]
    fn what_would_be_destroyed_is_refused_with_its_place() {
        assert_eq!(
            refused("{\n  \"mcpServers\": {\n    \"a\": {},\n  }\n}"),
            "is not JSON at line 4, column 3 (trailing comma): correct it first"
        );
        let cut = refused("{\"mcpServers\": {");
        assert!(
            cut.starts_with("is not JSON at line 1, column 16 (EOF"),
            "{cut}"
        );
        for comment in ["// mine", "/* mine */"] {
            for text in [
                format!("{{\n  {comment}\n  \"mcpServers\": {{}}\n}}"),
                format!("{{\n  \"mcpServers\": {{}} {comment}\n}}"),
                format!("{{\"a\": 1,\n  {comment}\n  \"mcpServers\": {{}}\n}}"),
                format!("{{\n  \"a\": {comment}\n 1}}"),
                format!("{{}}\n {comment}\n"),
            ] {
                let said = refused(&text);
                let place = said.starts_with("has a comment at line 2, column ");
                assert!(
                    place && said.contains("\"facesign\": {\"type\""),
                    "{text}: {said}"
                );
            }
        }
        assert_eq!(refused("[]"), "has no object at its top: correct it first");
        assert_eq!(
            refused("{\"mcpServers\": []}"),
            "has no object at `mcpServers`: correct it first"
        );
    }
}
