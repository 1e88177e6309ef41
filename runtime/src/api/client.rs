//! The six calls of the `FaceSign` API.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, RETRY_AFTER};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::error::{ApiError, Refusal};
use super::key::{ApiKey, Environment};
use super::retry::{Safety, Timing, run};
use super::{proxy, wire};

/// Bytes of an answer that are read at most: 100 sessions with 50 KB of metadata each fit with room for their reports.
pub const MAX_RESPONSE_BYTES: usize = 16 * 1024 * 1024;
/// Bytes of a refusal that are read at most; the rest adds nothing.
const MAX_REFUSAL_BYTES: usize = 64 * 1024;
/// API version the shapes in [`wire`] follow (`FaceSign` TypeScript client, versioning header).
const API_VERSION: &str = "2024-12-18";
/// SDK version whose request fields we send (`FaceSign` API changelog, 2026-09-18).
const SDK_VERSION: &str = "1.0.47";
/// Longest id that is sent; ids seen are 20 to 36 characters.
const MAX_ID_CHARS: usize = 200;

/// The connection pool that all clients of the process share: rustls, no redirects, loopback past any proxy.
///
/// # Errors
/// [`ApiError::Setup`] when TLS cannot be set up.
pub fn http_client() -> Result<Client, ApiError> {
    // A second call finds the provider installed already; both are the same, so the refusal tells nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .user_agent(concat!("facesign-mcp/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(Duration::from_secs(10))
        .pool_idle_timeout(Duration::from_mins(1))
        .tcp_nodelay(true)
        // The API never redirects; following one could carry the key elsewhere.
        .redirect(reqwest::redirect::Policy::none())
        .referer(false);
    proxy::apply(builder).build().map_err(ApiError::Setup)
}

/// One key on one host. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ApiClient {
    http: Client,
    base: Url,
    key: ApiKey,
    timing: Timing,
}

/// One of the six calls.
struct Call<'a> {
    name: &'static str,
    method: Method,
    path: &'a [&'a str],
    safety: Safety,
}

impl ApiClient {
    /// A client of the API at `base`, such as `https://api.facesign.ai`.
    pub fn new(http: Client, base: Url, key: ApiKey, timing: Timing) -> Self {
        Self {
            http,
            base,
            key,
            timing,
        }
    }

    /// The environment the key opens.
    pub fn environment(&self) -> Environment {
        self.key.environment()
    }

    /// The key as it may be shown.
    pub fn masked_key(&self) -> String {
        self.key.masked()
    }

    /// Creates a session. Sent once only: a repeated try could create a second one.
    ///
    /// # Errors
    /// [`ApiError`]; a bad flow is `Validation` with `param`.
    pub async fn create_session(
        &self,
        settings: &wire::SessionSettings,
    ) -> Result<wire::Created, ApiError> {
        let call = Call {
            name: "createSession",
            method: Method::POST,
            path: &["sessions"],
            safety: Safety::Creates,
        };
        self.send(&call, |request| request.json(settings)).await
    }

