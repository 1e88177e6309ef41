//! Why a text is not JSON, and where.

use core::fmt;

/// A violation of RFC 8259 or of a limit of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Bytes before the place.
    pub offset: u32,
}

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
// A whole word, so that results need no packing of bytes: a tenth of what a member name costs.
#[repr(u32)]
pub enum ErrorKind {
    /// A control character stands unescaped in a string.
    ControlCharacter,
    /// A `\` starts no escape of JSON.
    Escape,
    /// `,` or the closing bracket is missing.
    ExpectedComma,
    /// `:` is missing after a member name.
    ExpectedColon,
    /// A member name in quotes is missing.
    ExpectedName,
    /// A value is missing.
    ExpectedValue,
    /// The bytes are not UTF-8.
    InvalidUtf8,
    /// Half of a surrogate pair stands alone.
    LoneSurrogate,
    /// The digits form no number of JSON.
    Number,
    /// The number exceeds a 64-bit float.
    NumberRange,
    /// More brackets are open than [`MAX_DEPTH`](crate::limits::MAX_DEPTH).
    TooDeep,
    /// The text exceeds [`MAX_TEXT_BYTES`](crate::limits::MAX_TEXT_BYTES).
    TooLong,
    /// Something follows the value.
    TrailingData,
    /// The text ends inside a value.
    UnexpectedEnd,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ControlCharacter => "a control character stands unescaped in a string",
            Self::Escape => "`\\` starts no escape that JSON knows",
            Self::ExpectedComma => "expected `,` or the closing bracket",
            Self::ExpectedColon => "expected `:` after the member name",
            Self::ExpectedName => "expected a member name in double quotes",
            Self::ExpectedValue => "expected a value",
            Self::InvalidUtf8 => "the bytes are not UTF-8",
            Self::LoneSurrogate => "half of a surrogate pair stands alone",
            Self::Number => "the digits form no number",
            Self::NumberRange => "the number exceeds a 64-bit float",
            Self::TooDeep => "too many brackets are open",
            Self::TooLong => "the text is too long",
            Self::TrailingData => "something follows the value",
            Self::UnexpectedEnd => "the text ends too early",
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

impl core::error::Error for Error {}
