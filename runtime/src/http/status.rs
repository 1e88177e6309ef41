//! `/healthz`, `/readyz` and `/metrics`, for whoever watches the process.

use std::sync::Arc;

use actix_web::{HttpResponse, web};

use super::gate::Gate;
use crate::metrics::{Gauges, Metrics};
use crate::session::Directory;

/// The three routes.
pub(super) fn configure(app: &mut web::ServiceConfig) {
    app.route("/healthz", web::get().to(healthz))
        .route("/readyz", web::get().to(readyz))
        .route("/metrics", web::get().to(metrics));
}

/// The process lives.
async fn healthz() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// New calls are taken.
async fn readyz(gate: web::Data<Gate>) -> HttpResponse {
    let (mut answer, text) = if gate.is_closed() {
        (HttpResponse::ServiceUnavailable(), "shutting down\n")
    } else {
        (HttpResponse::Ok(), "ready\n")
    };
    answer.content_type("text/plain; charset=utf-8").body(text)
}

async fn metrics(
    gate: web::Data<Gate>,
    metrics: web::Data<Arc<Metrics>>,
    sessions: web::Data<Directory>,
) -> HttpResponse {
    let page = metrics.render(Gauges {
        sessions: sessions.len(),
        in_flight: gate.in_flight(),
    });
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(page)
}