    /// Lists sessions, a page at a time.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn list_sessions(
        &self,
        query: &wire::ListQuery,
    ) -> Result<wire::SessionPage, ApiError> {
        self.send(&Call::read("listSessions", &["sessions"]), |request| {
            request.query(&query.pairs())
        })
        .await
    }

    /// Reads one session with its report.
    ///
    /// # Errors
    /// [`ApiError`]; an unknown id is `NotFound`.
    pub async fn session(&self, id: &str) -> Result<wire::Retrieved, ApiError> {
        check_id(id)?;
        self.send(&Call::read("getSession", &["sessions", id]), |request| {
            request
        })
        .await
    }

    /// Creates a further client secret for a session. Sent once only, although it is a GET.
    ///
    /// # Errors
    /// [`ApiError`]; an unknown id is `NotFound`.
    pub async fn refresh(&self, id: &str) -> Result<wire::ClientSecret, ApiError> {
        check_id(id)?;
        let path = &["sessions", id, "refresh"];
        let call = Call {
            name: "createClientSecret",
            method: Method::GET,
            path,
            safety: Safety::Creates,
        };
        self.send(&call, |request| request).await
    }

    /// The languages of the catalogue.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn langs(&self) -> Result<Vec<wire::Lang>, ApiError> {
        let listing = self
            .send(&Call::read("getLangs", &["langs"]), |request| request)
            .await?;
        Ok(match listing {
            Langs::Wrapped { langs } | Langs::Bare(langs) => langs,
        })
    }

    /// The avatars of the catalogue.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn avatars(&self) -> Result<Vec<wire::Avatar>, ApiError> {
        let listing = self
            .send(&Call::read("getAvatars", &["avatars"]), |request| request)
            .await?;
        Ok(match listing {
            Avatars::Wrapped { avatars } | Avatars::Bare(avatars) => avatars,
        })
    }

    /// Makes the call as often as its safety allows and reads the answer.
    async fn send<T: DeserializeOwned>(
        &self,
        call: &Call<'_>,
        complete: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<T, ApiError> {
        let url = self.address(call.path)?;
        let body = run(self.timing, call.safety, async || {
            let request = self
                .http
                .request(call.method.clone(), url.clone())
                .header(AUTHORIZATION, self.key.bearer())
                .header("Facesign-Version", API_VERSION)
                .header("x-facesign-api-version", SDK_VERSION);
            let response = complete(request)
                .send()
                .await
                .map_err(|error| self.broken(error))?;
            self.read(response).await
        })
        .await?;
        serde_json::from_slice(&body).map_err(|error| ApiError::Unreadable {
            call: call.name,
            reason: super::redact(&error.to_string()),
        })
    }

    /// The body of a success, or the refusal.
    async fn read(&self, response: Response) -> Result<Vec<u8>, ApiError> {
        let status = response.status();
        if status.is_success() {
            let (body, whole) = self.body(response, MAX_RESPONSE_BYTES).await?;
            return if whole {
                Ok(body)
            } else {
                Err(ApiError::TooLarge {
                    limit: MAX_RESPONSE_BYTES,
                })
            };
        }
        let retry_after = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| text.trim().parse().ok())
            .map(Duration::from_secs);
        let (body, _) = self.body(response, MAX_REFUSAL_BYTES).await?;
        Err(ApiError::Refused(Box::new(Refusal::read(
            status,
            &body,
            retry_after,
        ))))
    }

    /// Up to `limit` bytes of the body, and whether that is all of it.
    async fn body(
        &self,
        mut response: Response,
        limit: usize,
    ) -> Result<(Vec<u8>, bool), ApiError> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.broken(error))? {
            if body.len() + chunk.len() > limit {
                return Ok((body, false));
            }
            body.extend_from_slice(&chunk);
        }
        Ok((body, true))
    }

    /// Base address plus percent-encoded segments.
    fn address(&self, path: &[&str]) -> Result<Url, ApiError> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| {
                ApiError::Argument(format!(
                    "`{}` cannot be the address of an API; use https://…",
                    self.base
                ))
            })?
            .pop_if_empty()
            .extend(path);
        Ok(url)
    }

    /// A failure below HTTP; the innermost cause is the one that says something.
    fn broken(&self, error: reqwest::Error) -> ApiError {
        let cause = error.without_url();
        let mut innermost: &dyn std::error::Error = &cause;
        while let Some(below) = innermost.source() {
            innermost = below;
        }
        let reason = super::redact(&innermost.to_string());
        let port = self
            .base
            .port()
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        let host = format!("{}{port}", self.base.host_str().unwrap_or_default());
        ApiError::Connection {
            host,
            reason,
            cause,
        }
    }
}

impl<'a> Call<'a> {
    fn read(name: &'static str, path: &'a [&'a str]) -> Self {
        Self {
            name,
            method: Method::GET,
            path,
            safety: Safety::Safe,
        }
    }
}

/// The languages, as an object or as a bare array: both were recorded from real servers.
#[derive(Deserialize)]
#[serde(untagged)]
enum Langs {
    Wrapped { langs: Vec<wire::Lang> },
    Bare(Vec<wire::Lang>),
}

/// The avatars, as an object or as a bare array.
#[derive(Deserialize)]
#[serde(untagged)]
enum Avatars {
    Wrapped { avatars: Vec<wire::Avatar> },
    Bare(Vec<wire::Avatar>),
}

/// Refuses ids that would change the path: an empty one or dots name another endpoint.
fn check_id(id: &str) -> Result<(), ApiError> {
    let plain = !id.is_empty() && id.chars().any(|c| c != '.') && !id.chars().any(char::is_control);
    if plain && id.chars().count() <= MAX_ID_CHARS {
        return Ok(());
    }
    Err(ApiError::Argument(
        "this is not a session id; take one from list_sessions or from a creation".to_owned(),
    ))
}
