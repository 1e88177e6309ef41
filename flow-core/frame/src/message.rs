//! What frames carry: requests to a gateway and its answers.

/// Bytes of a [`Found`] in an answer.
pub const FOUND_BYTES: usize = 12;
/// Bytes of a [`Status`] in an answer.
pub const STATUS_BYTES: usize = 16;

/// What a frame carries. A byte that is none of these constants is a kind too, of a newer sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(pub u8);

impl Kind {
    /// A flow to validate and, if it holds, to serve. Answered by [`VERDICT`](Self::VERDICT).
    pub const FLOW: Self = Self(1);
    /// The policy that flows must hold to from now on; empty for none. Answered by [`VERDICT`](Self::VERDICT).
    pub const POLICY: Self = Self(2);
    /// The fingerprint of the one flow to accept from now on, 32 bytes; empty for any. Answered by [`VERDICT`](Self::VERDICT).
    pub const PIN: Self = Self(3);
    /// Asks for figures; no payload. Answered by [`FIGURES`](Self::FIGURES).
    pub const STATUS: Self = Self(4);
    /// An [`Answer`], one byte, then the first findings, [`FOUND_BYTES`] each.
    pub const VERDICT: Self = Self(0x81);
    /// A [`Status`].
    pub const FIGURES: Self = Self(0x82);
}

/// Answers of a gateway, in the first byte of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Answer {
    /// The flow is served from now on, or the policy or fingerprint is in force.
    Accepted = 0,
    /// The flow has errors: the findings follow.
    Invalid = 1,
    /// The flow breaks the policy: the findings follow, those of the policy among them.
    AgainstPolicy = 2,
    /// The flow is not the one that is pinned.
    NotPinned = 3,
    /// The payload is not what its kind says: a policy that cannot be read, a fingerprint of the wrong length.
    Unreadable = 4,
    /// The frame was damaged on its way: send it again.
    Damaged = 5,
    /// The payload is longer than the room for it.
    TooLong = 6,
    /// The kind is none that this gateway knows.
    Unknown = 7,
}

impl Answer {
    /// The answer in a byte.
    pub fn of(byte: u8) -> Option<Self> {
        [
            Self::Accepted,
            Self::Invalid,
            Self::AgainstPolicy,
            Self::NotPinned,
            Self::Unreadable,
            Self::Damaged,
            Self::TooLong,
            Self::Unknown,
        ]
        .into_iter()
        .find(|answer| *answer as u8 == byte)
    }
}

/// A finding as it is sent: code, severity and place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Number of the code: 2013 for `F2013`.
    pub code: u16,
    /// 0 note, 1 warning, 2 error.
    pub severity: u8,
    /// Bytes before the place.
    pub offset: u32,
    /// Bytes of the place.
    pub len: u32,
}

impl Found {
    /// As it is sent.
    pub fn to_bytes(self) -> [u8; FOUND_BYTES] {
        let first = u32::from(self.code) | u32::from(self.severity) << 16;
        let mut bytes = [0; FOUND_BYTES];
        write_words(&mut bytes, [first, self.offset, self.len]);
        bytes
    }

    /// As it was sent.
    pub fn from_bytes(bytes: [u8; FOUND_BYTES]) -> Self {
        let [first, offset, len] = read_words(&bytes);
        let [code, code_high, severity, _] = first.to_le_bytes();
        Self {
            code: u16::from_le_bytes([code, code_high]),
            severity,
            offset,
            len,
        }
    }
}

/// Figures of a gateway, all in bytes but the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// The workspace of the validator.
    pub workspace: u32,
    /// Its report.
    pub report: u32,
    /// The deepest stack since the start.
    pub stack: u32,
    /// Nodes of the flow that is served; 0 where none is.
    pub serving: u32,
}

impl Status {
    /// As it is sent.
    pub fn to_bytes(self) -> [u8; STATUS_BYTES] {
        let mut bytes = [0; STATUS_BYTES];
        let words = [self.workspace, self.report, self.stack, self.serving];
        write_words(&mut bytes, words);
        bytes
    }

    /// As it was sent.
    pub fn from_bytes(bytes: [u8; STATUS_BYTES]) -> Self {
        let [workspace, report, stack, serving] = read_words(&bytes);
        Self {
            workspace,
            report,
            stack,
            serving,
        }
    }
}

fn write_words<const N: usize>(bytes: &mut [u8], words: [u32; N]) {
    for (room, word) in bytes.chunks_exact_mut(4).zip(words) {
        room.copy_from_slice(&word.to_le_bytes());
    }
}

fn read_words<const N: usize>(bytes: &[u8]) -> [u32; N] {
    let (chunks, _) = bytes.as_chunks::<4>();
    let mut words = [0; N];
    for (word, chunk) in words.iter_mut().zip(chunks) {
        *word = u32::from_le_bytes(*chunk);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_arrives() {
        let found = Found {
            code: 2013,
            severity: 2,
            offset: 0x0102_0304,
            len: 70_000,
        };
        assert_eq!(Found::from_bytes(found.to_bytes()), found);
        let status = Status {
            workspace: 1,
            report: 2,
            stack: 3,
            serving: 70_000,
        };
        assert_eq!(Status::from_bytes(status.to_bytes()), status);
        for byte in 0..=u8::MAX {
            let answer = Answer::of(byte);
            assert_eq!(
                answer.map(|answer| answer as u8),
                (byte < 8).then_some(byte)
            );
        }
    }
}
