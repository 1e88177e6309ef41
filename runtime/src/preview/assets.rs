//! The static parts of the studio, compiled into the binary.

use actix_web::HttpResponse;
use actix_web::http::header::{self, EntityTag, IfNoneMatch};
use actix_web::web::{Header, Path};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::policy::STATIC_CSP;
use crate::api::Environment;
use crate::html::card;

const STUDIO_PAGE: &str = include_str!("assets/studio.html");
const ENDED: &str = include_str!("assets/ended.html");

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Name, media type and text of every asset.
const ASSETS: [(&str, &str, &str); 8] = [
    ("studio.js", SCRIPT, include_str!("assets/studio.js")),
    ("canvas.js", SCRIPT, include_str!("assets/canvas.js")),
    ("elements.js", SCRIPT, include_str!("assets/elements.js")),
    ("panels.js", SCRIPT, include_str!("assets/panels.js")),
    ("plan.js", SCRIPT, include_str!("assets/plan.js")),
    ("run.js", SCRIPT, include_str!("assets/run.js")),
    (
        "studio.css",
        "text/css; charset=utf-8",
        include_str!("assets/studio.css"),
    ),
    ("icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];

/// The studio page; everything that differs between plans comes by script, apart from the banner's environment.
pub(super) fn studio(environment: Environment) -> String {
    STUDIO_PAGE.replace("{{environment}}", &environment.to_string())
}

/// The page of an unknown, expired or closed preview.
pub(super) fn ended() -> HttpResponse {
    HttpResponse::NotFound()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_SECURITY_POLICY, STATIC_CSP))
        .body(card("This preview has ended", ENDED))
}

/// Serves one asset; browsers keep it and ask with its tag.
pub(super) async fn serve(name: Path<String>, known: Header<IfNoneMatch>) -> HttpResponse {
    let Some((_, media_type, text)) = ASSETS.iter().find(|(asset, ..)| *asset == name.as_str())
    else {
        return ended();
    };
    let tag = tag_of(text);
    let is_known =
        matches!(&*known, IfNoneMatch::Items(tags) if tags.iter().any(|known| known.weak_eq(&tag)));
    let mut response = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header(header::ETag(tag))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, STATIC_CSP))
        .content_type(*media_type);
    if is_known {
        response.finish()
    } else {
        response.body(*text)
    }
}

/// The first 64 bits of the text's SHA-256, enough to tell two builds apart.
fn tag_of(text: &str) -> EntityTag {
    let digest = Sha256::digest(text.as_bytes());
    EntityTag::new_strong(URL_SAFE_NO_PAD.encode(&digest[..8]))
}
