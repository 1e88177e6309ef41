//! What the server offers besides tools: chosen toolsets, completions, subscriptions, logs, progress, cache hints, the
//! studio as an MCP App; in both eras, with raw JSON-RPC.

#[expect(dead_code, reason = "downloads are for other tests")]
mod client;

use client::{Client, Era, server, text};
use facesign_mcp::http::Running;
use serde_json::{Value, json};

const KEY: &str = "sk_test_offers_0123456789";

fn recipe(name: &str) -> Value {
    let recipe = facesign_mcp::author::recipe(name).expect("a recipe");
    serde_json::from_str(recipe.flow).expect("a recipe is JSON")
}

/// A client with a key and a launched flow; answers with the address of the preview.
async fn launched(server: &Running, era: Era) -> (Client, String) {
    let mut client = Client::connect(server, era).await;
    let set = client.good("set_api_key", json!({"apiKey": KEY})).await;
    client.session = set["session"].as_str().map(str::to_owned);
    let launch = client
        .good("launch_session_ui", json!({"flow": recipe("quickstart")}))
        .await;
    let page = launch["previewUrl"].as_str().expect("a preview").to_owned();
    (client, page)
}

/// Notifications of a kind among everything heard so far.
fn notes(client: &Client, method: &str) -> Vec<Value> {
    let lines = client
        .heard
        .lines()
        .filter_map(|line| line.strip_prefix("data:"));
    lines
        .filter_map(|line| serde_json::from_str::<Value>(line.trim()).ok())
        .filter(|message| message["method"] == method)
        .map(|message| message["params"].clone())
        .collect()
}

async fn tool_names(client: &mut Client) -> Vec<String> {
    let listed = client.request("tools/list", json!({})).await;
    let tools = listed.pointer("/result/tools").and_then(Value::as_array);
    let names = tools.unwrap_or_else(|| panic!("{listed}")).iter();
    names
        .filter_map(|tool| tool["name"].as_str().map(str::to_owned))
        .collect()
}

#[actix_web::test]
async fn a_client_may_ask_for_fewer_tools_by_its_address() {
    let server = server(&[]).await;
    for era in [Era::Legacy, Era::Modern] {
        let url = format!("{}?toolsets=core&readonly=1", server.mcp_url());
        let mut client = Client::connect_to(&url, era, json!({})).await;
        let names = tool_names(&mut client).await;
        assert_eq!(names, ["set_api_key", "get_session", "list_sessions"]);
        for (tool, part) in [
            ("export_app", "this connection is read-only"),
            ("validate_flow", "belongs to the toolset `authoring`"),
        ] {
            let refused = client.call(tool, json!({})).await;
            assert_eq!(refused["isError"], true, "{refused}");
            let said = text(&refused);
            assert!(said.contains(part) && said.contains("Next: "), "{said}");
        }
    }
    server.stop().await;
}

#[actix_web::test]
async fn a_server_may_offer_fewer_tools() {
    let server = server(&[("toolsets", "authoring")]).await;
    let mut client = Client::connect(&server, Era::Modern).await;
    let names = tool_names(&mut client).await;
    assert!(names.contains(&"validate_flow".to_owned()), "{names:?}");
    assert!(
        !names.contains(&"launch_session_ui".to_owned()),
        "{names:?}"
    );
    let url = format!("{}?toolsets=nonsense", server.mcp_url());
    let mut lost = Client::connect(&server, Era::Modern).await;
    lost.url = url;
    let answer = lost.request("tools/list", json!({})).await;
    let said = answer
        .pointer("/error/message")
        .and_then(Value::as_str)
        .unwrap_or_default();
    assert!(
        said.contains("there is no toolset `nonsense`: use `core`"),
        "{answer}"
    );
    server.stop().await;
}

