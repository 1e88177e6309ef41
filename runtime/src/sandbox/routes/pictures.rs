//! Pictures of the hosted page: taken in with a client secret, read back with a signed address.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::super::Sandbox;
use super::super::fault::Fault;
use super::super::store::{MediaRow, Picture, Record};
use super::visitor::Visitor;
use crate::api::wire::SessionStatus;

/// First bytes and media type of the pictures that are taken; the type is told by the bytes, not by the sender.
const TYPES: [(&[u8], &str); 3] = [
    (b"\xFF\xD8\xFF", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"RIFF", "image/webp"),
];

#[derive(Deserialize)]
pub(super) struct Shown {
    kind: String,
}

#[derive(Deserialize)]
pub(super) struct Signed {
    expires: i64,
    signature: String,
}

/// Stores a picture of a session in progress.
pub(super) async fn store(
    visitor: Visitor,
    shown: web::Query<Shown>,
    body: Result<web::Bytes, actix_web::Error>,
) -> Result<HttpResponse, Fault> {
    let bytes = body.map_err(|_| Fault::TooLarge {
        max: super::MAX_PICTURE_BYTES,
    })?;
    let kind = Picture::from_name(&shown.kind)
        .ok_or_else(|| Fault::invalid("kind", "`kind` is neither `document` nor `face`"))?;
    let content_type = TYPES
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, content_type)| *content_type)
        .ok_or_else(|| Fault::invalid("body", "this is not a JPEG, PNG or WebP picture"))?;
    let Visitor {
        sandbox, secret, ..
    } = visitor;
    sandbox
        .blocking(move |sandbox| {
            let now = sandbox.now();
            sandbox.inner.store.transact(|tx| {
                let record = Record::by_secret(tx, &secret, now)?;
                if record.status != SessionStatus::InProgress {
                    return Err(Fault::Conflict("the session is not in progress".into()));
                }
                MediaRow::insert(tx, &record.id, kind, content_type, &bytes, now)
            })
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Reads a picture by an address of a report.
pub(super) async fn read(
    sandbox: web::Data<Sandbox>,
    id: web::Path<String>,
    signed: web::Query<Signed>,
) -> Result<HttpResponse, Fault> {
    if !sandbox
        .inner
        .signer
        .accepts(&id, signed.expires, &signed.signature, sandbox.now())
    {
        return Err(Fault::NoRoute);
    }
    let found = sandbox
        .blocking(move |sandbox| sandbox.inner.store.transact(|tx| MediaRow::bytes(tx, &id)))
        .await?;
    let (content_type, bytes) = found.ok_or(Fault::NoRoute)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, content_type))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CACHE_CONTROL, "private, max-age=900"))
        .body(bytes))
}
