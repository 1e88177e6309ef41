//! The fingerprint of a flow: SHA-256 over one canonical text of it, so that exactly the reviewed flow can be pinned.
//!
//! The canonical text is that of the array of nodes by RFC 8785 (JSON Canonicalization Scheme), the nodes sorted by their
//! ids as members of an object are. So blanks, order of members and of nodes, escapes and the way in which a number is
//! written make no difference, and every program with an RFC 8785 library comes to the same fingerprint. Everything else
//! makes one: unknown members, the order of outcomes and comparisons, a default that is written out. What stands around
//! the array in a create-session body does not belong to the flow.
//!
//! One difference from RFC 8785: numbers keep all their digits, where the scheme rounds to a 64-bit float. It shows in
//! numbers of more than 15 digits only.

mod number;
mod order;

use core::fmt;

use heapless::Vec;
use sha2::{Digest as _, Sha256};

use crate::json::{Error, JsonStr, Kind, Reader, StrRef};
use crate::limits::{FINGERPRINT_MEMBERS, MAX_DEPTH};
use crate::policy::Prover;

/// SHA-256 over the canonical text of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

/// Why a flow has no fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FingerprintError {
    /// Objects inside each other have more members than [`FINGERPRINT_MEMBERS`] together; a node has a dozen.
    TooManyMembers,
    /// The text changed since it was read.
    NotJson(Error),
}

