//! Who is calling, read off the request: the one place where the eras of the protocol differ for us.

use http::request::Parts;
use rmcp::RoleServer;
use rmcp::model::Extensions;
use rmcp::service::RequestContext;

use crate::api::ApiKey;
use crate::session::Caller;

/// Stands for the one client behind standard input and output.
const STDIO: &str = "stdio";

/// Whether the request carries its revision with it, as in the era without MCP sessions and without requests from the
/// server.
pub(super) fn sessionless(context: &RequestContext<RoleServer>) -> bool {
    context.meta.protocol_version().is_some()
}

/// The caller of a request whose arguments name `handle`.
pub(super) fn caller(context: &RequestContext<RoleServer>, handle: Option<String>) -> Caller {
    let handle = handle.filter(|text| !text.trim().is_empty());
    Caller {
        handle,
        ..connected(&context.extensions, sessionless(context))
    }
}

/// The caller behind a connection or a request, whatever it asks for; `sessionless` as the function of that name says.
pub(super) fn connected(extensions: &Extensions, sessionless: bool) -> Caller {
    let Some(parts) = extensions.get::<Parts>() else {
        return Caller {
            handle: None,
            mcp_session: Some(STDIO.to_owned()),
            bearer: None,
        };
    };
    let header = |name: &str| {
        parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    // In the era without MCP sessions the header means nothing.
    let mcp_session = header("mcp-session-id")
        .filter(|_| !sessionless)
        .map(str::to_owned);
    // Other schemes and other tokens belong to whoever stands before us, not to FaceSign.
    let bearer = header("authorization").and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token)
    });
    Caller {
        handle: None,
        mcp_session,
        bearer: bearer.and_then(|token| ApiKey::parse(token).ok()),
    }
}
