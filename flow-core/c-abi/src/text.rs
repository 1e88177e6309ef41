//! Texts in and out: slices of what the caller points to, and a buffer that is filled as far as it goes.

use core::fmt;
use core::slice;

use crate::abi::{Status, Text};

/// The bytes of a text.
///
/// # Safety
///
/// `text.bytes` is null or points to `text.len` bytes, which nobody changes as long as they are lent.
pub(crate) unsafe fn read<'a>(text: Text) -> Result<&'a [u8], Status> {
    if text.len == 0 {
        return Ok(&[]);
    }
    if text.bytes.is_null() {
        return Err(Status::NULL);
    }
    if isize::try_from(text.len).is_err() {
        return Err(Status::TEXT_SIZE);
    }
    // SAFETY: not null, of a size that a slice may have, and readable by the contract of this function.
    Ok(unsafe { slice::from_raw_parts(text.bytes, text.len) })
}

/// What a pointer points to, where it points to something.
///
/// # Safety
///
/// `pointer` is null or points to a value that nobody changes as long as it is lent.
pub(crate) unsafe fn checked<'a, T>(pointer: *const T) -> Option<&'a T> {
    // SAFETY: as this function.
    unsafe { pointer.as_ref() }
}

/// Gives what is formatted to a function.
pub(crate) struct Pieces<'f>(pub(crate) &'f mut dyn FnMut(&str));

impl fmt::Write for Pieces<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        (self.0)(piece);
        Ok(())
    }
}

/// How far a buffer is filled, and how far it would have to go.
#[derive(Default)]
pub(crate) struct Cut {
    written: usize,
    needed: usize,
}

impl Cut {
    /// Adds whole characters of `piece` as far as they fit, and keeps a zero behind them.
    ///
    /// # Safety
    ///
    /// `buffer` points to `size` writable bytes, the same ones in every call.
    pub(crate) unsafe fn push(&mut self, piece: &str, buffer: *mut u8, size: usize) {
        let whole = self.needed == self.written;
        self.needed = self.needed.saturating_add(piece.len());
        let Some(room) = size.checked_sub(1) else {
            return;
        };
        // SAFETY: not of size 0, and writable by the contract of this function.
        let buffer = unsafe { slice::from_raw_parts_mut(buffer, size) };
        let fitting = piece.floor_char_boundary(room.saturating_sub(self.written).min(piece.len()));
        let end = self.written.saturating_add(fitting);
        if let (true, Some(piece), Some(cell)) = (
            whole,
            piece.as_bytes().get(..fitting),
            buffer.get_mut(self.written..end),
        ) {
            cell.copy_from_slice(piece);
            self.written = end;
        }
        if let Some(behind) = buffer.get_mut(self.written) {
            *behind = 0;
        }
    }

    /// Bytes of the whole text.
    pub(crate) fn needed(&self) -> usize {
        self.needed
    }
}
