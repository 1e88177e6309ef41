//! `GET /langs` and `GET /avatars`.

use actix_web::{HttpResponse, web};
use serde_json::json;

use super::super::{Sandbox, catalog};

pub(super) async fn langs() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "langs": catalog::langs() }))
}

pub(super) async fn avatars(sandbox: web::Data<Sandbox>) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "avatars": catalog::avatars(&sandbox) }))
}
