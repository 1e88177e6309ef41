//! The JSON API of the hosted page: one handler for each thing a person does there.

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT_LANGUAGE, USER_AGENT};
use actix_web::web::Json;
use serde::Deserialize;

use super::super::fault::Fault;
use super::super::walk::{Verdict, contact};
use super::super::{device, lang};
use super::visitor::{Viewed, Visitor};
use crate::api::wire::SessionStatus;

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
pub(super) async fn state(visitor: Visitor) -> Viewed {
    visitor.act(|_, _, _| Ok(None)).await
}

/// The page was opened: the session is in progress and leaves its start node.
pub(super) async fn open(visitor: Visitor, request: HttpRequest, opened: Json<Opened>) -> Viewed {
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
    visitor
        .act(move |record, flow, now| {
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
pub(super) async fn take(visitor: Visitor, take: Json<Take>) -> Viewed {
    let Take {
        step,
        outcome,
        reply,
    } = take.into_inner();
    visitor
        .at_step(step, move |walk, scene| {
            walk.take(&scene, &outcome, reply.as_deref().map(bounded))?;
            Ok(None)
        })
        .await
}

/// Adds a reply to the talk without ending it.
pub(super) async fn reply(visitor: Visitor, said: Json<Said>) -> Viewed {
    visitor
        .at_step(said.step, move |walk, scene| {
            walk.say(&scene, bounded(&said.text), false);
            Ok(None)
        })
        .await
}

/// Takes an email address or phone number: `enter_email` goes on, a code node sends its code.
pub(super) async fn address(visitor: Visitor, said: Json<Said>) -> Viewed {
    visitor
        .at_step(said.step, move |walk, scene| {
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
pub(super) async fn code(visitor: Visitor, said: Json<Said>) -> Viewed {
    visitor
        .at_step(said.step, move |walk, scene| {
            let Some(code) = &mut walk.code else {
                return Err(Fault::Conflict("no code was sent yet".into()));
            };
            Ok(match code.attempt(bounded(&said.text), scene.now) {
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
pub(super) async fn resend(visitor: Visitor, said: Json<Said>) -> Viewed {
    visitor
        .at_step(said.step, move |walk, scene| {
            let Some(code) = walk.code.clone() else {
                return Err(Fault::Conflict("no code was sent yet".into()));
            };
            if scene.now < code.resend_at {
                let seconds = (code.resend_at - scene.now + 999) / 1_000;
                return Ok(Some(format!("A new code can be sent in {seconds} s.")));
            }
            walk.send_code(&scene, &code.to)?;
            Ok(Some("A new code was sent.".to_owned()))
        })
        .await
}

/// The page was left. `?now` ends the session at once; else it has a moment to come back, as after a reload.
pub(super) async fn leave(visitor: Visitor, request: HttpRequest) -> Viewed {
    let at_once = request.query_string() == "now";
    visitor
        .act(move |record, _, now| {
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