impl fmt::Display for FingerprintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyMembers => write!(
                f,
                "a node has more than {FINGERPRINT_MEMBERS} members: remove those that the schema does not know"
            ),
            Self::NotJson(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for FingerprintError {}

impl From<Error> for FingerprintError {
    fn from(error: Error) -> Self {
        Self::NotJson(error)
    }
}

impl Fingerprint {
    /// The fingerprint that 64 hexadecimal digits stand for.
    pub fn parse(digits: &str) -> Option<Self> {
        let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
        let mut bytes = [0; 32];
        if !rest.is_empty() || pairs.len() != bytes.len() {
            return None;
        }
        for (byte, &[high, low]) in bytes.iter_mut().zip(pairs) {
            let digit = |digit: u8| u8::try_from(char::from(digit).to_digit(16)?).ok();
            *byte = (digit(high)? << 4) | digit(low)?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Prover<'_> {
    /// The fingerprint of the flow.
    ///
    /// Takes about 2 KB of stack. Time grows linearly with the text, times the depth of its nesting; nodes are sorted.
    ///
    /// # Errors
    ///
    /// Fails where a node has far more members than any node type knows.
    pub fn fingerprint(&mut self) -> Result<Fingerprint, FingerprintError> {
        let flow = self.flow();
        let nodes = self.sort_nodes(|one, other| order::compare(one.id(), other.id()));
        let mut canonical = Canonical::of(flow.text());
        canonical.hash.update("[");
        for (place, node) in nodes.enumerate() {
            canonical.separate(place == 0);
            canonical.write(node.span().offset)?;
        }
        canonical.hash.update("]");
        Ok(Fingerprint(canonical.hash.finalize().into()))
    }
}

/// The canonical text, on its way into the hash.
struct Canonical<'t> {
    text: &'t str,
    hash: Sha256,
    /// Names of the members of the open objects; each object's are sorted.
    names: Vec<StrRef, FINGERPRINT_MEMBERS>,
    open: Vec<Open, { MAX_DEPTH as usize }>,
}

/// An array or object that is being written.
enum Open {
    Array {
        /// Where its next element, or its end, is looked for.
        at: u32,
        first: bool,
    },
    Object {
        /// Place of its first name, and of the next one to be written.
        first: usize,
        next: usize,
    },
}

impl<'t> Canonical<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            hash: Sha256::new(),
            names: Vec::new(),
            open: Vec::new(),
        }
    }

    fn separate(&mut self, first: bool) {
        if !first {
            self.hash.update(",");
        }
    }

    /// Writes the value that starts at a place.
    fn write(&mut self, at: u32) -> Result<(), FingerprintError> {
        self.value(at)?;
        while let Some(innermost) = self.open.last_mut() {
            match innermost {
                Open::Array { at, first } => {
                    let mut reader = Reader::starting_at(self.text, *at);
                    let (at, first) = (
                        reader.next_element(*first)?.then_some(reader.offset()),
                        *first,
                    );
                    self.element(at, first)?;
                }
                Open::Object { first, next } => {
                    let (first, place) = (*first, *next);
                    *next = place.saturating_add(1);
                    self.member(first, place)?;
                }
            }
        }
        Ok(())
    }

    /// Writes the next element, or the end of the array.
    fn element(&mut self, at: Option<u32>, first: bool) -> Result<(), FingerprintError> {
        let Some(at) = at else {
            self.open.pop();
            self.hash.update("]");
            return Ok(());
        };
        let mut behind = Reader::starting_at(self.text, at);
        behind.skip()?;
        if let Some(Open::Array { at, first }) = self.open.last_mut() {
            (*at, *first) = (behind.offset(), false);
        }
        self.separate(first);
        self.value(at)
    }

    /// Writes the member whose name stands at a place, or the end of the object.
    fn member(&mut self, first: usize, place: usize) -> Result<(), FingerprintError> {
        let Some(&name) = self.names.get(place) else {
            self.open.pop();
            self.names.truncate(first);
            self.hash.update("}");
            return Ok(());
        };
        self.separate(place == first);
        self.string(name.view(self.text));
        self.hash.update(":");
        let mut reader = Reader::starting_at(self.text, name.span().offset);
        reader.next_key(true)?;
        self.value(reader.offset())
    }

    /// Writes the value that starts here, or the bracket that opens it.
    fn value(&mut self, at: u32) -> Result<(), FingerprintError> {
        let mut reader = Reader::starting_at(self.text, at);
        let kind = reader.peek()?;
        match kind {
            Kind::String => {
                let string = reader.string()?;
                self.string(string.view(self.text));
            }
            Kind::Number => {
                let span = reader.skip()?;
                number::write(span.text(self.text), &mut |digits| self.hash.update(digits));
            }
            Kind::Bool | Kind::Null => {
                let span = reader.skip()?;
                self.hash.update(span.text(self.text));
            }
            Kind::Array => {
                reader.open()?;
                self.hash.update("[");
                let at = reader.offset();
                self.push(Open::Array { at, first: true })?;
            }
            Kind::Object => {
                let first = self.names.len();
                reader.open()?;
                let mut begun = false;
                while let Some(name) = reader.next_key(!core::mem::replace(&mut begun, true))? {
                    let room = self.names.push(name);
                    room.map_err(|_| FingerprintError::TooManyMembers)?;
                    reader.skip()?;
                }
                let text = self.text;
                let names = self.names.get_mut(first..).unwrap_or_default();
                names.sort_unstable_by(|one, other| {
                    let names = order::compare(one.view(text), other.view(text));
                    names.then(one.span().offset.cmp(&other.span().offset))
                });
                self.hash.update("{");
                self.push(Open::Object { first, next: first })?;
            }
        }
        Ok(())
    }

    fn push(&mut self, open: Open) -> Result<(), FingerprintError> {
        // Cannot fail: the text was read before, by a reader that opens no more brackets than there is room for.
        self.open
            .push(open)
            .map_err(|_| FingerprintError::TooManyMembers)
    }

    /// Writes a string with the escapes of RFC 8785, 3.2.2.2.
    fn string(&mut self, string: JsonStr<'_>) {
        self.hash.update("\"");
        if let Some(plain) = string.as_plain() {
            // The strict reader lets nothing into it that would need an escape.
            self.hash.update(plain);
        } else {
            string.chars().for_each(|char| self.char(char));
        }
        self.hash.update("\"");
    }

    fn char(&mut self, char: char) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let short = match char {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\u{8}' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\u{c}' => "\\f",
            '\r' => "\\r",
            control if control < ' ' => {
                let code = u32::from(control) as usize;
                let digit = |digit: usize| HEX.get(digit).copied().unwrap_or(b'0');
                self.hash
                    .update([b'\\', b'u', b'0', b'0', digit(code >> 4), digit(code & 15)]);
                return;
            }
            plain => return self.hash.update(plain.encode_utf8(&mut [0; 4]).as_bytes()),
        };
        self.hash.update(short);
    }
}
