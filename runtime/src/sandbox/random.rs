//! Unguessable names: session ids, client secrets, codes.

use std::fmt::Write as _;

use rand::{Rng, RngExt};

const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Twenty alphanumerics, as in recorded sessions (`FaceSign` API reference, Session).
pub(super) fn session_id() -> String {
    let mut rng = rand::rng();
    (0..20)
        .filter_map(|_| ALPHANUMERIC.get(rng.random_range(0..ALPHANUMERIC.len())))
        .map(|b| char::from(*b))
        .collect()
}

/// `cs` and 32 hexadecimal digits.
pub(super) fn client_secret() -> String {
    format!("cs{}", hex(&bytes::<16>()))
}

/// Names a stored picture.
pub(super) fn media_id() -> String {
    format!("m_{}", hex(&bytes::<16>()))
}

/// A one-time code of `digits` decimal digits.
pub(super) fn code(digits: u32) -> String {
    let mut rng = rand::rng();
    (0..digits)
        .map(|_| char::from(b'0' + rng.random_range(0..10_u8)))
        .collect()
}

/// Random bytes from a generator fit for secrets.
pub(super) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
