//! `POST /sessions`, `GET /sessions`, `GET /sessions/{id}`, `GET /sessions/{id}/refresh`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::admission::{Admitted, admit};
use super::super::analysis::finish;
use super::super::fault::Fault;
use super::super::media::media;
use super::super::scenario::Ended;
use super::super::store::{Filter, MediaRow, Record, expire};
use super::super::tenant::Tenant;
use super::super::walk::{Scene, Walk};
use super::super::{Sandbox, random};
use super::query;
use crate::api::wire::{Created, Retrieved, Session, SessionPage, SessionStatus};

/// Creates a session; answers 201.
pub(super) async fn create(
    sandbox: web::Data<Sandbox>,
    tenant: web::ReqData<Tenant>,
    body: Result<web::Bytes, actix_web::Error>,
) -> Result<HttpResponse, Fault> {
    let body = body.map_err(|_| Fault::TooLarge {
        max: super::MAX_BODY_BYTES,
    })?;
    let tenant = tenant.into_inner();
    let created = sandbox
        .blocking(move |sandbox| {
            let admitted = admit(&body)?;
            let warnings = admitted.warnings.clone();
            let record = new_record(sandbox, tenant, admitted)?;
            sandbox.inner.store.transact(|tx| {
                record.insert(tx)?;
                let client_secret = record.add_secret(tx, sandbox, record.created_at)?;
                Ok(Created {
                    session: record.clone().session(),
                    client_secret,
                    warnings,
                })
            })
        })
        .await?;
    Ok(HttpResponse::Created().json(created))
}

/// Lists the tenant's sessions.
pub(super) async fn list(
    sandbox: web::Data<Sandbox>,
    tenant: web::ReqData<Tenant>,
    request: HttpRequest,
) -> Result<HttpResponse, Fault> {
    let filter = Filter::new(query::read(request.query_string())?)?;
    let tenant = tenant.into_inner();
    let page = sandbox
        .blocking(move |sandbox| {
            sandbox.inner.store.transact(|tx| {
                expire(tx, sandbox.now())?;
                let page = filter.page(tx, &tenant)?;
                let has_more = page.next_cursor.is_some();
                let mut sessions = Vec::with_capacity(page.records.len());
                for record in page.records {
                    let rows = MediaRow::of(tx, &record.id)?;
                    sessions.push(shown(sandbox, record, rows));
                }
                Ok(SessionPage {
                    sessions,
                    next_cursor: page.next_cursor,
                    has_more,
                    total_count: page.total,
                })
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(page))
}

/// Reads one session and its newest client secret.
pub(super) async fn read(
    sandbox: web::Data<Sandbox>,
    tenant: web::ReqData<Tenant>,
    id: web::Path<String>,
) -> Result<HttpResponse, Fault> {
    let tenant = tenant.into_inner();
    let retrieved = sandbox
        .blocking(move |sandbox| {
            sandbox.inner.store.transact(|tx| {
                expire(tx, sandbox.now())?;
                let record = Record::load(tx, &tenant, &id)?;
                let client_secret = Some(record.secret(tx, sandbox)?);
                let rows = MediaRow::of(tx, &record.id)?;
                Ok(Retrieved {
                    session: shown(sandbox, record, rows),
                    client_secret,
                })
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(retrieved))
}

/// Creates a further client secret; the body is the bare object.
pub(super) async fn refresh(
    sandbox: web::Data<Sandbox>,
    tenant: web::ReqData<Tenant>,
    id: web::Path<String>,
) -> Result<HttpResponse, Fault> {
    let tenant = tenant.into_inner();
    let secret = sandbox
        .blocking(move |sandbox| {
            sandbox.inner.store.transact(|tx| {
                let record = Record::load(tx, &tenant, &id)?;
                record.add_secret(tx, sandbox, sandbox.now())
            })
        })
        .await?;
    Ok(HttpResponse::Ok().json(secret))
}

/// The session with fresh addresses for its pictures.
fn shown(sandbox: &Sandbox, record: Record, rows: Vec<MediaRow>) -> Session {
    let mut session = record.session();
    if let Some(report) = &mut session.report {
        report.media = media(sandbox, rows);
    }
    session
}

/// A session that waits for its page, or one whose scenario was played.
fn new_record(sandbox: &Sandbox, tenant: Tenant, admitted: Admitted) -> Result<Record, Fault> {
    let now = sandbox.now();
    let Admitted {
        settings,
        flow,
        scenario,
        ..
    } = admitted;
    let mut record = Record {
        id: random::session_id(),
        tenant,
        created_at: now,
        started_at: None,
        finished_at: None,
        status: SessionStatus::Created,
        seen_at: None,
        left_at: None,
        walk: Walk::new(&flow),
        settings,
    };
    if let Some(scenario) = scenario {
        let ended = scenario.run(&flow, &record.settings, &mut record.walk, now)?;
        record.started_at = Some(now);
        record.finished_at = Some(now + i64::from(record.walk.step));
        record.status = match ended {
            Ended::AtEnd => SessionStatus::Complete,
            Ended::Early => SessionStatus::Incomplete,
        };
        if ended == Ended::AtEnd {
            finish(
                &Scene {
                    flow: &flow,
                    settings: &record.settings,
                    now,
                },
                &mut record.walk,
            );
        }
    }
    Ok(record)
}
