//! Which page may load, frame and use what: the security headers of the studio, and who may post to it.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::DefaultHeaders;
use url::{Origin, Url};

/// Header that the page's script sends; a form or an image of another site cannot.
pub(super) const STUDIO_HEADER: &str = "x-facesign-preview";

/// Content security policy of pages without script, such as the page of an ended preview.
pub(crate) const STATIC_CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'self'";

/// Content security policy of landing and recap pages, which a model may have written.
///
/// `sandbox` takes away script, forms, navigation and the origin, so `style-src 'unsafe-inline'` reaches nothing else, and
/// nothing on it can be clicked, so that it does not matter who frames it.
pub(super) const TEXT_PAGE_CSP: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; \
     font-src data:; base-uri 'none'; form-action 'none'";

/// Content security policy of the drawing when it is opened by itself.
pub(super) const SVG_CSP: &str = "sandbox; default-src 'none'";

/// Headers of every answer of the studio.
pub(crate) fn default_headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
}

/// The origins in serialised form, without those that are no http(s) origin.
///
/// Only these go into headers, so a stray `;` or quote of a configuration cannot change a policy.
pub(super) fn clean_origins(origins: &[String]) -> Vec<String> {
    origins
        .iter()
        .filter_map(|text| Url::parse(text).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(|url| url.origin())
        .filter(Origin::is_tuple)
        .map(|origin| origin.ascii_serialization())
        .collect()
}

/// Content security policy of the studio page.
///
/// `embedded` lets any page frame it: the clients that show the studio as an MCP App do so from origins of their own
/// making. Whoever frames it must know its unguessable address.
pub(super) fn studio_csp(origins: &[String], embedded: bool) -> String {
    let frames = [&["'self'".to_owned()], origins].concat().join(" ");
    let ancestors = if embedded {
        ""
    } else {
        "; frame-ancestors 'self'"
    };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         frame-src {frames}; base-uri 'none'; form-action 'none'{ancestors}"
    )
}

/// Permissions policy of the studio page: the frame's origin must be named, or its camera stays shut.
pub(super) fn studio_permissions(origins: &[String]) -> String {
    let mut allowed = vec!["self".to_owned()];
    allowed.extend(origins.iter().map(|origin| format!("\"{origin}\"")));
    let allowed = allowed.join(" ");
    let granted = ["camera", "microphone", "autoplay", "fullscreen"]
        .map(|feature| format!("{feature}=({allowed})"))
        .join(", ");
    format!("{granted}, display-capture=(), geolocation=(), payment=(), usb=()")
}

/// Whether the request was made by the studio page itself.
///
/// Demands the page's own header, which makes a browser ask before it lets another site send the request. Then
/// `Sec-Fetch-Site` decides, which no page can forge; a browser without it sends `Origin`, compared with `Host`.
pub(super) fn is_own_request(request: &HttpRequest) -> bool {
    let value = |name: &str| request.headers().get(name).map(HeaderValue::as_bytes);
    if value(STUDIO_HEADER) != Some(b"1") {
        return false;
    }
    is_same_origin(request).unwrap_or(true)
}

/// Whether a page of this very server made the request; `None` where the client does not say, as browsers do.
pub(crate) fn is_same_origin(request: &HttpRequest) -> Option<bool> {
    let value = |name: &str| request.headers().get(name).map(HeaderValue::as_bytes);
    match (value("sec-fetch-site"), value("origin")) {
        (Some(site), _) => Some(site == b"same-origin"),
        (None, Some(origin)) => {
            let authority = origin
                .strip_prefix(b"http://")
                .or_else(|| origin.strip_prefix(b"https://"));
            Some(authority.is_some() && authority == value("host"))
        }
        (None, None) => None,
    }
}