#[actix_web::test]
async fn what_is_to_be_filled_in_is_completed() {
    let server = server(&[]).await;
    for era in [Era::Legacy, Era::Modern] {
        let (mut client, _) = launched(&server, era).await;
        let handle = client.session.clone().expect("a handle");
        for (reference, argument, typed, expected) in [
            (
                json!({"type": "ref/resource", "uri": "facesign://nodes/{type}"}),
                "type",
                "two",
                "two_factor_email",
            ),
            (
                json!({"type": "ref/resource", "uri": "facesign://rules/{code}"}),
                "code",
                "f2013",
                "F2013",
            ),
            (
                json!({"type": "ref/resource", "uri": "facesign://recipes/{name}"}),
                "name",
                "on",
                "onboarding",
            ),
            (
                json!({"type": "ref/prompt", "name": "design-a-flow"}),
                "language",
                "e",
                "en",
            ),
            (
                json!({"type": "ref/prompt", "name": "export-and-deploy"}),
                "host",
                "",
                "Vercel",
            ),
        ] {
            let asked = json!({
                "ref": reference,
                "argument": {"name": argument, "value": typed},
                "context": {"arguments": {"session": handle}},
            });
            let answer = client.request("completion/complete", asked).await;
            let values = &answer["result"]["completion"]["values"];
            assert!(
                values
                    .as_array()
                    .is_some_and(|values| values.contains(&json!(expected))),
                "{era:?} {argument}: {answer}"
            );
        }
        let avatars = json!({
            "ref": {"type": "ref/prompt", "name": "quickstart"},
            "argument": {"name": "avatar", "value": ""},
            "context": {"arguments": {"session": handle}},
        });
        let answer = client.request("completion/complete", avatars).await;
        let total = answer
            .pointer("/result/completion/total")
            .and_then(Value::as_u64);
        assert!(total > Some(0), "{answer}");
    }
    server.stop().await;
}

#[actix_web::test]
async fn only_the_newer_revision_is_told_how_long_answers_keep() {
    let server = server(&[]).await;
    for (era, known) in [(Era::Legacy, false), (Era::Modern, true)] {
        let mut client = Client::connect(&server, era).await;
        for (method, params, scope) in [
            ("tools/list", json!({}), "private"),
            ("prompts/list", json!({}), "public"),
            (
                "resources/read",
                json!({"uri": "facesign://nodes/start"}),
                "public",
            ),
        ] {
            let answer = client.request(method, params).await;
            let result = &answer["result"];
            let hints = (result["ttlMs"].as_u64(), result["cacheScope"].as_str());
            let expected = if known {
                (Some(3_600_000), Some(scope))
            } else {
                (None, None)
            };
            assert_eq!(hints, expected, "{era:?} {method}: {answer}");
        }
    }
    server.stop().await;
}

#[actix_web::test]
async fn the_studio_is_an_app_that_may_frame_the_preview() {
    let server = server(&[]).await;
    let (mut client, page) = launched(&server, Era::Modern).await;
    let tools = client.request("tools/list", json!({})).await;
    let launch = tools["result"]["tools"].as_array().and_then(|tools| {
        tools
            .iter()
            .find(|tool| tool["name"] == "launch_session_ui")
    });
    let uri = launch
        .and_then(|tool| tool["_meta"]["ui"]["resourceUri"].as_str())
        .expect("an app");
    let read = client.request("resources/read", json!({"uri": uri})).await;
    let app = &read["result"]["contents"][0];
    assert_eq!(app["mimeType"], "text/html;profile=mcp-app", "{read}");
    let origin = server.base_url.origin().ascii_serialization();
    assert_eq!(app["_meta"]["ui"]["csp"]["frameDomains"], json!([origin]));
    assert_eq!(
        app["_meta"]["ui"]["permissions"],
        json!({"camera": {}, "microphone": {}})
    );
    let plain = client.headers(&page).await;
    assert!(plain.contains("frame-ancestors 'self'"), "{plain}");
    let embedded = client.headers(&format!("{page}?embed=1")).await;
    assert!(
        embedded.contains("frame-src") && !embedded.contains("frame-ancestors"),
        "{embedded}"
    );
    server.stop().await;
}

#[actix_web::test]
async fn an_account_is_read_by_handle_where_there_is_no_mcp_session() {
    let server = server(&[]).await;
    let (mut client, _) = launched(&server, Era::Modern).await;
    let lost = client
        .request("resources/read", json!({"uri": "facesign://catalog"}))
        .await;
    let said = lost
        .pointer("/error/message")
        .and_then(Value::as_str)
        .unwrap_or_default();
    assert!(said.contains("set_api_key"), "{lost}");
    let uri = format!(
        "facesign://catalog?session={}",
        client.session.clone().expect("a handle")
    );
    let read = client.request("resources/read", json!({"uri": uri})).await;
    let text = read["result"]["contents"][0]["text"]
        .as_str()
        .unwrap_or_else(|| panic!("{read}"));
    let catalog: Value = serde_json::from_str(text).expect("JSON");
    assert!(catalog["avatars"][0]["id"].is_string() && catalog["languages"][0]["id"].is_string());
    server.stop().await;
}

