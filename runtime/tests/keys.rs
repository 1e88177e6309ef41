//! The ways a key comes to its session: by argument, by header, by a page of ours; who may use a session, and its end.

#[expect(dead_code, reason = "downloads and previews are for other tests")]
mod client;

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};

use client::{Client, Era, server, text};
use facesign_mcp::config::{Config, Mode, Sources};
use facesign_mcp::http::{Running, start};
use serde_json::{Value, json};

const KEY: &str = "sk_test_keys_0123456789";
const OTHER_KEY: &str = "sk_test_keys_another_56789";

/// A client of the newest revision that can open addresses.
async fn opener(server: &Running) -> Client {
    let capabilities = json!({"elicitation": {"url": {}}});
    Client::connect_to(&server.mcp_url(), Era::Modern, capabilities).await
}

/// What a call needs before it can go on.
struct Asked {
    id: String,
    url: String,
    code: String,
    state: String,
}

impl Asked {
    fn of(answer: &Value) -> Self {
        let result = &answer["result"];
        assert_eq!(result["resultType"], "input_required", "{answer}");
        let requests = result["inputRequests"].as_object().expect("requests");
        let (id, request) = requests.iter().next().expect("one request");
        assert_eq!(request["method"], "elicitation/create");
        assert_eq!(request["params"]["mode"], "url", "{request}");
        let message = request["params"]["message"].as_str().expect("a message");
        let code = message
            .split(' ')
            .find(|word| word.len() == 7 && word.as_bytes()[3] == b'-');
        let url = request["params"]["url"]
            .as_str()
            .expect("an address")
            .to_owned();
        let code = code.expect("a code").to_owned();
        assert!(!url.contains(&code), "the address gives the code away");
        let state = result["requestState"].as_str().expect("a state").to_owned();
        Self {
            id: id.clone(),
            url,
            code,
            state,
        }
    }

    /// The same call again, with the person's decision.
    fn retry(&self, action: &str) -> Value {
        json!({
            "name": "set_api_key", "arguments": {}, "requestState": self.state,
            "inputResponses": {&self.id: {"action": action}},
        })
    }
}

async fn ask(client: &mut Client) -> Asked {
    let call = json!({"name": "set_api_key", "arguments": {}});
    Asked::of(&client.request("tools/call", call).await)
}

fn browser() -> reqwest::Client {
    facesign_mcp::api::http_client().expect("an HTTP client")
}

/// Status and text of a page.
async fn look(url: &str) -> (u16, String) {
    let answer = browser().get(url).send().await.expect("an answer");
    (
        answer.status().as_u16(),
        answer.text().await.expect("a page"),
    )
}

/// Submits the form as a browser does, from a page of this origin.
async fn enter(url: &str, origin: Option<&str>, code: &str, key: &str) -> (u16, String) {
    let encode =
        |text| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC);
    let mut request = browser()
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("code={}&key={}", encode(code), encode(key)));
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    let answer = request.send().await.expect("an answer");
    (
        answer.status().as_u16(),
        answer.text().await.expect("a page"),
    )
}

fn origin_of(url: &str) -> String {
    url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/")
}

