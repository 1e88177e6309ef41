//! Addresses of stored pictures: signed, and good for 15 minutes (`FaceSign` API reference, webhook events).

use sha2::{Digest, Sha256};

use super::Sandbox;
use super::random::{bytes, hex};
use super::store::{MediaRow, Picture};
use crate::api::wire::{DocumentImage, Media, SessionMedia};

/// Milliseconds an address is good for.
const ADDRESS_MS: i64 = 15 * 60 * 1_000;

/// Signs addresses with a key that lives as long as the process.
#[derive(Debug)]
pub(super) struct Signer([u8; 32]);

impl Signer {
    pub(super) fn new() -> Self {
        Self(bytes())
    }

    fn signature(&self, id: &str, expires: i64) -> String {
        let inner = Sha256::new()
            .chain_update(self.0)
            .chain_update(format!("{id}:{expires}"))
            .finalize();
        hex(&Sha256::new()
            .chain_update(self.0)
            .chain_update(inner)
            .finalize())
    }

    /// Whether the address was signed here and has not expired.
    pub(super) fn accepts(&self, id: &str, expires: i64, signature: &str, now: i64) -> bool {
        let expected = self.signature(id, expires);
        let same = expected.len() == signature.len()
            && expected
                .bytes()
                .zip(signature.bytes())
                .fold(0, |differ, (a, b)| differ | (a ^ b))
                == 0;
        same && now < expires
    }
}

/// The media part of a report, with fresh addresses; none where nothing was stored.
pub(super) fn media(sandbox: &Sandbox, rows: Vec<MediaRow>) -> Option<Media> {
    if rows.is_empty() {
        return None;
    }
    let expires = sandbox.now() + ADDRESS_MS;
    let mut media = Media::default();
    for row in rows {
        let signature = sandbox.inner.signer.signature(&row.id, expires);
        let url = sandbox.address(&format!(
            "/media/{}?expires={expires}&signature={signature}",
            row.id
        ));
        let file = SessionMedia {
            id: row.id,
            created_at: row.created_at,
            expire_at: Some(expires),
            content_type: Some(row.content_type),
            url,
        };
        match row.kind {
            Picture::Face => media.screenshots.push(file),
            Picture::Document => media.document_images.push(DocumentImage {
                side: 0,
                kind: "document".into(),
                file,
            }),
        }
    }
    Some(media)
}
