//! The JSON API of the hosted page. A client secret opens its own session and nothing else.

use actix_web::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CACHE_CONTROL, USER_AGENT};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::super::Sandbox;
use super::super::analysis::finish;
use super::super::fault::Fault;
use super::super::store::{Record, expire};
use super::super::view::View;
use super::super::walk::{MAX_STEPS, Scene, Verdict, Walk, contact};
use super::super::{device, lang};
use crate::api::wire::SessionStatus;
use crate::flow::{Flow, check_value};

/// Longest reply, address or code that is taken.
const MAX_TEXT_CHARS: usize = 2_000;

/// What the page reports when it opens.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Opened {
    #[serde(default)]
    langs: Vec<String>,
    #[serde(default)]
    camera_refused: bool,
}

/// An outcome with what the person said.
#[derive(Deserialize)]
pub(super) struct Take {
    step: u32,
    outcome: String,
    #[serde(default)]
    reply: Option<String>,
}

/// A text for the current node: a reply, an address, a code.
#[derive(Deserialize)]
pub(super) struct Said {
    step: u32,
    #[serde(default)]
    text: String,
}

/// Reads the session, which is also the page's sign of life.
pub(super) async fn state(
    sandbox: web::Data<Sandbox>,
    request: HttpRequest,
) -> Result<HttpResponse, Fault> {
    act(&sandbox, &request, |_, _, _| Ok(None)).await
}

/// The page was opened: the session is in progress and leaves its start node.
pub(super) async fn open(
    sandbox: web::Data<Sandbox>,
    request: HttpRequest,
    opened: web::Json<Opened>,
) -> Result<HttpResponse, Fault> {
    let header = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let (agent, accepted) = (header(USER_AGENT), header(ACCEPT_LANGUAGE));
    let Opened {
        mut langs,
        camera_refused,
    } = opened.into_inner();
    langs.extend(
        accepted
            .split(',')
            .map(|tag| tag.split(';').next().unwrap_or_default().trim().to_owned()),
    );
    act(&sandbox, &request, move |record, flow, now| {
        record.walk.camera_refused = camera_refused;
        if record.status == SessionStatus::Created {
            record.status = SessionStatus::InProgress;
            record.started_at = Some(now);
            record.walk.report.lang = Some(lang::resolve(&record.settings, &langs));
            record.walk.report.device = Some(device::device(&agent));
            let (walk, scene) = record.stage(flow, now);
            walk.begin(&scene)?;
        }
        Ok(None)
    })
    .await
}

/// Takes an outcome.
pub(super) async fn take(
    sandbox: web::Data<Sandbox>,
    request: HttpRequest,
    take: web::Json<Take>,
) -> Result<HttpResponse, Fault> {
    let Take {
        step,
        outcome,
        reply,
    } = take.into_inner();
    act(&sandbox, &request, move |record, flow, now| {
        let (walk, scene) = at_step(record, flow, now, step)?;
        walk.take(&scene, &outcome, reply.as_deref().map(bounded))?;
        Ok(None)
    })
    .await
}

/// Adds a reply to the talk without ending it.
pub(super) async fn reply(
    sandbox: web::Data<Sandbox>,
    request: HttpRequest,
    said: web::Json<Said>,
) -> Result<HttpResponse, Fault> {
    act(&sandbox, &request, move |record, flow, now| {
        let (walk, scene) = at_step(record, flow, now, said.step)?;
        walk.say(&scene, bounded(&said.text), false);
        Ok(None)
    })
    .await
}

/// Takes an email address or phone number: `enter_email` goes on, a code node sends its code.
pub(super) async fn address(
    sandbox: web::Data<Sandbox>,
    request: HttpRequest,
    said: web::Json<Said>,
) -> Result<HttpResponse, Fault> {
    act(&sandbox, &request, move |record, flow, now| {
        let (walk, scene) = at_step(record, flow, now, said.step)?;
        let node_type = scene.node(&walk.node)?.1.node_type.clone();
        let text = bounded(said.text.trim()).to_owned();
        match (node_type.as_str(), contact(&node_type)) {
            ("enter_email", _) | (_, Some("email")) if !is_email(&text) => {
                return Err(Fault::invalid(
                    "text",
                    "this is not an email address; it needs a name, an @ and a domain",
                ));
            }
            (_, Some("phone")) if text.chars().filter(char::is_ascii_digit).count() < 5 => {
                return Err(Fault::invalid(
                    "text",
                    "this is not a phone number; give it with its country code",
                ));
            }
            ("enter_email", _) => {
                walk.facts.insert("email".into(), text.into());
                walk.take(&scene, "emailEntered", None)?;
            }
            (_, Some(fact)) => {
                walk.facts.insert(fact.into(), text.clone().into());
                walk.send_code(&scene, &text)?;
            }
            _ => {
                return Err(Fault::Conflict(
                    "the current step asks for no address".into(),
                ));
            }
        }
        Ok(None)
    })
    .await
}

