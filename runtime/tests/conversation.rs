//! Whole conversations over HTTP in both eras, with raw JSON-RPC, against the embedded sandbox on free ports.

#[expect(dead_code, reason = "subscriptions are for other tests")]
mod client;

use std::net::TcpListener;
use std::time::Duration;

use client::{Client, Era, server, text};
use facesign_mcp::http::Running;
use serde_json::{Value, json};

const KEY: &str = "sk_test_conversation_0123456789";

fn recipe(name: &str) -> Value {
    let recipe = facesign_mcp::author::recipe(name).expect("a recipe");
    serde_json::from_str(recipe.flow).expect("a recipe is JSON")
}

/// Set key, launch, start a scenario session as the page does, read, list, export.
async fn quickstart(era: Era) {
    let server = server(&[]).await;
    let mut client = Client::connect(&server, era).await;
    let early = client.call("get_session", json!({"sessionId": "x"})).await;
    assert_eq!(early["isError"], true);
    assert!(text(&early).contains("set_api_key"), "{early}");

    let key = format!("{KEY}_{era:?}");
    let set = client.good("set_api_key", json!({"apiKey": key})).await;
    assert_eq!(set["environment"], "sandbox");
    assert!(
        set["avatarCount"].as_u64() > Some(0) && set["languageCount"].as_u64() > Some(0),
        "{set}"
    );
    client.session = set["session"].as_str().map(str::to_owned);

    let launched = client
        .good(
            "launch_session_ui",
            json!({"flow": recipe("quickstart"), "metadata": {"sandboxScenario": "happy"}}),
        )
        .await;
    assert_eq!(launched["valid"], true, "{launched}");
    let page = launched["previewUrl"].as_str().expect("a preview");
    let started = client.post(&format!("{page}/sessions")).await;
    let id = started["sessionId"]
        .as_str()
        .unwrap_or_else(|| panic!("{started}"))
        .to_owned();

    let read = client.good("get_session", json!({"sessionId": id})).await;
    assert_eq!(read["status"], "complete", "{read}");
    let reports = read
        .pointer("/verification/report/nodeReports")
        .and_then(Value::as_array)
        .expect("node reports");
    assert!(!reports.is_empty());

    let listed = client
        .good(
            "list_sessions",
            json!({"status": "complete", "fromDate": "2020-01-01"}),
        )
        .await;
    assert_eq!(
        listed.pointer("/sessions/0/id").and_then(Value::as_str),
        Some(id.as_str()),
        "{listed}"
    );

    let exported = client
        .good("export_app", json!({"appName": "my-check"}))
        .await;
    let zip = client
        .download(exported["downloadUrl"].as_str().expect("a link"))
        .await;
    assert_eq!(zip.get(..2), Some(b"PK".as_slice()));
    assert!(!client.heard.contains(&key), "the key was given away");
    server.stop().await;
}

#[actix_web::test]
async fn the_quickstart_works_in_the_era_with_sessions() {
    quickstart(Era::Legacy).await;
}

#[actix_web::test]
async fn the_quickstart_works_in_the_era_without_sessions() {
    quickstart(Era::Modern).await;
}

/// The notes of progress that an export with a progress token brings, as `progress` of `total`.
async fn progress_of_export(client: &mut Client, mut arguments: Value) -> Vec<(u64, u64)> {
    if let Some(session) = &client.session {
        arguments["session"] = json!(session);
    }
    let call =
        json!({"name": "export_app", "arguments": arguments, "_meta": {"progressToken": "t1"}});
    client.heard.clear();
    let answer = client.request("tools/call", call).await;
    assert_ne!(answer["result"]["isError"], true, "{answer}");
    let lines = client
        .heard
        .lines()
        .filter_map(|line| line.strip_prefix("data:"));
    let notes = lines.filter_map(|line| serde_json::from_str::<Value>(line.trim()).ok());
    let number = |value: &Value| {
        value
            .to_string()
            .trim_end_matches(".0")
            .parse()
            .expect("a whole number")
    };
    notes
        .filter(|note| note["method"] == "notifications/progress")
        .inspect(|note| assert_eq!(note["params"]["progressToken"], "t1", "{note}"))
        .map(|note| {
            (
                number(&note["params"]["progress"]),
                number(&note["params"]["total"]),
            )
        })
        .collect()
}

