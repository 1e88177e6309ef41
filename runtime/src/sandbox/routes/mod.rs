//! HTTP in front of the sandbox: the REST API, the hosted page, its small JSON API, and stored pictures.

mod catalog;
mod page;
mod pictures;
mod query;
mod sessions;
mod steps;
mod visitor;

use actix_web::middleware::from_fn;
use actix_web::{HttpResponse, ResponseError, web};
use serde_json::json;

use super::fault::Fault;
use super::tenant::guard;

/// Largest body of a creation: a flow of the largest documented size with metadata and texts.
const MAX_BODY_BYTES: usize = 2 * 1024 * 1024;
/// Largest picture from the hosted page.
const MAX_PICTURE_BYTES: usize = 4 * 1024 * 1024;

/// Adds all routes.
pub(super) fn configure(cfg: &mut web::ServiceConfig) {
    cfg.app_data(web::JsonConfig::default().error_handler(|error, _| {
        Fault::invalid("body", format!("the body cannot be read: {error}")).into()
    }))
    .app_data(web::QueryConfig::default().error_handler(|error, _| {
        Fault::invalid("query", format!("the query cannot be read: {error}")).into()
    }))
    .service(
        web::resource("/sessions")
            .app_data(web::PayloadConfig::new(MAX_BODY_BYTES))
            .wrap(from_fn(guard))
            .get(sessions::list)
            .post(sessions::create)
            .default_service(web::to(no_route)),
    )
    .service(
        web::resource("/sessions/{id}")
            .wrap(from_fn(guard))
            .get(sessions::read),
    )
    .service(
        web::resource("/sessions/{id}/refresh")
            .wrap(from_fn(guard))
            .get(sessions::refresh),
    )
    .service(
        web::resource("/langs")
            .wrap(from_fn(guard))
            .get(catalog::langs),
    )
    .service(
        web::resource("/avatars")
            .wrap(from_fn(guard))
            .get(catalog::avatars),
    )
    .service(web::resource("/").get(index))
    .service(web::resource("/session").get(page::page))
    .service(web::resource("/hosted/assets/{name}").get(page::asset))
    .service(web::resource("/hosted/avatars/{name}").get(page::avatar))
    .service(web::resource("/media/{id}").get(pictures::read))
    .service(
        web::scope("/hosted/api")
            .route("/state", web::get().to(steps::state))
            .route("/open", web::post().to(steps::open))
            .route("/take", web::post().to(steps::take))
            .route("/reply", web::post().to(steps::reply))
            .route("/address", web::post().to(steps::address))
            .route("/code", web::post().to(steps::code))
            .route("/resend", web::post().to(steps::resend))
            .route("/leave", web::post().to(steps::leave))
            .service(
                web::resource("/picture")
                    .app_data(web::PayloadConfig::new(MAX_PICTURE_BYTES))
                    .post(pictures::store),
            ),
    )
    .default_service(web::to(no_route));
}

/// What is here, for a person who opens the bare address.
async fn index() -> HttpResponse {
    HttpResponse::Ok().json(json!({
        "name": "FaceSign sandbox",
        "key": "Authorization: Bearer sk_test_ and 8 or more characters of your choice",
        "api": [
            "POST /sessions",
            "GET /sessions",
            "GET /sessions/{id}",
            "GET /sessions/{id}/refresh",
            "GET /langs",
            "GET /avatars",
        ],
        "hostedPage": "the url of a clientSecret, /session?cs=…",
    }))
}

async fn no_route() -> HttpResponse {
    Fault::NoRoute.error_response()
}
