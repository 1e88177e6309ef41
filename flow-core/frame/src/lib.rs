//! Frames for a byte stream, and the messages of a gateway in them: `no_std`, no allocation, no `unsafe`.
//!
//! A gateway gets its flows byte by byte, from a serial line or a modem, in pieces that mean nothing. A frame says how
//! long it is and carries two checksums: one over its header, so that a wrong length is not believed, and one over its
//! payload, so that a changed flow is not validated.
//!
//! | Bytes | What | |
//! |---|---|---|
//! | 2 | mark | `F1 0C` |
//! | 1 | kind | see [`Kind`] |
//! | 1 | number | chosen by the sender, repeated in the answer |
//! | 4 | length of the payload | least significant byte first |
//! | 4 | CRC-32 of the eight bytes before | least significant byte first |
//! | length | payload | |
//! | 4 | CRC-32 of the payload | least significant byte first |
//!
//! The checksum is CRC-32/ISO-HDLC. Bytes between frames are skipped until the next mark with a right header.
//!
//! ```
//! use flow_frame::{Decoder, Frame, Kind, header, trailer};
//!
//! let payload = b"[]";
//! let mut stream = b"noise".to_vec();
//! stream.extend(header(Kind::FLOW, 7, payload));
//! stream.extend(payload);
//! stream.extend(trailer(payload));
//!
//! let mut room = [0; 16];
//! let mut decoder = Decoder::new();
//! let frames: Vec<_> = stream.iter().filter_map(|&byte| decoder.push(byte, &mut room)).collect();
//! assert_eq!(frames, [Ok(Frame { kind: Kind::FLOW, number: 7, len: 2 })]);
//! assert_eq!(room[..2], *payload);
//! ```

#![no_std]
#![forbid(unsafe_code)]
#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used
)]
#![cfg_attr(
    test,
    expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a test fails by panicking"
    )
)]

#[cfg(test)]
extern crate std;

mod decoder;
mod message;

pub use decoder::{Damage, Decoder, Frame};
pub use message::{Answer, FOUND_BYTES, Found, Kind, STATUS_BYTES, Status};

use crc::{CRC_32_ISO_HDLC, Crc, NoTable};

/// Bytes before the payload.
pub const HEADER_BYTES: usize = 12;
/// Bytes behind the payload.
pub const TRAILER_BYTES: usize = 4;

/// Bytes of the header that its checksum is over.
const CHECKED_BYTES: usize = 8;
const MARK: [u8; 2] = [0xF1, 0x0C];

// Without a table: a kilobyte of flash is worth more here than the speed of a checksum.
const CHECKSUM: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);

/// What stands before a payload. The payload is at most 4 GiB long.
pub fn header(kind: Kind, number: u8, payload: &[u8]) -> [u8; HEADER_BYTES] {
    let [mark, of_ours] = MARK;
    let len = u32::try_from(payload.len()).unwrap_or(u32::MAX);
    let mut header = [0; HEADER_BYTES];
    let (checked, checksum) = header.split_at_mut(CHECKED_BYTES);
    let (about, length) = checked.split_at_mut(4);
    about.copy_from_slice(&[mark, of_ours, kind.0, number]);
    length.copy_from_slice(&len.to_le_bytes());
    checksum.copy_from_slice(&CHECKSUM.checksum(checked).to_le_bytes());
    header
}

/// What stands behind a payload.
pub fn trailer(payload: &[u8]) -> [u8; TRAILER_BYTES] {
    CHECKSUM.checksum(payload).to_le_bytes()
}