#[actix_web::test]
async fn a_connection_hears_the_log_from_the_level_it_set() {
    let server = server(&[]).await;
    let mut client = Client::connect(&server, Era::Legacy).await;
    let stream = client.standing().await;
    client.good("set_api_key", json!({"apiKey": KEY})).await;
    let set = client
        .request("logging/setLevel", json!({"level": "warning"}))
        .await;
    assert!(set["error"].is_null(), "{set}");
    client
        .good("validate_flow", json!({"flow": recipe("quickstart")}))
        .await;
    client.call("get_session", json!({"sessionId": ""})).await;
    let first = stream.first("notifications/message").await["params"].clone();
    assert_eq!(
        (&first["level"], &first["logger"]),
        (&json!("warning"), &json!("facesign-mcp"))
    );
    assert_eq!(
        (&first["data"]["tool"], &first["data"]["outcome"]),
        (&json!("get_session"), &json!("refused"))
    );
    server.stop().await;
}

#[actix_web::test]
async fn a_request_hears_the_log_it_asks_for_and_no_secret_in_it() {
    let server = server(&[]).await;
    let mut client = Client::connect(&server, Era::Modern).await;
    for (level, lines) in [("error", 0), ("info", 1)] {
        client.heard.clear();
        let asked = json!({
            "name": "set_api_key",
            "arguments": {"apiKey": KEY},
            "_meta": {"io.modelcontextprotocol/logLevel": level},
        });
        client.request("tools/call", asked).await;
        let heard = notes(&client, "notifications/message");
        assert_eq!(heard.len(), lines, "{level}: {heard:?}");
        assert!(!client.heard.contains(KEY));
    }
    server.stop().await;
}

#[actix_web::test]
async fn a_launch_tells_its_steps() {
    let server = server(&[]).await;
    let (mut client, _) = launched(&server, Era::Legacy).await;
    client.heard.clear();
    let call = json!({"name": "launch_session_ui", "arguments": {}, "_meta": {"progressToken": 7}});
    let answer = client.request("tools/call", call).await;
    assert_ne!(answer["result"]["isError"], true, "{answer}");
    let steps = notes(&client, "notifications/progress");
    let steps: Vec<_> = steps
        .iter()
        .map(|step| (step["progress"].as_f64(), step["message"].as_str()))
        .collect();
    assert_eq!(
        steps,
        [
            (Some(0.0), Some("checking the flow")),
            (Some(1.0), Some("opening the preview")),
            (Some(2.0), Some("preview open")),
        ]
    );
    server.stop().await;
}

/// Starts a verification session from the preview, lets its page be opened and left, and answers with its id.
struct Visit {
    id: String,
    hosted: String,
}

impl Visit {
    async fn start(client: &mut Client, page: &str) -> Self {
        let started = client.post(&format!("{page}/sessions")).await;
        Self {
            id: started["sessionId"]
                .as_str()
                .unwrap_or_else(|| panic!("{started}"))
                .to_owned(),
            hosted: started["url"].as_str().expect("a page").to_owned(),
        }
    }

    async fn open_and_leave(&self, client: &Client) {
        client.hosted(&self.hosted, "open").await;
        client.hosted(&self.hosted, "leave?now").await;
    }
}

#[actix_web::test]
async fn subscribers_hear_of_a_session_that_ends() {
    let server = server(&[]).await;
    for era in [Era::Legacy, Era::Modern] {
        let (mut client, page) = launched(&server, era).await;
        let visit = Visit::start(&mut client, &page).await;
        let handle = client.session.clone().expect("a handle");
        let uri = format!("session://{}?session={handle}", visit.id);
        let stream = client.subscribe(&uri).await;
        visit.open_and_leave(&client).await;
        let note = stream.first("notifications/resources/updated").await;
        assert_eq!(note["params"]["uri"], json!(uri), "{era:?}: {note}");
        let read = client.request("resources/read", json!({"uri": uri})).await;
        assert!(read.to_string().contains("incomplete"), "{read}");
    }
    server.stop().await;
}

#[actix_web::test]
async fn what_never_changes_cannot_be_subscribed_to() {
    let server = server(&[]).await;
    let mut client = Client::connect(&server, Era::Legacy).await;
    let refused = client
        .request(
            "resources/subscribe",
            json!({"uri": "facesign://schema/flow"}),
        )
        .await;
    let said = refused
        .pointer("/error/message")
        .and_then(Value::as_str)
        .unwrap_or_default();
    assert!(said.contains("never changes"), "{refused}");
    server.stop().await;
}