#[actix_web::test]
async fn an_export_reports_its_progress_as_archive_and_as_folder() {
    let server = server(&[]).await;
    let folder = std::env::temp_dir().join(format!("facesign-progress-{}", std::process::id()));
    for era in [Era::Legacy, Era::Modern] {
        let mut client = Client::connect(&server, era).await;
        let opened = client.good("set_api_key", json!({"apiKey": KEY})).await;
        client.session = opened["session"].as_str().map(str::to_owned);
        client
            .good("launch_session_ui", json!({"flow": recipe("quickstart")}))
            .await;
        for target in [json!({}), json!({"outputDir": folder})] {
            let notes = progress_of_export(&mut client, target.clone()).await;
            assert!(
                notes.is_sorted() && !notes.is_empty(),
                "{target}: {notes:?}"
            );
            let total = notes[0].1;
            assert!(
                total > 20 && notes.iter().all(|note| note.1 == total),
                "{notes:?}"
            );
        }
        std::fs::remove_dir_all(&folder).expect("the folder that was written");
    }
    server.stop().await;
}

#[actix_web::test]
async fn an_mcp_session_needs_no_handle_and_a_request_alone_does() {
    let server = server(&[]).await;
    let mut legacy = Client::connect(&server, Era::Legacy).await;
    legacy.good("set_api_key", json!({"apiKey": KEY})).await;
    legacy.good("list_sessions", json!({})).await;
    let mut modern = Client::connect(&server, Era::Modern).await;
    modern.good("set_api_key", json!({"apiKey": KEY})).await;
    let refused = modern.call("list_sessions", json!({})).await;
    assert!(
        text(&refused).contains("no FaceSign API key is set"),
        "{refused}"
    );
    server.stop().await;
}

#[actix_web::test]
async fn a_key_in_the_header_is_a_session_for_its_owner_alone() {
    let server = server(&[]).await;
    let mut client = Client::connect(&server, Era::Modern).await;
    client.bearer = Some(KEY.to_owned());
    client.good("list_sessions", json!({"limit": 1})).await;
    let launched = client
        .good("launch_session_ui", json!({"flow": recipe("quickstart")}))
        .await;
    let handle = launched["session"].as_str().expect("a handle").to_owned();
    let mut thief = Client::connect(&server, Era::Modern).await;
    thief.session = Some(handle);
    let refused = thief.call("list_sessions", json!({})).await;
    assert!(text(&refused).contains("ended or is unknown"), "{refused}");
    server.stop().await;
}

#[actix_web::test]
async fn a_damaged_key_is_told_precisely() {
    let server = server(&[]).await;
    let mut client = Client::connect(&server, Era::Modern).await;
    for (key, part) in [
        ("", "empty"),
        ("\"sk_test_0123456789\"", "quotation marks"),
        ("sk_test_0123456789\n", "line break"),
        ("pk_test_0123456789", "unknown prefix"),
        ("sk_test_1", "too short"),
        ("sk_test_invalid_0123456789", "401"),
        ("sk_prod_0123456789", "sandbox"),
    ] {
        let refused = client.call("set_api_key", json!({"apiKey": key})).await;
        assert_eq!(refused["isError"], true, "{key}: {refused}");
        assert!(text(&refused).contains(part), "{key}: {refused}");
    }
    server.stop().await;
}

#[actix_web::test]
async fn a_broken_flow_comes_back_with_findings() {
    let server = server(&[]).await;
    let mut client = Client::connect(&server, Era::Modern).await;
    let set = client.good("set_api_key", json!({"apiKey": KEY})).await;
    client.session = set["session"].as_str().map(str::to_owned);
    let mut broken = recipe("quickstart");
    broken[0]["outcome"] = json!("nowhere");
    for tool in ["launch_session_ui", "export_app"] {
        for flow in [
            broken.clone(),
            json!({"flow": broken}),
            json!(broken.to_string()),
        ] {
            let refused = client.call(tool, json!({"flow": flow})).await;
            assert_eq!(refused["isError"], true, "{refused}");
            assert_eq!(
                refused.pointer("/structuredContent/valid"),
                Some(&json!(false))
            );
            let findings = refused
                .pointer("/structuredContent/findings")
                .and_then(Value::as_array)
                .expect("findings");
            assert!(
                findings
                    .iter()
                    .any(|finding| finding["severity"] == "error"),
                "{refused}"
            );
        }
    }
    let none = client.call("launch_session_ui", json!({})).await;
    assert!(text(&none).contains("no flow yet"), "{none}");
    let senseless = client.call("launch_session_ui", json!({"flow": 7})).await;
    assert!(text(&senseless).contains("neither an array"), "{senseless}");
    let report = client.good("validate_flow", json!({"flow": broken})).await;
    assert_eq!(report["valid"], false);
    let unknown = client
        .call(
            "launch_session_ui",
            json!({"flow": recipe("quickstart"), "avatarId": "nobody"}),
        )
        .await;
    assert!(
        text(&unknown).contains("there is no avatar `nobody`"),
        "{unknown}"
    );
    server.stop().await;
}

