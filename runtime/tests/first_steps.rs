//! What somebody is told who begins: without a key, without a session, with a browser instead of a client.

#[expect(
    dead_code,
    reason = "subscriptions, posts and downloads are for other tests"
)]
mod client;

use client::{Client, Era, server, text};
use serde_json::json;

const KEY: &str = "sk_test_first_steps_0123456789";

#[actix_web::test]
async fn what_needs_no_key_asks_for_none() {
    let server = server(&[]).await;
    for era in [Era::Legacy, Era::Modern] {
        let mut client = Client::connect(&server, era).await;
        for tool in ["validate_flow", "simulate_flow"] {
            let refused = client.call(tool, json!({})).await;
            let told = text(&refused);
            assert!(
                told.contains("no `flow` is given") && !told.contains("set_api_key"),
                "{refused}"
            );
        }
        let graph = json!({"flow": {"nodes": [], "edges": []}});
        let checked = client.call("validate_flow", graph).await;
        assert!(
            text(&checked).contains("error F1007 legacy-graph-form: "),
            "{checked}"
        );
    }
    server.stop().await;
}

#[actix_web::test]
async fn an_account_without_sessions_is_told_how_to_get_one() {
    let server = server(&[]).await;
    let mut client = Client::connect(&server, Era::Modern).await;
    client.bearer = Some(KEY.to_owned());
    let listed = client.call("list_sessions", json!({})).await;
    assert!(text(&listed).contains("Start Session"), "{listed}");
    server.stop().await;
}

#[actix_web::test]
async fn the_endpoint_in_a_browser_is_a_page_that_tells_how_to_connect() {
    let server = server(&[]).await;
    let get = |accept: &'static str| {
        reqwest::Client::new()
            .get(server.mcp_url())
            .header("accept", accept)
            .send()
    };
    let page = get("text/html,application/xhtml+xml,*/*;q=0.8")
        .await
        .expect("an answer");
    assert_eq!(page.status(), 200);
    let page = page.text().await.expect("a page");
    assert!(page.contains("Set my FaceSign API key"), "{page}");
    assert_eq!(get("*/*").await.expect("an answer").status(), 406);
    server.stop().await;
}
