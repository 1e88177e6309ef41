//! Findings in words.

use core::fmt::{self, Write as _};

use super::{Finding, Path};
use crate::json::{JsonStr, Kind, Reader, StrRef};
use crate::limits::PATH_NODES;
use crate::rules;

/// What is wrong, see [`Finding::message`].
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    pub(super) finding: &'a Finding,
    pub(super) text: &'a str,
}

/// What to do about it, see [`Finding::help`].
#[derive(Clone, Copy, Debug)]
pub struct Help<'a> {
    pub(super) finding: &'a Finding,
    pub(super) text: &'a str,
}

/// All in one line, see [`Finding::line`].
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    pub(super) finding: &'a Finding,
    pub(super) text: &'a str,
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if cfg!(feature = "messages") {
            rules::message(self.finding, self.text, f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Help<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if cfg!(feature = "messages") {
            rules::help(self.finding, self.text, f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { finding, text } = *self;
        let place = finding.span.line_column(text);
        let code = finding.rule.meta().code;
        write!(
            f,
            "{}:{}: {}[{code}]",
            place.line, place.column, finding.severity
        )?;
        if cfg!(feature = "messages") {
            write!(f, ": {}", finding.message(text))?;
        }
        Ok(())
    }
}

/// A name of the text for one line: control characters are escaped, long names are cut.
pub(crate) struct Named<'a>(pub(crate) StrRef, pub(crate) &'a str);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_name(self.0.view(self.1), f)
    }
}

fn write_name(name: JsonStr<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    /// Characters of a name that a message shows.
    const SHOWN: usize = 60;
    f.write_char('`')?;
    for (count, char) in name.chars().enumerate() {
        if count == SHOWN {
            f.write_char('…')?;
            break;
        }
        if char.is_control() || char == '`' {
            write!(f, "{}", char.escape_default())?;
        } else {
            f.write_char(char)?;
        }
    }
    f.write_char('`')
}

/// Nodes of a path by id, joined with arrows.
pub(crate) struct Walked<'a>(pub(crate) &'a Path, pub(crate) &'a str);

impl fmt::Display for Walked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(path, text) = self;
        let len = usize::from(path.len);
        for (count, &node) in path.nodes.iter().take(len).enumerate() {
            if count > 0 {
                f.write_str(" → ")?;
            }
            if len > PATH_NODES && count == PATH_NODES / 2 {
                write!(f, "({} more) → ", len.saturating_sub(PATH_NODES))?;
            }
            match node_id(text, node) {
                Some(id) => write_name(id.view(text), f)?,
                None => write!(f, "node {node}")?,
            }
        }
        Ok(())
    }
}

/// The id of the node at a position, read from the text.
fn node_id(text: &str, node: u16) -> Option<StrRef> {
    let mut reader = Reader::new(text).ok()?;
    if reader.peek().ok()? == Kind::Object {
        member(&mut reader, "flow")?;
    }
    if reader.peek().ok()? != Kind::Array {
        return None;
    }
    reader.open().ok()?;
    for position in 0..=node {
        if !reader.next_element(position == 0).ok()? {
            return None;
        }
        if position < node {
            reader.skip().ok()?;
        }
    }
    if reader.peek().ok()? != Kind::Object {
        return None;
    }
    member(&mut reader, "id")?;
    reader.string().ok()
}

/// Goes to the value of a member of the object that starts here.
pub(crate) fn member(reader: &mut Reader<'_>, name: &str) -> Option<Kind> {
    reader.open().ok()?;
    let mut first = true;
    while let Some(key) = reader.next_key(first).ok()? {
        if key.view(reader.text()) == *name {
            return reader.peek().ok();
        }
        reader.skip().ok()?;
        first = false;
    }
    None
}