/// Tries a code: the right one verifies, the last wrong one fails.
pub(super) async fn code(
    sandbox: web::Data<Sandbox>,
    request: HttpRequest,
    said: web::Json<Said>,
) -> Result<HttpResponse, Fault> {
    act(&sandbox, &request, move |record, flow, now| {
        let (walk, scene) = at_step(record, flow, now, said.step)?;
        let Some(code) = &mut walk.code else {
            return Err(Fault::Conflict("no code was sent yet".into()));
        };
        Ok(match code.attempt(bounded(&said.text), now) {
            Verdict::Right => {
                walk.take(&scene, "verified", None)?;
                None
            }
            Verdict::Exhausted => {
                walk.take(&scene, "failed_unverified", None)?;
                Some("That was the last try: the code was not verified.".to_owned())
            }
            Verdict::Wrong(1) => Some("This code is wrong. One try is left.".to_owned()),
            Verdict::Wrong(left) => Some(format!("This code is wrong. {left} tries are left.")),
            Verdict::Expired => Some("This code has expired. Send a new one.".to_owned()),
        })
    })
    .await
}

/// Sends a further code, once the node allows it.
pub(super) async fn resend(
    sandbox: web::Data<Sandbox>,
    request: HttpRequest,
    said: web::Json<Said>,
) -> Result<HttpResponse, Fault> {
    act(&sandbox, &request, move |record, flow, now| {
        let (walk, scene) = at_step(record, flow, now, said.step)?;
        let Some(code) = walk.code.clone() else {
            return Err(Fault::Conflict("no code was sent yet".into()));
        };
        if now < code.resend_at {
            let seconds = (code.resend_at - now + 999) / 1_000;
            return Ok(Some(format!("A new code can be sent in {seconds} s.")));
        }
        walk.send_code(&scene, &code.to)?;
        Ok(Some("A new code was sent.".to_owned()))
    })
    .await
}

/// The page was left. `?now` ends the session at once; else it has a moment to come back, as after a reload.
pub(super) async fn leave(
    sandbox: web::Data<Sandbox>,
    request: HttpRequest,
) -> Result<HttpResponse, Fault> {
    let at_once = request.query_string() == "now";
    act(&sandbox, &request, move |record, _, now| {
        if record.status == SessionStatus::InProgress {
            record.left_at = Some(now);
            if at_once {
                record.end(SessionStatus::Incomplete, now);
            }
        }
        Ok(None)
    })
    .await
}

/// Loads the session of the request's client secret, changes it, stores it, and answers with the new view.
pub(super) async fn act(
    sandbox: &web::Data<Sandbox>,
    request: &HttpRequest,
    change: impl FnOnce(&mut Record, &Flow, i64) -> Result<Option<String>, Fault> + Send + 'static,
) -> Result<HttpResponse, Fault> {
    let secret = secret(request)?;
    let leaving = request.path().ends_with("/leave");
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
                    record.seen_at = Some(now);
                    if !leaving {
                        record.left_at = None;
                    }
                    let (walk, scene) = record.stage(&flow, now);
                    if walk.is_over(&scene)? {
                        finish(&scene, walk);
                        record.end(SessionStatus::Complete, now);
                    } else if record.walk.step >= MAX_STEPS {
                        record.end(SessionStatus::Incomplete, now);
                    }
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

/// The client secret of the `Authorization` header.
pub(super) fn secret(request: &HttpRequest) -> Result<String, Fault> {
    let value = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let given = value.and_then(|text| text.strip_prefix("Bearer "));
    given.map(str::to_owned).ok_or(Fault::UnknownSecret)
}

/// Refuses what belongs to a step that is over, such as the second of two quick clicks.
fn at_step<'a>(
    record: &'a mut Record,
    flow: &'a Flow,
    now: i64,
    step: u32,
) -> Result<(&'a mut Walk, Scene<'a>), Fault> {
    if record.status != SessionStatus::InProgress {
        return Err(Fault::Conflict("the session was not opened yet".into()));
    }
    if record.walk.step != step {
        return Err(Fault::Conflict(
            "this step is already over; read the state again".into(),
        ));
    }
    Ok(record.stage(flow, now))
}

fn bounded(text: &str) -> &str {
    text.char_indices()
        .nth(MAX_TEXT_CHARS)
        .and_then(|(cut, _)| text.get(..cut))
        .unwrap_or(text)
}

/// A name, an @, and a domain with a dot or a bare host: enough to catch a slip, as browsers do.
fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| {
        !name.is_empty()
            && !host.is_empty()
            && !host.contains('@')
            && !text.chars().any(char::is_whitespace)
    })
}
