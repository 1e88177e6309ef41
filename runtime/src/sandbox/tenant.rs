//! Whose request this is: each sandbox key is a tenant of its own.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};

use super::Sandbox;
use super::fault::Fault;
use super::random::hex;
use crate::api::{ApiKey, Environment};

/// Word after the prefix that makes a key invalid, so that the refusal can be tried.
const INVALID_WORD: &str = "invalid";
/// Word after the prefix that makes a key slow, so that the refusal can be tried.
const LIMITED_WORD: &str = "limited";

/// Owner of sessions: SHA-256 of the key in hexadecimal; the key itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Tenant(pub(super) String);

/// Lets a request through once its key is known and its quota not used up; adds the quota's headers to the answer.
pub(super) async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let sandbox = request
        .app_data::<web::Data<Sandbox>>()
        .cloned()
        .ok_or(Fault::Stopped)?;
    let key = key(request.headers())?;
    let tenant = Tenant(hex(&key.digest()));
    let limited = key.begins_after_prefix_with(LIMITED_WORD);
    let window = sandbox
        .inner
        .quotas
        .count(&tenant, limited, sandbox.now())
        .map_err(Fault::TooMany)?;
    request.extensions_mut().insert(tenant);
    let mut answer = next.call(request).await?;
    window.insert(answer.headers_mut());
    Ok(answer)
}

/// The key of the `Authorization` header, if it opens a sandbox.
fn key(headers: &HeaderMap) -> Result<ApiKey, Fault> {
    let refuse = |code, message: String| Err(Fault::Unauthorized { code, message });
    let Some(value) = headers.get(AUTHORIZATION) else {
        return refuse(
            "missing_api_key",
            "no API key was sent; add the header `Authorization: Bearer sk_test_…`".into(),
        );
    };
    let text = value.to_str().unwrap_or_default();
    let Some((scheme, given)) = text.split_once(' ') else {
        return refuse(
            "invalid_api_key",
            "the Authorization header is not `Bearer <key>`".into(),
        );
    };
    if !scheme.eq_ignore_ascii_case("bearer") {
        return refuse(
            "invalid_api_key",
            "the Authorization header is not `Bearer <key>`".into(),
        );
    }
    match ApiKey::parse(given) {
        Err(error) => refuse("invalid_api_key", error.to_string()),
        Ok(key) if key.environment() == Environment::Production => refuse(
            "production_key",
            "this is the sandbox and it never takes production keys; use a key that starts with `sk_test_`".into(),
        ),
        Ok(key) if key.begins_after_prefix_with(INVALID_WORD) => {
            refuse("invalid_api_key", "this API key is not valid".into())
        }
        Ok(key) => Ok(key),
    }
}