#[actix_web::test]
async fn resources_and_prompts_are_served() {
    let server = server(&[]).await;
    let mut client = Client::connect(&server, Era::Legacy).await;
    client.good("set_api_key", json!({"apiKey": KEY})).await;
    let catalog = client
        .request("resources/read", json!({"uri": "facesign://catalog"}))
        .await;
    assert!(catalog.to_string().contains("avatars"), "{catalog}");
    for uri in [
        "facesign://nodes/conversation",
        "facesign://recipes/onboarding",
        "facesign://schema/flow",
    ] {
        let read = client.request("resources/read", json!({"uri": uri})).await;
        assert_eq!(
            read.pointer("/result/contents/0/uri"),
            Some(&json!(uri)),
            "{read}"
        );
    }
    let unknown = client
        .request("resources/read", json!({"uri": "facesign://nodes/none"}))
        .await;
    assert!(
        unknown["error"]["message"]
            .as_str()
            .is_some_and(|text| text.contains("conversation")),
        "{unknown}"
    );
    let prompt = client
        .request("prompts/get", json!({"name": "wire-transfer"}))
        .await;
    assert!(
        prompt.to_string().contains("liveness_detection"),
        "{prompt}"
    );
    server.stop().await;
}

/// A server whose upstream accepts connections and never says a word, and the listener that does so.
async fn waiting_server(seconds: &str) -> (Running, TcpListener) {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let upstream = format!("http://{}", silent.local_addr().expect("an address"));
    let flags = [("api_url", upstream.as_str()), ("call_seconds", seconds)];
    (server(&flags).await, silent)
}

async fn metrics(server: &Running) -> String {
    let http = facesign_mcp::api::http_client().expect("an HTTP client");
    let url = format!("{}metrics", server.base_url);
    let page = http.get(url).send().await.expect("an answer");
    page.text().await.expect("a whole answer")
}

/// Asks until the metrics say so; at most five seconds.
async fn metrics_say(server: &Running, line: &str) {
    for _ in 0..100 {
        if metrics(server).await.contains(line) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no `{line}` in {}", metrics(server).await);
}

#[actix_web::test]
async fn a_call_ends_when_its_client_goes_away() {
    let (server, _silent) = waiting_server("60").await;
    let mut client = Client::connect(&server, Era::Modern).await;
    let asked = actix_web::rt::spawn(async move {
        client.call("set_api_key", json!({"apiKey": KEY})).await;
    });
    metrics_say(&server, "facesign_requests_in_flight 1").await;
    asked.abort();
    metrics_say(&server, "{tool=\"set_api_key\",result=\"cancelled\"} 1").await;
    metrics_say(&server, "facesign_requests_in_flight 0").await;
    server.stop().await;
}

#[actix_web::test]
async fn a_call_in_flight_is_answered_before_the_server_stops() {
    let (server, _silent) = waiting_server("1").await;
    let mut client = Client::connect(&server, Era::Modern).await;
    let asked =
        actix_web::rt::spawn(
            async move { client.call("set_api_key", json!({"apiKey": KEY})).await },
        );
    metrics_say(&server, "facesign_requests_in_flight 1").await;
    let url = server.mcp_url();
    server.stop().await;
    let answered = asked.await.expect("the client got its answer");
    assert!(
        text(&answered).contains("no answer within 1 seconds"),
        "{answered}"
    );
    let http = facesign_mcp::api::http_client().expect("an HTTP client");
    assert!(
        http.get(url).send().await.is_err(),
        "the server still listens"
    );
}

#[actix_web::test]
async fn strangers_and_floods_are_refused() {
    let server = server(&[("max_body_bytes", "2000")]).await;
    let http = facesign_mcp::api::http_client().expect("an HTTP client");
    let url = server.mcp_url();
    let post = |body: &Value| {
        let request = http
            .post(&url)
            .header("accept", "application/json, text/event-stream");
        request
            .header("content-type", "application/json")
            .body(body.to_string())
    };
    let ping = json!({"jsonrpc": "2.0", "id": 1, "method": "ping"});
    for (name, value) in [
        ("host", "evil.example"),
        ("origin", "http://evil.example"),
        ("origin", "null"),
    ] {
        let answer = post(&ping)
            .header(name, value)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 403, "{name}: {value}");
    }
    let flood =
        json!({"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"x": "x".repeat(4000)}});
    assert_eq!(post(&flood).send().await.expect("an answer").status(), 413);
    for path in ["healthz", "readyz", "metrics"] {
        let answer = http
            .get(format!("{}{path}", server.base_url))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    }
    server.stop().await;
}
