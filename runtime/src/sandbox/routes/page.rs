//! The hosted page and its assets, all from memory, under a policy that allows nothing else.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpResponse, HttpResponseBuilder, web};

use super::super::catalog::avatar_name;
use super::super::fault::Fault;
use super::super::portrait::portrait;

/// Nothing but our own files; frames only in pages of this machine, whatever their port.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'self' http://localhost:* http://127.0.0.1:* http://*.localhost:*";

const PAGE: &str = include_str!("../hosted/page.html");

/// Name, media type and text of every asset.
const ASSETS: [(&str, &str, &str); 12] = [
    ("base.css", CSS, include_str!("../hosted/base.css")),
    ("stage.css", CSS, include_str!("../hosted/stage.css")),
    ("main.js", JS, include_str!("../hosted/main.js")),
    ("session.js", JS, include_str!("../hosted/session.js")),
    ("stage.js", JS, include_str!("../hosted/stage.js")),
    ("step.js", JS, include_str!("../hosted/step.js")),
    ("doors.js", JS, include_str!("../hosted/doors.js")),
    ("devices.js", JS, include_str!("../hosted/devices.js")),
    ("voice.js", JS, include_str!("../hosted/voice.js")),
    ("nodes.js", JS, include_str!("../hosted/nodes.js")),
    ("capture.js", JS, include_str!("../hosted/capture.js")),
    ("dom.js", JS, include_str!("../hosted/dom.js")),
];
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// The page; what its client secret opens, its script finds out.
pub(super) async fn page() -> HttpResponse {
    secured(HttpResponse::Ok())
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(PAGE)
}

/// A style sheet or script.
pub(super) async fn asset(name: web::Path<String>) -> Result<HttpResponse, Fault> {
    let (_, kind, text) = ASSETS
        .iter()
        .find(|(known, ..)| known == name.as_ref())
        .ok_or(Fault::NoRoute)?;
    Ok(secured(HttpResponse::Ok())
        .insert_header((CONTENT_TYPE, *kind))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(*text))
}

/// The picture of an avatar, `<id>.svg`.
pub(super) async fn avatar(name: web::Path<String>) -> Result<HttpResponse, Fault> {
    let id = name
        .strip_suffix(".svg")
        .filter(|id| avatar_name(id).is_some())
        .ok_or(Fault::NoRoute)?;
    Ok(secured(HttpResponse::Ok())
        .insert_header((CONTENT_TYPE, "image/svg+xml"))
        .insert_header((CACHE_CONTROL, "public, max-age=86400"))
        .body(portrait(id)))
}

/// The headers of everything a browser loads here. The address holds a client secret: it goes into no `Referer`.
fn secured(mut answer: HttpResponseBuilder) -> HttpResponseBuilder {
    answer
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((
            "Permissions-Policy",
            "camera=(self), microphone=(self), geolocation=()",
        ));
    answer
}
