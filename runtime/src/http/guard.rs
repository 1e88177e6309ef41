//! Which hosts and origins are answered, and the headers every answer carries.
//!
//! A page of another site that reaches this server through a name it controls (DNS rebinding) is refused by its Host
//! header; one that posts across origins is refused by its Origin header (MCP specification, Streamable HTTP,
//! security warning).

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};
use url::Url;

use crate::config::Config;

const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Hosts and origins that may talk to this server.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    /// Host names without port, lower case.
    pub(super) hosts: Vec<String>,
    /// Origins, `scheme://host:port`, the port being `*` where any is meant.
    pub(super) origins: Vec<String>,
}

impl Guard {
    /// Loopback names, the public address and what the configuration adds.
    pub(super) fn of(config: &Config) -> Self {
        let mut hosts: Vec<String> = LOOPBACK.iter().map(|&name| name.to_owned()).collect();
        let mut origins = Vec::new();
        if config.listen.ip().is_loopback() {
            origins.extend(
                LOOPBACK
                    .iter()
                    .flat_map(|name| [format!("http://{name}:*"), format!("https://{name}:*")]),
            );
        } else if !config.listen.ip().is_unspecified() {
            hosts.push(host_of(&config.listen.to_string()));
        }
        if let Some(url) = &config.public_url {
            hosts.extend(url.host_str().map(str::to_ascii_lowercase));
            origins.extend(with_port(url));
        }
        hosts.extend(config.allowed_hosts.iter().map(|host| host_of(host)));
        origins.extend(
            config
                .allowed_origins
                .iter()
                .map(|origin| match origin.parse() {
                    Ok(url) => with_port(&url).unwrap_or_else(|| origin.clone()),
                    Err(_) => origin.clone(),
                }),
        );
        Self { hosts, origins }
    }

    fn answers_host(&self, host: &str) -> bool {
        let host = host_of(host);
        self.hosts.contains(&host)
    }

    fn answers_origin(&self, origin: &str) -> bool {
        let Some(origin) = origin.parse::<Url>().ok().filter(Url::has_host) else {
            return false;
        };
        let any_port = format!(
            "{}://{}:*",
            origin.scheme(),
            origin.host_str().unwrap_or_default()
        );
        with_port(&origin).is_some_and(|exact| {
            self.origins
                .iter()
                .any(|known| *known == exact || *known == any_port)
        })
    }
}

/// The host of an authority, lower case and without its port.
fn host_of(authority: &str) -> String {
    let end = match authority.rfind(']') {
        Some(bracket) => bracket + 1,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    authority[..end].to_ascii_lowercase()
}

fn with_port(url: &Url) -> Option<String> {
    Some(format!(
        "{}://{}:{}",
        url.scheme(),
        url.host_str()?,
        url.port_or_known_default()?
    ))
}

/// Middleware: refuses foreign hosts and origins, adds the headers an answer has not set itself.
pub(super) async fn watch<B: MessageBody + 'static>(
    guard: web::Data<Guard>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    if let Some(refusal) = refuse(&guard, request.headers()) {
        let mut response = request
            .into_response(HttpResponse::Forbidden().body(refusal))
            .map_into_right_body();
        add_headers(response.headers_mut());
        return Ok(response);
    }
    let mut response = next.call(request).await?.map_into_left_body();
    add_headers(response.headers_mut());
    Ok(response)
}

fn refuse(guard: &Guard, headers: &HeaderMap) -> Option<&'static str> {
    let text = |name: HeaderName| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    if !text(header::HOST).is_some_and(|host| guard.answers_host(host)) {
        return Some(
            "this host name is not served here: start the server with --allowed-hosts, or with --public-url where it is its own\n",
        );
    }
    if text(header::ORIGIN).is_some_and(|origin| !guard.answers_origin(origin)) {
        return Some("this origin is not allowed here: start the server with --allowed-origins\n");
    }
    None
}

fn add_headers(headers: &mut HeaderMap) {
    const DEFAULTS: [(HeaderName, &str); 4] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in DEFAULTS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Mode, Sources};

    fn guard(flags: &[(&'static str, &str)]) -> Guard {
        let flags = flags
            .iter()
            .map(|(key, value)| (*key, (*value).to_owned()))
            .collect();
        Guard::of(
            &Config::load(
                Mode::Serve,
                Sources {
                    flags,
                    ..Sources::default()
                },
            )
            .expect("flags load"),
        )
    }

    #[test]
    fn loopback_is_answered_on_any_port() {
        let guard = guard(&[]);
        for host in ["localhost", "127.0.0.1:8787", "[::1]:9", "LOCALHOST:1"] {
            assert!(guard.answers_host(host), "{host}");
        }
        for origin in [
            "http://localhost:5173",
            "http://127.0.0.1",
            "https://localhost:1",
        ] {
            assert!(guard.answers_origin(origin), "{origin}");
        }
    }

    #[test]
    fn strangers_are_refused() {
        let guard = guard(&[]);
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.nip.example",
            "",
        ] {
            assert!(!guard.answers_host(host), "{host}");
        }
        for origin in [
            "null",
            "http://evil.example",
            "http://localhost.evil.example:80",
            "file:///x",
            "",
        ] {
            assert!(!guard.answers_origin(origin), "{origin}");
        }
    }

    #[test]
    fn a_public_address_is_answered_and_loopback_pages_are_not() {
        let guard = guard(&[
            ("host", "0.0.0.0"),
            ("public_url", "https://mcp.example.org"),
            ("allowed_origins", "https://app.example.org"),
        ]);
        assert!(guard.answers_host("mcp.example.org") && guard.answers_host("mcp.example.org:443"));
        assert!(
            guard.answers_origin("https://mcp.example.org")
                && guard.answers_origin("https://app.example.org:443")
        );
        assert!(!guard.answers_origin("https://app.example.org:444"));
        assert!(!guard.answers_origin("http://localhost:3000"));
    }
}
