//! Frames come out as they went in, and out of noise only what stands in it.
#![no_main]

use flow_frame::{Damage, Decoder, FOUND_BYTES, Found, Kind, STATUS_BYTES, Status, header, trailer};
use libfuzzer_sys::fuzz_target;

fn encode(kind: Kind, number: u8, payload: &[u8]) -> Vec<u8> {
    [&header(kind, number, payload), payload, &trailer(payload)].concat()
}

fuzz_target!(|bytes: &[u8]| {
    let [room, kind, number, piece, stream @ ..] = bytes else { return };
    let mut room = vec![0; usize::from(*room)];
    let (kind, mut number) = (Kind(*kind), *number);

    let mut decoder = Decoder::new();
    for (at, &byte) in stream.iter().enumerate() {
        if let Some(Ok(frame)) = decoder.push(byte, &mut room) {
            let sent = encode(frame.kind, frame.number, &room[..frame.len]);
            assert!(stream[..=at].ends_with(&sent), "{frame:?} stands in the stream");
        }
    }

    // Whatever has begun in the noise is over with a reset.
    decoder.reset();
    for payload in stream.chunks(usize::from(*piece) + 1) {
        let sent = encode(kind, number, payload);
        let events: Vec<_> = sent.iter().filter_map(|&byte| decoder.push(byte, &mut room)).collect();
        match events[..] {
            [Ok(frame)] => {
                assert_eq!((frame.kind, frame.number), (kind, number));
                assert_eq!(&room[..frame.len], payload);
            }
            [Err(Damage::TooLong { number: told })] => {
                assert!(payload.len() > room.len() && told == number, "{} fit", payload.len());
            }
            _ => panic!("{events:?} for one frame of {} bytes", payload.len()),
        }
        number = number.wrapping_add(1);
    }

    if let Some(bytes) = stream.first_chunk::<FOUND_BYTES>() {
        let found = Found::from_bytes(*bytes);
        assert_eq!(Found::from_bytes(found.to_bytes()), found);
    }
    if let Some(bytes) = stream.first_chunk::<STATUS_BYTES>() {
        assert_eq!(Status::from_bytes(*bytes).to_bytes(), *bytes);
    }
});
