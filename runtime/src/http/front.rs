//! The front door: what a person sees who opens the bare address, or one that leads nowhere.

use std::future::{Ready, ready};

use actix_web::guard::GuardContext;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use crate::html::{card, escape};
use crate::preview;

/// The client configuration that leads to an MCP endpoint, as `.mcp.json` has it.
pub(crate) fn client_configuration(mcp_url: &str) -> String {
    let servers = json!({"mcpServers": {"facesign": {"type": "http", "url": mcp_url}}});
    format!("{servers:#}")
}

/// Says what runs here and how an assistant is connected; `None` where only a client on stdio is served.
fn welcome(mcp_url: Option<&str>) -> HttpResponse {
    let body = mcp_url.map_or_else(
        || {
            "<p>This server works for the assistant that started it. It shows the previews and exports of that \
             assistant, by the addresses it tells you.</p>"
                .to_owned()
        },
        |url| {
            format!(
                "<p>Connect your AI assistant to it, then say what your verification should check.</p>\n\
                 <pre tabindex=\"0\">{}</pre>\n\
                 <p class=\"notice-ask\">Set my FaceSign API key to sk_test_…</p>\n\
                 <p class=\"muted\">Previews open by the address that the assistant tells you.</p>",
                escape(&client_configuration(url))
            )
        },
    );
    page(StatusCode::OK, "FaceSign MCP server", &body)
}

/// The handler of the front page.
pub(super) fn door(mcp_url: Option<String>) -> impl Fn() -> Ready<HttpResponse> + Clone {
    move || ready(welcome(mcp_url.as_deref()))
}

/// Whether a browser asks for a page, and no client for a stream.
pub(super) fn asks_for_page(request: &GuardContext<'_>) -> bool {
    wants_page(&request.head().headers)
}

fn wants_page(headers: &header::HeaderMap) -> bool {
    let accepted = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok());
    accepted
        .is_some_and(|accept| accept.contains("text/html") && !accept.contains("text/event-stream"))
}

/// The answer of an address that leads nowhere: a page for a browser, a line for everyone else.
pub(super) async fn nowhere(request: HttpRequest) -> HttpResponse {
    if wants_page(request.headers()) {
        let body = "<p>This address leads nowhere. Previews and exports open by the address that your assistant tells \
                    you.</p>\n<p class=\"muted\">Assistants connect to <code>/mcp</code>.</p>";
        return page(StatusCode::NOT_FOUND, "There is no such page", body);
    }
    HttpResponse::NotFound()
        .content_type("text/plain; charset=utf-8")
        .body("there is no such page here: MCP is served at /mcp\n")
}

fn page(status: StatusCode, title: &str, body: &str) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_SECURITY_POLICY, preview::STATIC_CSP))
        .body(card(title, body))
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use actix_web::test::TestRequest;

    use super::*;

    async fn text(answer: HttpResponse) -> String {
        let body = to_bytes(answer.into_body())
            .await
            .expect("a body in memory");
        String::from_utf8(body.to_vec()).expect("text is UTF-8")
    }

    #[actix_web::test]
    async fn the_bare_address_tells_how_to_connect() {
        let url = "http://127.0.0.1:8787/mcp";
        let page = text(welcome(Some(url))).await;
        assert!(page.contains("Set my FaceSign API key"), "{page}");
        assert!(page.contains(&escape(&client_configuration(url))), "{page}");
        assert!(
            !text(welcome(None)).await.contains("/mcp"),
            "stdio has no endpoint"
        );
    }

    #[test]
    fn a_client_that_takes_a_stream_gets_no_page() {
        let asks = |accept: &str| {
            let request = TestRequest::default().insert_header((header::ACCEPT, accept));
            wants_page(request.to_http_request().headers())
        };
        assert!(asks("text/html,application/xhtml+xml,*/*;q=0.8"));
        for client in [
            "text/event-stream",
            "text/html, text/event-stream",
            "*/*",
            "application/json",
        ] {
            assert!(!asks(client), "{client}");
        }
    }

    #[actix_web::test]
    async fn an_address_that_leads_nowhere_answers_in_the_form_asked_for() {
        let browser = TestRequest::default().insert_header((header::ACCEPT, "text/html,*/*;q=0.8"));
        let answer = nowhere(browser.to_http_request()).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert!(
            text(answer)
                .await
                .contains("<h1>There is no such page</h1>")
        );
        let answer = nowhere(TestRequest::default().to_http_request()).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert_eq!(text(answer).await.lines().count(), 1);
    }
}
