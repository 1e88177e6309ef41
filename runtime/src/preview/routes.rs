//! The routes of the studio.

use actix_web::http::header::{self, EntityTag, IfNoneMatch};
use actix_web::web::{self, Data, Json, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::Refusal;
use super::registry::{Previews, View};
use super::state::StudioState;
use super::texts::{Page, render};
use super::{assets, policy};

/// Most bytes of a request body: a language code and its frame.
const MAX_BODY_BYTES: usize = 1024;

/// Mounts the studio under `/preview`.
pub fn configure(previews: Previews) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        let json = web::JsonConfig::default()
            .limit(MAX_BODY_BYTES)
            .error_handler(|error, _| Refusal::malformed(&error.to_string()).into());
        let scope = web::scope("/preview")
            .app_data(Data::new(previews))
            .app_data(json)
            .wrap(policy::default_headers())
            .route("/assets/{name}", web::get().to(assets::serve))
            .route("/{token}", web::get().to(studio))
            .route("/{token}/state", web::get().to(state))
            .route("/{token}/flow.svg", web::get().to(drawing))
            .route("/{token}/pages/{page}", web::get().to(text_page))
            .route("/{token}/sessions", web::post().to(start))
            .route("/{token}/sessions/{id}", web::get().to(session))
            .default_service(web::to(|| async { assets::ended() }));
        config.service(scope);
    }
}

/// How the studio page is asked for.
#[derive(Deserialize)]
struct StudioQuery {
    /// Present where another page frames it.
    embed: Option<String>,
}

async fn studio(
    previews: Data<Previews>,
    token: Path<String>,
    query: Query<StudioQuery>,
) -> HttpResponse {
    let Some(view) = previews.view(&token) else {
        return assets::ended();
    };
    let origins = policy::clean_origins(&view.shown.session_origins);
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            policy::studio_csp(&origins, query.embed.is_some()),
        ))
        .insert_header(("Permissions-Policy", policy::studio_permissions(&origins)))
        .body(assets::studio(view.shown.environment))
}

async fn state(
    previews: Data<Previews>,
    token: Path<String>,
    known: web::Header<IfNoneMatch>,
) -> Result<HttpResponse, Refusal> {
    let view = look(&previews, &token)?;
    let tag = EntityTag::new_strong(view.version.to_string());
    if matches!(&*known, IfNoneMatch::Items(tags) if tags.iter().any(|known| known.weak_eq(&tag))) {
        return Ok(HttpResponse::NotModified()
            .insert_header(header::ETag(tag))
            .finish());
    }
    Ok(HttpResponse::Ok()
        .insert_header(header::ETag(tag))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .json(StudioState::of(&view)))
}

async fn drawing(previews: Data<Previews>, token: Path<String>) -> Result<HttpResponse, Refusal> {
    let view = look(&previews, &token)?;
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_SECURITY_POLICY, policy::SVG_CSP))
        .body(view.drawing().to_owned()))
}

#[derive(Deserialize)]
struct PageQuery {
    lang: Option<String>,
}

async fn text_page(
    previews: Data<Previews>,
    path: Path<(String, Page)>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Refusal> {
    let (token, page) = path.into_inner();
    let view = look(&previews, &token)?;
    let filled = render(&view.shown.plan, page, query.lang.as_deref());
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_SECURITY_POLICY, policy::TEXT_PAGE_CSP))
        .body(filled.html))
}

/// What the page sends to start a session.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StartRequest {
    lang: Option<String>,
}

/// What the page receives about the session it may now embed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StartedBody {
    session_id: String,
    url: String,
    origin: String,
    expires_at_ms: i64,
    warnings: Vec<String>,
}

async fn start(
    request: HttpRequest,
    previews: Data<Previews>,
    token: Path<String>,
    body: Json<StartRequest>,
) -> Result<impl Responder, Refusal> {
    if !policy::is_own_request(&request) {
        return Err(Refusal::foreign());
    }
    let view = look(&previews, &token)?;
    let lang = body.into_inner().lang;
    if let Some(unknown) = lang
        .as_deref()
        .filter(|lang| !view.shown.langs.iter().any(|known| known.id == **lang))
    {
        return Err(Refusal::unknown_language(unknown));
    }
    let starting = previews.begin_start(&token)?;
    let started = view.backend.start(lang).await?;
    let origin = started.url.origin().ascii_serialization();
    if !policy::clean_origins(&view.shown.session_origins).contains(&origin) {
        return Err(Refusal::foreign_frame(&origin));
    }
    starting.done(&started.session_id);
    Ok(Json(StartedBody {
        session_id: started.session_id,
        url: started.url.into(),
        origin,
        expires_at_ms: started.expires_at_ms,
        warnings: started.warnings,
    })
    .customize()
    .insert_header((header::CACHE_CONTROL, "no-store")))
}

async fn session(
    previews: Data<Previews>,
    path: Path<(String, String)>,
) -> Result<impl Responder, Refusal> {
    let (token, id) = path.into_inner();
    let view = look(&previews, &token)?;
    if !previews.started_here(&token, &id) {
        return Err(Refusal::unknown_session(&id));
    }
    let mut session = view.backend.session(&id).await?;
    if let Value::Object(fields) = &mut session {
        // The frame has its secret already; a reader of the result needs none.
        fields.remove("clientSecret");
    }
    Ok(Json(session)
        .customize()
        .insert_header((header::CACHE_CONTROL, "no-store")))
}

fn look(previews: &Previews, token: &str) -> Result<View, Refusal> {
    previews.view(token).ok_or_else(Refusal::gone)
}
