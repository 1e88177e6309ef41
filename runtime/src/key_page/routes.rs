//! The routes of the page: shown by GET, taken by a POST of the page itself, both from this machine alone.

use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Data, Form, FormConfig, Path, ServiceConfig};
use actix_web::{Error, HttpRequest, HttpResponse};
use serde::Deserialize;

use super::page;
use super::registry::{KeyPages, Submitted};
use crate::preview;

/// Most bytes of a submission: code, key and their names.
const MAX_BODY_BYTES: usize = 1024;

/// Mounts the page under `/key`.
pub fn configure(pages: KeyPages) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        let form = FormConfig::default()
            .limit(MAX_BODY_BYTES)
            .error_handler(|error, _| {
                let again = shown(StatusCode::BAD_REQUEST, page::ended());
                actix_web::error::InternalError::from_response(error, again).into()
            });
        let scope = web::scope("/key")
            .app_data(Data::new(pages))
            .app_data(form)
            .wrap(from_fn(from_this_machine))
            .wrap(preview::default_headers())
            .route("/style.css", web::get().to(style))
            .route("/{token}", web::get().to(show))
            .route("/{token}", web::post().to(submit))
            .default_service(web::to(|| async {
                shown(StatusCode::NOT_FOUND, page::ended())
            }));
        config.service(scope);
    }
}

/// What the form sends; not printable.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entered {
    code: String,
    key: String,
}

async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(page::STYLE)
}

async fn show(pages: Data<KeyPages>, token: Path<String>) -> HttpResponse {
    match pages.asker(&token) {
        Some(asker) => shown(StatusCode::OK, page::form(&asker, None)),
        None => shown(StatusCode::NOT_FOUND, page::ended()),
    }
}

async fn submit(
    request: HttpRequest,
    pages: Data<KeyPages>,
    token: Path<String>,
    Form(entered): Form<Entered>,
) -> HttpResponse {
    // A browser says where a form stood; one that does not is not let in.
    if preview::is_same_origin(&request) != Some(true) {
        return shown(StatusCode::FORBIDDEN, page::ended());
    }
    let submitted = pages.submit(&token, &entered.code, &entered.key).await;
    match (submitted, pages.asker(&token)) {
        (Submitted::Done(masked), _) => shown(StatusCode::OK, page::done(&masked)),
        (Submitted::Again(wrong), Some(asker)) => shown(
            StatusCode::UNPROCESSABLE_ENTITY,
            page::form(&asker, Some(&wrong)),
        ),
        (Submitted::Again(_) | Submitted::Gone, _) => shown(StatusCode::NOT_FOUND, page::ended()),
    }
}

fn shown(status: StatusCode, html: String) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_SECURITY_POLICY, page::CSP))
        .insert_header((header::X_FRAME_OPTIONS, "DENY"))
        // The studio's `no-referrer` would have browsers post with the origin `null`.
        .insert_header((header::REFERRER_POLICY, "same-origin"))
        .body(html)
}

/// Middleware: the page is for the one who sits at this machine, whatever address the server listens on.
async fn from_this_machine(
    request: ServiceRequest,
    next: Next<impl actix_web::body::MessageBody + 'static>,
) -> Result<ServiceResponse<impl actix_web::body::MessageBody>, Error> {
    if request
        .peer_addr()
        .is_some_and(|peer| peer.ip().to_canonical().is_loopback())
    {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let refused = shown(StatusCode::FORBIDDEN, page::ended());
    Ok(request.into_response(refused).map_into_right_body())
}
