//! The cursor: what starts here, and the brackets, commas and colons between values.

use super::{Error, ErrorKind, StrRef, scan};
use crate::limits::{MAX_DEPTH, MAX_TEXT_BYTES};

/// What kind of value starts at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `[`
    Array,
    /// `true` or `false`
    Bool,
    /// `null`
    Null,
    /// A number
    Number,
    /// `{`
    Object,
    /// A string
    String,
}

/// A cursor over one JSON text.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

/// A member name that comes next and is not read yet.
#[derive(Clone, Copy)]
pub(crate) struct NameAhead<'a> {
    /// The bytes between the quotes: a name where they equal a known one, else perhaps an escape or a mistake.
    pub(crate) name: &'a [u8],
    /// Their place.
    pub(crate) key: StrRef,
    /// Where the text behind the colon starts.
    behind: usize,
}

/// A place as 32 bits.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "`Reader::new` refuses texts whose places need more bits"
)]
pub(crate) const fn position(at: usize) -> u32 {
    at as u32
}

impl<'a> Reader<'a> {
    /// A cursor at the start of `text`.
    ///
    /// # Errors
    ///
    /// Fails where the text exceeds [`MAX_TEXT_BYTES`].
    pub fn new(text: &'a str) -> Result<Self, Error> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(Error {
                kind: ErrorKind::TooLong,
                offset: 0,
            });
        }
        Ok(Self {
            text,
            at: 0,
            depth: 0,
        })
    }

    /// A cursor at a value of a text that was read before; `text` is not too long.
    pub(crate) fn starting_at(text: &'a str, offset: u32) -> Self {
        Self {
            text,
            at: offset as usize,
            depth: 0,
        }
    }

    /// The text being read.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Bytes read so far.
    #[inline]
    pub fn offset(&self) -> u32 {
        position(self.at)
    }

    #[inline]
    pub(super) fn at(&self) -> usize {
        self.at
    }

    #[inline]
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    #[inline]
    pub(super) fn byte(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    #[inline]
    pub(super) fn advance(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    #[inline]
    pub(super) fn jump(&mut self, at: usize) {
        self.at = at;
    }

    #[inline]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.byte() == Some(byte);
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn error(&self, kind: ErrorKind) -> Error {
        Error {
            kind,
            offset: self.offset(),
        }
    }

    /// The error for something else than `kind` wants, the end of the text included.
    #[cold]
    pub(super) fn expected(&self, kind: ErrorKind) -> Error {
        self.error(if self.byte().is_none() {
            ErrorKind::UnexpectedEnd
        } else {
            kind
        })
    }

    #[inline]
    pub(super) fn blank(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.byte() {
            self.advance();
        }
    }

    /// What starts here, after blanks.
    ///
    /// # Errors
    ///
    /// Fails where no value starts here.
    #[inline]
    pub fn peek(&mut self) -> Result<Kind, Error> {
        self.blank();
        match self.byte() {
            Some(b'"') => Ok(Kind::String),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b't' | b'f') => Ok(Kind::Bool),
            Some(b'n') => Ok(Kind::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            _ => Err(self.expected(ErrorKind::ExpectedValue)),
        }
    }

    /// Enters the array or object that starts here.
    ///
    /// # Errors
    ///
    /// Fails beyond [`MAX_DEPTH`] open brackets.
    #[inline]
    pub fn open(&mut self) -> Result<(), Error> {
        if self.depth >= MAX_DEPTH {
            return Err(self.error(ErrorKind::TooDeep));
        }
        self.depth = self.depth.saturating_add(1);
        self.advance();
        Ok(())
    }

    #[inline]
    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.advance();
    }

    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    /// Goes to the next element of the array; `false` leaves the array.
    ///
    /// # Errors
    ///
    /// Fails where neither `,` nor `]` stands between elements.
    #[inline]
    pub fn next_element(&mut self, first: bool) -> Result<bool, Error> {
        self.blank();
        match self.byte() {
            Some(b']') => {
                self.close();
                return Ok(false);
            }
            Some(b',') if !first => self.advance(),
            _ if first => {}
            _ => return Err(self.expected(ErrorKind::ExpectedComma)),
        }
        Ok(true)
    }

    /// The member name that comes next where comma, quotes and colon stand without blanks, as programs write them.
    #[expect(clippy::inline_always, reason = "it has one hot caller")]
    #[inline(always)]
    pub(crate) fn name_ahead(&self, first: bool) -> Option<NameAhead<'a>> {
        let rest = self.bytes().get(self.at..)?;
        let inside = match rest {
            [b',', b'"', inside @ ..] if !first => inside,
            [b'"', inside @ ..] if first => inside,
            _ => return None,
        };
        let (name, rest) = inside.split_at_checked(scan::name_length(inside)?)?;
        let (end, behind) = rest.split_first_chunk()?;
        if end != b"\":" {
            return None;
        }
        let behind = self.text.len().wrapping_sub(behind.len());
        let end = behind.wrapping_sub(2);
        Some(NameAhead {
            name,
            key: StrRef::plain_between(position(end.wrapping_sub(name.len())), position(end)),
            behind,
        })
    }

    /// Reads a member name and its colon.
    #[inline]
    pub(crate) fn take_name(&mut self, ahead: &NameAhead<'_>) {
        self.at = ahead.behind;
    }

    /// Reads the next member name of the object and its colon; `None` leaves the object.
    ///
    /// # Errors
    ///
    /// Fails where comma, name or colon is missing or malformed.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline)]
    pub fn next_key(&mut self, first: bool) -> Result<Option<StrRef>, Error> {
        // As programs write it: comma, plain name and colon without blanks between them.
        let bytes = self.bytes();
        let start = match bytes.get(self.at) {
            Some(b'}') => {
                self.close();
                return Ok(None);
            }
            Some(b',') if !first => self.at.wrapping_add(1),
            Some(_) if first => self.at,
            _ => bytes.len(),
        };
        if bytes.get(start) == Some(&b'"') {
            let start = start.wrapping_add(1);
            let end = scan::plain_end(bytes, start);
            if let Some([b'"', b':', ..]) = bytes.get(end..) {
                self.at = end.wrapping_add(2);
                return Ok(Some(StrRef::plain_between(position(start), position(end))));
            }
        }
        self.next_key_anyhow(first)
    }

    /// [`next_key`](Self::next_key) for the end of the object, blanks, escapes and mistakes.
    #[inline(never)]
    fn next_key_anyhow(&mut self, first: bool) -> Result<Option<StrRef>, Error> {
        self.blank();
        match self.byte() {
            Some(b'}') => {
                self.close();
                return Ok(None);
            }
            Some(b',') if !first => {
                self.advance();
                self.blank();
            }
            _ if first => {}
            _ => return Err(self.expected(ErrorKind::ExpectedComma)),
        }
        if self.byte() != Some(b'"') {
            return Err(self.expected(ErrorKind::ExpectedName));
        }
        let key = self.string()?;
        self.blank();
        if !self.take(b':') {
            return Err(self.expected(ErrorKind::ExpectedColon));
        }
        Ok(Some(key))
    }

    /// Reads `true`, `false` or `null`.
    ///
    /// # Errors
    ///
    /// Fails for any other word.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub fn word(&mut self) -> Result<Option<bool>, Error> {
        for (word, value) in [("true", Some(true)), ("false", Some(false)), ("null", None)] {
            let end = self.at.saturating_add(word.len());
            if self.bytes().get(self.at..end) == Some(word.as_bytes()) {
                self.at = end;
                return Ok(value);
            }
        }
        let rest = self.bytes().get(self.at..).unwrap_or_default();
        let cut_off = ["true", "false", "null"]
            .iter()
            .any(|word| word.as_bytes().starts_with(rest));
        if cut_off {
            self.at = self.text.len();
        }
        Err(self.expected(ErrorKind::ExpectedValue))
    }

    /// Makes sure that nothing but blanks follows.
    ///
    /// # Errors
    ///
    /// Fails where something does.
    pub fn finish(&mut self) -> Result<(), Error> {
        self.blank();
        if self.byte().is_some() {
            return Err(self.error(ErrorKind::TrailingData));
        }
        Ok(())
    }
}
