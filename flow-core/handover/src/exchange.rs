//! The exchange: three slots, of which the writer owns one, the reader owns one, and one lies between them.
//!
//! Which slot lies between is one atomic byte. Publishing and taking both put the own slot there and get the other one
//! by a single exchange of that byte, so that a slot never has two owners and no step is ever repeated.

use core::cell::UnsafeCell;
use core::fmt;

use super::sync::{AtomicU8, Ordering};

/// Bit of the atomic byte: the slot between was published and not yet taken.
const FRESH: u8 = 4;
/// The other bits: position of the slot between.
const POSITION: u8 = 3;

// Positions are kept as their difference from the one at first, so that an exchange of zeroed slots is all zeros: as a
// static it takes no flash to start from.
const READER_AT_FIRST: u8 = 0;
const MIDDLE_AT_FIRST: u8 = 1;
const WRITER_AT_FIRST: u8 = 2;

/// What the atomic byte is at first.
pub(super) const NOTHING_PUBLISHED: u8 = 0;

/// Three slots for the newest value of one writer, read by one reader.
///
/// It takes three times the room of `T` and four bytes or less. A writer and a reader exist at most once at a time,
/// which [`split`](Self::split) ensures by its borrow.
pub struct Exchange<T> {
    slots: UnsafeCell<[T; 3]>,
    middle: AtomicU8,
    writer: u8,
    reader: u8,
}

/// The side that fills slots and publishes them.
pub struct Writer<'e, T> {
    slots: &'e UnsafeCell<[T; 3]>,
    middle: &'e AtomicU8,
    own: &'e mut u8,
}

/// The side that sees what was published last.
pub struct Reader<'e, T> {
    slots: &'e UnsafeCell<[T; 3]>,
    middle: &'e AtomicU8,
    own: &'e mut u8,
}

// SAFETY: a writer gives access to its own slot only, of which it is the one owner until it gives the slot away by an
// exchange that releases what was written; so values move between threads, and no value is shared.
unsafe impl<T: Send> Send for Writer<'_, T> {}

// SAFETY: a reader gives access to its own slot only, which it got by an exchange that acquires what was written, and
// of which it is the one owner until the next one; so values move between threads, and no value is shared.
unsafe impl<T: Send> Send for Reader<'_, T> {}

impl<T> Exchange<T> {
    pub(super) const fn over(slots: [T; 3], middle: AtomicU8) -> Self {
        Self {
            slots: UnsafeCell::new(slots),
            middle,
            writer: 0,
            reader: 0,
        }
    }

    /// The two sides, one for each context. Split again, the exchange goes on where it was.
    pub fn split(&mut self) -> (Writer<'_, T>, Reader<'_, T>) {
        let Self {
            slots,
            middle,
            writer,
            reader,
        } = self;
        (
            Writer {
                slots,
                middle,
                own: writer,
            },
            Reader {
                slots,
                middle,
                own: reader,
            },
        )
    }
}

impl<T> Writer<'_, T> {
    /// The slot to fill. What stands in it is some older value, or an initial one.
    pub fn slot(&mut self) -> &mut T {
        let slot = place(self.slots, *self.own ^ WRITER_AT_FIRST);
        // SAFETY: the place is inside the array, which outlives `self`. The writer owns the slot (positions of writer,
        // reader and middle are always three different ones), and lends it as long as `self` is borrowed mutably.
        unsafe { &mut *slot }
    }

    /// Makes the slot the newest value, and takes another one to fill next.
    ///
    /// Tells whether the value published before was never seen by the reader: it is overwritten from now on.
    pub fn publish(&mut self) -> bool {
        let given = *self.own ^ WRITER_AT_FIRST ^ MIDDLE_AT_FIRST;
        let before = self.middle.swap(given | FRESH, Ordering::AcqRel);
        *self.own = (before & POSITION) ^ MIDDLE_AT_FIRST ^ WRITER_AT_FIRST;
        before & FRESH != 0
    }
}

impl<T> Reader<'_, T> {
    /// The newest published value.
    pub fn latest(&mut self) -> &T {
        self.refresh();
        self.current()
    }

    /// The value seen last, even where a newer one was published.
    pub fn current(&self) -> &T {
        let slot = place(self.slots, *self.own ^ READER_AT_FIRST);
        // SAFETY: the place is inside the array, which outlives `self`. The reader owns the slot (positions of writer,
        // reader and middle are always three different ones), and gives it back only through `&mut self`.
        unsafe { &*slot }
    }

    /// Goes to the newest published value; tells whether it is another one than before.
    pub fn refresh(&mut self) -> bool {
        if self.middle.load(Ordering::Relaxed) & FRESH == 0 {
            return false;
        }
        // Only the reader clears the bit, so it is still set here, be it for a yet newer value.
        let given = *self.own ^ READER_AT_FIRST ^ MIDDLE_AT_FIRST;
        let before = self.middle.swap(given, Ordering::AcqRel);
        *self.own = (before & POSITION) ^ MIDDLE_AT_FIRST ^ READER_AT_FIRST;
        true
    }
}

/// Where a slot is. No reference to the whole array is made, because the other side may hold one to its own slot.
fn place<T>(slots: &UnsafeCell<[T; 3]>, position: u8) -> *mut T {
    let position = usize::from(position.min(2));
    slots.get().cast::<T>().wrapping_add(position)
}

impl<T> fmt::Debug for Exchange<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Writer<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Reader<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}
