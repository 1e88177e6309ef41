//! A client that speaks raw JSON-RPC in either era and checks every answer against the published schemas.

use std::collections::BTreeMap;

use facesign_mcp::config::{Config, Mode, Sources};
use facesign_mcp::http::{Running, start};
use serde_json::{Value, json};

const MODERN: &str = "2026-07-28";
const LEGACY: &str = "2025-11-25";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Era {
    Legacy,
    Modern,
}

/// A server with its sandbox on free ports.
pub(crate) async fn server(flags: &[(&'static str, &str)]) -> Running {
    let fixed = [("port", "0"), ("sandbox_port", "0"), ("open", "false")];
    let flags = fixed
        .iter()
        .chain(flags)
        .map(|(key, value)| (*key, (*value).to_owned()))
        .collect();
    let config = Config::load(
        Mode::Dev,
        Sources {
            flags,
            ..Sources::default()
        },
    )
    .expect("flags load");
    start(config).await.expect("free ports")
}

pub(crate) struct Client {
    http: reqwest::Client,
    pub(crate) url: String,
    era: Era,
    mcp_session: Option<String>,
    next_id: u64,
    output_schemas: BTreeMap<String, Value>,
    capabilities: Value,
    /// Given as `session` to every tool.
    pub(crate) session: Option<String>,
    pub(crate) bearer: Option<String>,
    /// Everything the server said.
    pub(crate) heard: String,
}

impl Client {
    pub(crate) async fn connect(server: &Running, era: Era) -> Self {
        Self::connect_to(&server.mcp_url(), era, json!({})).await
    }

    /// Connects as a client that declares these capabilities.
    pub(crate) async fn connect_to(url: &str, era: Era, capabilities: Value) -> Self {
        let mut client = Self {
            http: facesign_mcp::api::http_client().expect("an HTTP client"),
            url: url.to_owned(),
            capabilities,
            era,
            mcp_session: None,
            next_id: 0,
            output_schemas: BTreeMap::new(),
            session: None,
            bearer: None,
            heard: String::new(),
        };
        if era == Era::Legacy {
            let hello = json!({"protocolVersion": LEGACY, "capabilities": client.capabilities, "clientInfo": {"name": "t", "version": "1"}});
            let answer = client.request("initialize", hello).await;
            assert_eq!(
                answer.pointer("/result/protocolVersion"),
                Some(&json!(LEGACY)),
                "{answer}"
            );
            client
                .send(
                    json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
                    "notifications/initialized",
                )
                .await;
        }
        let tools = client.request("tools/list", json!({})).await;
        for tool in tools
            .pointer("/result/tools")
            .and_then(Value::as_array)
            .unwrap_or_else(|| panic!("{tools}"))
        {
            let name = tool["name"].as_str().expect("a name").to_owned();
            client
                .output_schemas
                .insert(name, tool["outputSchema"].clone());
        }
        client
    }

    /// The structured answer of a tool that must succeed.
    pub(crate) async fn good(&mut self, tool: &str, arguments: Value) -> Value {
        let result = self.call(tool, arguments).await;
        assert_ne!(result["isError"], true, "{tool}: {result}");
        assert!(!text(&result).is_empty(), "{tool} answers in text too");
        result["structuredContent"].clone()
    }

    /// The result of a tool.
    pub(crate) async fn call(&mut self, tool: &str, mut arguments: Value) -> Value {
        if let Some(session) = &self.session {
            arguments["session"] = json!(session);
        }
        let answer = self
            .request("tools/call", json!({"name": tool, "arguments": arguments}))
            .await;
        let result = answer
            .get("result")
            .unwrap_or_else(|| panic!("{tool}: {answer}"))
            .clone();
        if let Some(structured) = result.get("structuredContent") {
            let schema = jsonschema::validator_for(&self.output_schemas[tool]).expect("a schema");
            let errors: Vec<String> = schema
                .iter_errors(structured)
                .map(|error| error.to_string())
                .collect();
            assert!(errors.is_empty(), "{tool}: {errors:?} in {structured}");
        }
        result
    }

    /// The answer to a request.
    pub(crate) async fn request(&mut self, method: &str, mut params: Value) -> Value {
        self.next_id += 1;
        if self.era == Era::Modern {
            let meta = &mut params["_meta"];
            meta["io.modelcontextprotocol/protocolVersion"] = json!(MODERN);
            meta["io.modelcontextprotocol/clientCapabilities"] = self.capabilities.clone();
            meta["io.modelcontextprotocol/clientInfo"] = json!({"name": "t", "version": "1"});
        }
        let name = params
            .get("name")
            .or_else(|| params.get("uri"))
            .and_then(Value::as_str)
            .map(str::to_owned);
        let message =
            json!({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params});
        let body = self.send_named(message, method, name.as_deref()).await;
        answer_in(&body).unwrap_or_else(|| panic!("no answer to {method} in {body}"))
    }

    async fn send(&mut self, message: Value, method: &str) {
        self.send_named(message, method, None).await;
    }

    async fn send_named(&mut self, message: Value, method: &str, name: Option<&str>) -> String {
        let mut request = self
            .http
            .post(&self.url)
            .header("accept", "application/json, text/event-stream")
            .header("content-type", "application/json")
            .body(message.to_string());
        if let Some(bearer) = &self.bearer {
            request = request.header("authorization", format!("Bearer {bearer}"));
        }
        if let Some(id) = &self.mcp_session {
            request = request.header("mcp-session-id", id);
        }
        if self.era == Era::Modern {
            request = request
                .header("mcp-protocol-version", MODERN)
                .header("mcp-method", method);
            if let Some(name) = name {
                request = request.header("mcp-name", name);
            }
        }
        let response = request.send().await.expect("an answer");
        if let Some(id) = response.headers().get("mcp-session-id") {
            self.mcp_session = id.to_str().ok().map(str::to_owned);
        }
        let body = response.text().await.expect("a whole answer");
        self.heard.push_str(&body);
        body
    }

    /// A POST as the studio page makes it.
    pub(crate) async fn post(&mut self, url: &str) -> Value {
        let origin = origin_of(url);
        let request = self
            .http
            .post(url)
            .header("content-type", "application/json")
            .body("{}");
        let request = request
            .header("origin", origin)
            .header("x-facesign-preview", "1");
        let body = request
            .send()
            .await
            .expect("an answer")
            .text()
            .await
            .expect("a whole answer");
        self.heard.push_str(&body);
        serde_json::from_str(&body).unwrap_or_else(|_| panic!("not JSON: {body}"))
    }

    /// The headers of a page, one a line.
    pub(crate) async fn headers(&self, url: &str) -> String {
        let response = self.http.get(url).send().await.expect("an answer");
        let headers = response.headers().iter();
        let lines = headers
            .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What the hosted page of the sandbox does with its session.
    pub(crate) async fn hosted(&self, page: &str, action: &str) {
        let secret = page.rsplit(['/', '=', '#']).next().unwrap_or_default();
        let request = self
            .http
            .post(format!("{}/hosted/api/{action}", origin_of(page)))
            .header("authorization", format!("Bearer {secret}"))
            .header("content-type", "application/json")
            .body("{}");
        let response = request.send().await.expect("an answer");
        let status = response.status();
        let body = response.text().await.expect("a whole answer");
        assert_eq!(status, 200, "{page} {action}: {body}");
    }

    /// The standing stream of the older revisions.
    pub(crate) async fn standing(&self) -> Updates {
        let id = self.mcp_session.clone().expect("an MCP session");
        let request = self
            .http
            .get(&self.url)
            .header("accept", "text/event-stream")
            .header("mcp-session-id", id);
        Updates(request.send().await.expect("a stream"))
    }

    /// Subscribes to a resource, as its era does; answers with the stream on which updates arrive.
    pub(crate) async fn subscribe(&mut self, uri: &str) -> Updates {
        if self.era == Era::Legacy {
            let answer = self
                .request("resources/subscribe", json!({"uri": uri}))
                .await;
            assert!(answer["error"].is_null(), "{answer}");
            return self.standing().await;
        }
        self.next_id += 1;
        let meta = json!({
            "io.modelcontextprotocol/protocolVersion": MODERN,
            "io.modelcontextprotocol/clientCapabilities": {},
            "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
        });
        let params = json!({"_meta": meta, "notifications": {"resourceSubscriptions": [uri]}});
        let message = json!({"jsonrpc": "2.0", "id": self.next_id, "method": "subscriptions/listen", "params": params});
        let request = self
            .http
            .post(&self.url)
            .header("accept", "application/json, text/event-stream")
            .header("content-type", "application/json")
            .header("mcp-protocol-version", MODERN)
            .header("mcp-method", "subscriptions/listen")
            .body(message.to_string());
        let mut updates = Updates(request.send().await.expect("a stream"));
        updates
            .next("notifications/subscriptions/acknowledged")
            .await;
        updates
    }

    pub(crate) async fn download(&self, url: &str) -> Vec<u8> {
        let response = self.http.get(url).send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        response.bytes().await.expect("a whole answer").to_vec()
    }
}

/// A standing stream of notifications.
pub(crate) struct Updates(reqwest::Response);

impl Updates {
    /// The first notification of that kind.
    pub(crate) async fn first(mut self, method: &str) -> Value {
        self.next(method).await
    }

    async fn next(&mut self, method: &str) -> Value {
        let reading = async {
            let mut heard = String::new();
            while let Some(bytes) = self.0.chunk().await.expect("an open stream") {
                heard.push_str(&String::from_utf8_lossy(&bytes));
                let lines = heard.lines().filter_map(|line| line.strip_prefix("data:"));
                let mut messages = lines.filter_map(|line| serde_json::from_str(line.trim()).ok());
                if let Some(found) = messages.find(|message: &Value| message["method"] == method) {
                    return found;
                }
            }
            panic!("the stream ended without {method}: {heard}");
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), reading)
            .await
            .unwrap_or_else(|_| panic!("{method} did not come"))
    }
}

fn origin_of(url: &str) -> String {
    url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/")
}

/// All text of a tool result.
pub(crate) fn text(result: &Value) -> String {
    let content = result["content"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    content
        .iter()
        .filter_map(|block| block["text"].as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The JSON-RPC answer in a plain body or in an event stream.
fn answer_in(body: &str) -> Option<Value> {
    let lines = body
        .lines()
        .map(|line| line.strip_prefix("data:").unwrap_or(line).trim());
    let mut messages = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.find(|message| message.get("id").is_some_and(|id| !id.is_null()))
}
