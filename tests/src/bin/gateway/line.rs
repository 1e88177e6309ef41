//! The serial line of the firmware: standard input and output of the program that runs it.

use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use flow_frame::{Decoder, Kind, STATUS_BYTES, Status, header, trailer};

/// Longer than the slowest answer of an emulated machine on a busy one.
const PATIENCE: Duration = Duration::from_mins(1);

/// Bytes sent at once: a prime, so that frames are cut at every place.
const PIECE: usize = 61;

/// An answer: kind, number, payload.
type Answered = (Kind, u8, Vec<u8>);

/// The line, and the program behind it, which ends with it.
pub(crate) struct Line {
    program: Child,
    input: ChildStdin,
    answers: Receiver<Answered>,
    number: u8,
}

impl Line {
    pub(crate) fn open(program: &str, options: &[String]) -> io::Result<Self> {
        let mut program = Command::new(program)
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(input), Some(mut output)) = (program.stdin.take(), program.stdout.take()) else {
            return Err(io::Error::other("the program has no line"));
        };
        let (sender, answers) = channel();
        thread::spawn(move || {
            let (mut decoder, mut room, mut bytes) = (Decoder::new(), [0; 4096], [0; 256]);
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                for &byte in bytes.iter().take(count) {
                    if let Some(Ok(frame)) = decoder.push(byte, &mut room) {
                        let payload = room.iter().copied().take(frame.len).collect();
                        if sender.send((frame.kind, frame.number, payload)).is_err() {
                            return;
                        }
                    }
                }
            }
        });
        Ok(Self {
            program,
            input,
            answers,
            number: 0,
        })
    }

    /// Sends a request in pieces and waits for the payload of its verdict.
    pub(crate) fn ask(&mut self, kind: Kind, payload: &[u8]) -> Result<Vec<u8>, String> {
        self.exchange(kind, payload, trailer(payload), Kind::VERDICT)
    }

    /// As [`ask`](Self::ask), behind noise that looks like a frame, and with a wrong checksum.
    pub(crate) fn damaged(&mut self, kind: Kind, payload: &[u8]) -> Result<Vec<u8>, String> {
        let noise = [0xF1, 0xF1, 0x0C, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0xF1];
        self.send(&noise).map_err(|error| error.to_string())?;
        let wrong = trailer(payload).map(|byte| !byte);
        self.exchange(kind, payload, wrong, Kind::VERDICT)
    }

    pub(crate) fn status(&mut self) -> Result<Status, String> {
        let figures = self.exchange(Kind::STATUS, b"", trailer(b""), Kind::FIGURES)?;
        let figures: [u8; STATUS_BYTES] = figures
            .try_into()
            .map_err(|figures| format!("these are no figures: {figures:?}"))?;
        Ok(Status::from_bytes(figures))
    }

    fn exchange(
        &mut self,
        kind: Kind,
        payload: &[u8],
        trailer: [u8; 4],
        expected: Kind,
    ) -> Result<Vec<u8>, String> {
        self.number = self.number.wrapping_add(1);
        let frame = [&header(kind, self.number, payload), payload, &trailer].concat();
        self.send(&frame).map_err(|error| error.to_string())?;
        let (kind, number, payload) = self
            .answers
            .recv_timeout(PATIENCE)
            .map_err(|error| format!("no answer: {error}"))?;
        if (kind, number) == (expected, self.number) {
            Ok(payload)
        } else {
            Err(format!(
                "answered by {kind:?}, number {number}, instead of {expected:?}"
            ))
        }
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        for piece in bytes.chunks(PIECE) {
            self.input.write_all(piece)?;
            self.input.flush()?;
        }
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // It never ends by itself; where it has, there is nothing to end.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
