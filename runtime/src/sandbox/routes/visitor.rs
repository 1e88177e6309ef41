//! The person on a hosted page: the one session that a request's client secret opens, and every change to it.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL};
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};

use super::super::Sandbox;
use super::super::analysis::finish;
use super::super::fault::Fault;
use super::super::store::{Record, expire};
use super::super::view::View;
use super::super::walk::{MAX_STEPS, Scene, Walk};
use crate::api::wire::SessionStatus;
use crate::flow::{Flow, check_value};

/// What a change has to say to the person, where it has.
pub(super) type Notice = Result<Option<String>, Fault>;
/// The answer to the page: the new view of its session.
pub(super) type Viewed = Result<HttpResponse, Fault>;

/// Whoever holds a client secret; it opens its own session and nothing else.
pub(super) struct Visitor {
    pub(super) sandbox: web::Data<Sandbox>,
    /// The client secret of the `Authorization` header.
    pub(super) secret: String,
    is_leaving: bool,
}

impl FromRequest for Visitor {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl Visitor {
    fn of(request: &HttpRequest) -> Result<Self, actix_web::Error> {
        let value = request
            .headers()
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let given = value.and_then(|text| text.strip_prefix("Bearer "));
        Ok(Self {
            sandbox: web::Data::extract(request).into_inner()?,
            secret: given.ok_or(Fault::UnknownSecret)?.to_owned(),
            is_leaving: request.path().ends_with("/leave"),
        })
    }

    /// Changes the walk at a step; refuses what belongs to a step that is over, such as the second of two quick clicks.
    pub(super) async fn at_step(
        self,
        step: u32,
        change: impl FnOnce(&mut Walk, Scene<'_>) -> Notice + Send + 'static,
    ) -> Viewed {
        self.act(move |record, flow, now| {
            if record.status != SessionStatus::InProgress {
                return Err(Fault::Conflict("the session was not opened yet".into()));
            }
            if record.walk.step != step {
                return Err(Fault::Conflict(
                    "this step is already over; read the state again".into(),
                ));
            }
            let (walk, scene) = record.stage(flow, now);
            change(walk, scene)
        })
        .await
    }

    /// Loads the session, changes it where it is not over, stores it, and answers with the new view.
    pub(super) async fn act(
        self,
        change: impl FnOnce(&mut Record, &Flow, i64) -> Notice + Send + 'static,
    ) -> Viewed {
        let Self {
            sandbox,
            secret,
            is_leaving,
        } = self;
        let view = sandbox
            .blocking(move |sandbox| {
                let now = sandbox.now();
                sandbox.inner.store.transact(|tx| {
                    expire(tx, now)?;
                    let mut record = Record::by_secret(tx, &secret, now)?;
                    let flow = check_value(&record.settings.flow).flow;
                    let flow = flow.ok_or_else(|| {
                        Fault::Conflict("the flow of this session cannot be walked".into())
                    })?;
                    let notice = if record.status.is_final() {
                        None
                    } else {
                        change(&mut record, &flow, now)?
                    };
                    if record.status == SessionStatus::InProgress {
                        go_on(&mut record, &flow, now, is_leaving)?;
                    }
                    record.update(tx)?;
                    View::new(sandbox, &record, &flow, notice)
                })
            })
            .await?;
        Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .json(view))
    }
}

/// Notes the sign of life, and ends a session that has reached an end node or walks in circles.
fn go_on(record: &mut Record, flow: &Flow, now: i64, is_leaving: bool) -> Result<(), Fault> {
    record.seen_at = Some(now);
    if !is_leaving {
        record.left_at = None;
    }
    let (walk, scene) = record.stage(flow, now);
    if walk.is_over(&scene)? {
        finish(&scene, walk);
        record.end(SessionStatus::Complete, now);
    } else if record.walk.step >= MAX_STEPS {
        record.end(SessionStatus::Incomplete, now);
    }
    Ok(())
}