#[actix_web::test]
async fn a_key_entered_on_the_page_never_meets_the_client() {
    let server = server(&[]).await;
    let mut client = opener(&server).await;
    let asked = ask(&mut client).await;
    let own = origin_of(&asked.url);

    let page = browser().get(&asked.url).send().await.expect("an answer");
    let header = |name| {
        page.headers()
            .get(name)
            .map(|value| value.to_str().expect("text").to_owned())
    };
    let policy = header("content-security-policy").expect("a policy");
    assert!(
        policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    assert!(
        !policy.contains("script") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(header("cache-control").as_deref(), Some("no-store"));
    let html = page.text().await.expect("a page");
    assert!(
        html.contains("t 1") && !html.contains(&asked.code) && !html.contains("<script"),
        "{html}"
    );

    // Not from another page, not from none, not without the code, not with a key that is none.
    for (origin, code, key, status) in [
        (Some("http://evil.example"), asked.code.as_str(), KEY, 403),
        (Some("http://localhost:1"), &asked.code, KEY, 403),
        (None, &asked.code, KEY, 403),
        (Some(own.as_str()), "AAA-AAA", KEY, 422),
        (Some(&own), &asked.code, "pk_wrong", 422),
        (Some(&own), &asked.code, "sk_test_invalid_key_0001", 422),
    ] {
        let (answered, html) = enter(&asked.url, origin, code, key).await;
        assert_eq!(answered, status, "{origin:?} {code} {key}: {html}");
        assert!(!html.contains(key), "the page repeats the key: {html}");
    }
    let typed = asked.code.to_lowercase().replace('-', " ");
    let (status, html) = enter(&asked.url, Some(&own), &typed, KEY).await;
    assert_eq!(status, 200, "{html}");
    assert!(
        html.contains("sk_test_…6789") && !html.contains(KEY),
        "{html}"
    );
    assert_eq!(look(&asked.url).await.0, 404, "the address works once");
    assert_eq!(
        enter(&asked.url, Some(&own), &asked.code, OTHER_KEY)
            .await
            .0,
        404
    );

    let answer = client.request("tools/call", asked.retry("accept")).await;
    let set = &answer["result"]["structuredContent"];
    assert_eq!(set["apiKey"], "sk_test_…6789", "{answer}");
    client.session = set["session"].as_str().map(str::to_owned);
    client.good("list_sessions", json!({})).await;
    assert!(!client.heard.contains(KEY), "the key met the client");
    server.stop().await;
}

#[actix_web::test]
async fn a_page_ends_after_a_few_wrong_codes_and_when_it_is_declined() {
    let server = server(&[]).await;
    let mut client = opener(&server).await;
    let asked = ask(&mut client).await;
    let own = origin_of(&asked.url);
    for _ in 0..8 {
        assert_eq!(enter(&asked.url, Some(&own), "AAA-AAA", KEY).await.0, 422);
    }
    assert_eq!(enter(&asked.url, Some(&own), &asked.code, KEY).await.0, 404);

    let asked = ask(&mut client).await;
    let answer = client.request("tools/call", asked.retry("decline")).await;
    assert_eq!(answer["result"]["isError"], true, "{answer}");
    assert_eq!(look(&asked.url).await.0, 404);
    let answer = client.request("tools/call", asked.retry("accept")).await;
    assert!(text(&answer["result"]).contains("has ended"), "{answer}");
    server.stop().await;
}

#[actix_web::test]
async fn a_request_state_serves_the_call_it_was_made_for_alone() {
    let server = server(&[]).await;
    let mut client = opener(&server).await;
    let asked = ask(&mut client).await;
    let mut forged = asked.retry("accept");
    forged["requestState"] = json!(format!("{}x", asked.state));
    let mut other_arguments = asked.retry("accept");
    other_arguments["arguments"] = json!({"forget": false});
    let mut other_tool = asked.retry("accept");
    other_tool["name"] = json!("list_sessions");
    for call in [forged, other_arguments, other_tool] {
        let answer = client.request("tools/call", call).await;
        assert_eq!(answer["error"]["code"], -32602, "{answer}");
    }
    let mut thief = opener(&server).await;
    thief.bearer = Some(OTHER_KEY.to_owned());
    let answer = thief.request("tools/call", asked.retry("accept")).await;
    assert_eq!(answer["error"]["code"], -32602, "{answer}");
    // An answer that is none is asked for again, on the same page.
    let mut garbled = asked.retry("accept");
    garbled["inputResponses"] = json!({&asked.id: {"action": 7}});
    let again = Asked::of(&client.request("tools/call", garbled).await);
    assert_eq!(again.url, asked.url);
    server.stop().await;
}

#[actix_web::test]
async fn a_client_that_can_open_nothing_is_told_what_to_do() {
    for era in [Era::Legacy, Era::Modern] {
        let server = server(&[]).await;
        let mut client = Client::connect(&server, era).await;
        let answer = client.call("set_api_key", json!({})).await;
        assert_eq!(answer["isError"], true, "{answer}");
        assert!(
            text(&answer).contains("Ask the user for the key"),
            "{answer}"
        );
        server.stop().await;
    }
}

#[actix_web::test]
async fn a_server_for_others_opens_no_page() {
    let free = ["port", "sandbox_port"].map(|key| (key, "0".to_owned()));
    let sandbox = ("sandbox", "true".to_owned());
    let sources = Sources {
        flags: free.into_iter().chain([sandbox]).collect(),
        ..Sources::default()
    };
    let config = Config::load(Mode::Serve, sources).expect("flags load");
    let server = start(config).await.expect("free ports");
    let mut client = opener(&server).await;
    let answer = client.call("set_api_key", json!({})).await;
    assert_eq!(answer["isError"], true, "{answer}");
    server.stop().await;
}

#[actix_web::test]
async fn the_key_of_a_header_finds_its_session_in_both_eras() {
    let server = server(&[]).await;
    let mut handles = Vec::new();
    for era in [Era::Legacy, Era::Modern] {
        let mut client = Client::connect(&server, era).await;
        client.bearer = Some(KEY.to_owned());
        client.good("list_sessions", json!({})).await;
        let set = client.good("set_api_key", json!({})).await;
        assert_eq!(set["apiKey"], "sk_test_…6789", "{set}");
        assert!(!client.heard.contains(KEY), "the key was given away");
        handles.push(set["session"].clone());
    }
    assert_eq!(handles[0], handles[1], "one principal, one session");
    server.stop().await;
}

#[actix_web::test]
async fn the_handle_of_one_principal_is_useless_to_another() {
    let server = server(&[]).await;
    for era in [Era::Legacy, Era::Modern] {
        let mut owner = Client::connect(&server, era).await;
        owner.bearer = Some(KEY.to_owned());
        let handle = owner.good("set_api_key", json!({})).await["session"].clone();
        for bearer in [None, Some(OTHER_KEY.to_owned())] {
            let mut thief = Client::connect(&server, era).await;
            thief.session = handle.as_str().map(str::to_owned);
            thief.bearer = bearer;
            for (tool, arguments) in [
                ("list_sessions", json!({})),
                ("export_app", json!({})),
                ("set_api_key", json!({"forget": true})),
            ] {
                let answer = thief.call(tool, arguments).await;
                assert_eq!(answer["isError"], true, "{tool}: {answer}");
                assert!(
                    text(&answer).contains("has ended or is unknown"),
                    "{answer}"
                );
            }
        }
        owner.good("list_sessions", json!({})).await;
    }
    server.stop().await;
}

#[actix_web::test]
async fn a_key_is_replaced_and_forgotten() {
    let server = server(&[]).await;
    for era in [Era::Legacy, Era::Modern] {
        let mut client = Client::connect(&server, era).await;
        let first = client.good("set_api_key", json!({"apiKey": KEY})).await;
        client.session = first["session"].as_str().map(str::to_owned);
        let second = client
            .good(
                "set_api_key",
                json!({"apiKey": "sk_test_keys_rotated_abcd"}),
            )
            .await;
        assert_eq!(second["session"], first["session"], "the session stays");
        assert_eq!(second["apiKey"], "sk_test_…abcd");

        let gone = client.good("set_api_key", json!({"forget": true})).await;
        assert_eq!(gone["apiKey"], "sk_test_…abcd");
        assert!(gone.get("session").is_none(), "{gone}");
        for (tool, arguments) in [
            ("list_sessions", json!({})),
            ("set_api_key", json!({"forget": true})),
        ] {
            let answer = client.call(tool, arguments).await;
            assert_eq!(answer["isError"], true, "{answer}");
        }
        assert!(!client.heard.contains(KEY), "the key was given away");
    }
    server.stop().await;
}

/// A server in a process of its own, which is ended with the test.
struct Process(std::process::Child);

impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended already is what we want.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[actix_web::test]
async fn no_log_level_writes_a_key() {
    let mut process = Process(
        Command::new(env!("CARGO_BIN_EXE_facesign-mcp"))
            .args([
                "dev",
                "--port",
                "0",
                "--sandbox-port",
                "0",
                "--no-open",
                "--log",
                "trace",
            ])
            .env_remove("FACESIGN_API_KEY")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts"),
    );
    let mut log = process.0.stderr.take().expect("a log");
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        log.read_to_end(&mut text).expect("the log is read");
        String::from_utf8_lossy(&text).into_owned()
    });
    let mut told = BufReader::new(process.0.stdout.take().expect("an output")).lines();
    let url = told
        .find_map(|line| Some(line.expect("text").strip_prefix("MCP server: ")?.to_owned()))
        .expect("an address");
    let keys = [
        "sk_test_logged_by_argument_1",
        "sk_test_logged_by_header_22",
        "sk_test_logged_by_page_333",
    ];
    for era in [Era::Legacy, Era::Modern] {
        let mut client = Client::connect_to(&url, era, json!({})).await;
        client.good("set_api_key", json!({"apiKey": keys[0]})).await;
        let mut client = Client::connect_to(&url, era, json!({})).await;
        client.bearer = Some(keys[1].to_owned());
        client.good("list_sessions", json!({})).await;
        client
            .call(
                "set_api_key",
                json!({"apiKey": "sk_test_invalid_and_logged"}),
            )
            .await;
    }
    let capabilities = json!({"elicitation": {"url": {}}});
    let mut client = Client::connect_to(&url, Era::Modern, capabilities).await;
    let asked = ask(&mut client).await;
    let own = origin_of(&asked.url);
    assert_eq!(
        enter(&asked.url, Some(&own), &asked.code, keys[2]).await.0,
        200
    );
    client.request("tools/call", asked.retry("accept")).await;
    drop(process);
    let log = reader.join().expect("the log is whole");
    assert!(
        log.contains("TRACE") && log.contains("tool call"),
        "a log at the level asked for"
    );
    for secret in [
        "logged_by_argument",
        "logged_by_header",
        "logged_by_page",
        "invalid_and_logged",
    ] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "a key in the log");
    }
}
