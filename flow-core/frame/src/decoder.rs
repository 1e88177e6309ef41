//! Bytes to frames, one byte at a time, into a buffer of the caller.

use super::{CHECKSUM, HEADER_BYTES, Kind, MARK, TRAILER_BYTES};

/// A frame that arrived whole; its payload is at the beginning of the buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What it carries.
    pub kind: Kind,
    /// The number that its sender gave it.
    pub number: u8,
    /// Bytes of its payload.
    pub len: usize,
}

/// Why a frame was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The payload is longer than the buffer. It is skipped as it arrives.
    TooLong {
        /// The number of the frame.
        number: u8,
    },
    /// The payload is not what was sent.
    Checksum {
        /// The number of the frame.
        number: u8,
    },
}

/// Finds frames in a byte stream.
///
/// It keeps a header, not a payload. Where bytes were lost, it finds the next frame behind the length that the damaged
/// one announced; a sender that gets no answer in time pauses, which a receiver may take as the moment to
/// [`reset`](Self::reset).
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    header: [u8; HEADER_BYTES],
    trailer: [u8; TRAILER_BYTES],
    /// Bytes of the frame so far, header included.
    taken: usize,
    skipping: bool,
}

impl Decoder {
    /// Between two frames.
    pub const fn new() -> Self {
        Self {
            header: [0; HEADER_BYTES],
            trailer: [0; TRAILER_BYTES],
            taken: 0,
            skipping: false,
        }
    }

    /// Forgets the frame that has begun.
    pub fn reset(&mut self) {
        *self = Self::new();
    }

    /// Takes the next byte; tells where a frame is complete, or dropped.
    ///
    /// The same buffer must be given until then. A frame that is too long is told as soon as its header is there.
    pub fn push(&mut self, byte: u8, buffer: &mut [u8]) -> Option<Result<Frame, Damage>> {
        let Some(at) = self.taken.checked_sub(HEADER_BYTES) else {
            return self.push_header(byte, buffer.len());
        };
        let len = self.len();
        match at.checked_sub(len) {
            None if self.skipping => {}
            None => *buffer.get_mut(at)? = byte,
            Some(at) => *self.trailer.get_mut(at)? = byte,
        }
        self.taken = self.taken.saturating_add(1);
        if at.saturating_add(1) < len.saturating_add(TRAILER_BYTES) {
            return None;
        }
        let whole = core::mem::take(self);
        if whole.skipping {
            return None;
        }
        let number = whole.number();
        let payload = buffer.get(..len)?;
        let intact = CHECKSUM.checksum(payload) == u32::from_le_bytes(whole.trailer);
        Some(if intact {
            Ok(Frame {
                kind: whole.kind(),
                number,
                len,
            })
        } else {
            Err(Damage::Checksum { number })
        })
    }

    fn push_header(&mut self, byte: u8, room: usize) -> Option<Result<Frame, Damage>> {
        *self.header.get_mut(self.taken)? = byte;
        self.taken = self.taken.saturating_add(1);
        while self.taken > 0 && !self.may_be_header() {
            // Not the beginning of a frame: perhaps it is without its first byte.
            self.header.rotate_left(1);
            self.taken = self.taken.saturating_sub(1);
        }
        if self.taken < HEADER_BYTES || self.len() <= room {
            return None;
        }
        self.skipping = true;
        Some(Err(Damage::TooLong {
            number: self.number(),
        }))
    }

    /// Whether what is there of the header can be one.
    fn may_be_header(&self) -> bool {
        let marked = self
            .header
            .iter()
            .take(self.taken)
            .zip(MARK)
            .all(|(&found, expected)| found == expected);
        let [checked @ .., e, f, g, h] = &self.header;
        let complete = self.taken == HEADER_BYTES;
        marked && (!complete || CHECKSUM.checksum(checked) == u32::from_le_bytes([*e, *f, *g, *h]))
    }

    fn kind(&self) -> Kind {
        let [_, _, kind, ..] = self.header;
        Kind(kind)
    }

    fn number(&self) -> u8 {
        let [_, _, _, number, ..] = self.header;
        number
    }

    fn len(&self) -> usize {
        let [_, _, _, _, a, b, c, d, ..] = self.header;
        usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;
    use crate::{header, trailer};

    const ROOM: usize = 48;

    fn framed(number: u8, payload: &[u8]) -> Vec<u8> {
        [
            &header(Kind::FLOW, number, payload),
            payload,
            &trailer(payload),
        ]
        .concat()
    }

    fn decode(stream: &[u8]) -> Vec<Result<(u8, Vec<u8>), Damage>> {
        let mut decoder = Decoder::new();
        let mut room = [0; ROOM];
        let mut found = Vec::new();
        for &byte in stream {
            if let Some(event) = decoder.push(byte, &mut room) {
                found.push(event.map(|frame| (frame.number, room[..frame.len].to_vec())));
            }
        }
        found
    }

    fn payload() -> impl Strategy<Value = Vec<u8>> {
        prop::collection::vec(any::<u8>(), 0..ROOM)
    }

    #[test]
    fn an_empty_frame_is_sixteen_bytes() {
        let frame = framed(3, b"");
        assert_eq!(frame.len(), HEADER_BYTES + TRAILER_BYTES);
        assert_eq!(decode(&frame), [Ok((3, Vec::new()))]);
    }

    #[test]
    fn a_frame_too_long_is_told_at_once_and_skipped_with_what_looks_like_a_frame_in_it() {
        let mut inside = framed(9, b"smuggled");
        inside.resize(ROOM + 1, 0);
        let mut stream = framed(1, &inside);
        assert_eq!(
            decode(&stream[..HEADER_BYTES]),
            [Err(Damage::TooLong { number: 1 })]
        );
        stream.extend(framed(2, b"next"));
        assert_eq!(
            decode(&stream),
            [
                Err(Damage::TooLong { number: 1 }),
                Ok((2, b"next".to_vec()))
            ]
        );
    }

    #[test]
    fn a_reset_forgets_what_has_begun() {
        let mut room = [0; ROOM];
        let mut decoder = Decoder::new();
        for &byte in &framed(1, b"begun")[..HEADER_BYTES + 2] {
            assert_eq!(decoder.push(byte, &mut room), None);
        }
        decoder.reset();
        let frames = framed(2, b"whole");
        let last = frames
            .iter()
            .filter_map(|&byte| decoder.push(byte, &mut room))
            .last();
        assert!(matches!(
            last,
            Some(Ok(Frame {
                number: 2,
                len: 5,
                ..
            }))
        ));
    }

    proptest! {
        #[test]
        fn frames_come_out_as_they_went_in(payloads in prop::collection::vec(payload(), 0..5)) {
            let numbered = || payloads.iter().enumerate().map(|(at, payload)| (u8::try_from(at).unwrap(), payload));
            let stream: Vec<u8> = numbered().flat_map(|(number, payload)| framed(number, payload)).collect();
            let expected: Vec<_> = numbered().map(|(number, payload)| Ok((number, payload.clone()))).collect();
            prop_assert_eq!(decode(&stream), expected);
        }

        #[test]
        fn a_changed_byte_never_gives_another_frame(payload in payload(), at in any::<prop::sample::Index>(), with in 1..=255u8) {
            let mut stream = framed(1, &payload);
            stream[at.index(payload.len() + HEADER_BYTES + TRAILER_BYTES)] ^= with;
            for event in decode(&stream) {
                prop_assert_eq!(event, Err(Damage::Checksum { number: 1 }));
            }
        }

        #[test]
        fn noise_before_a_frame_is_skipped(noise in prop::collection::vec(any::<u8>(), 0..64), payload in payload()) {
            let stream = [noise, framed(5, &payload)].concat();
            prop_assert!(decode(&stream).contains(&Ok((5, payload))));
        }
    }
}
