//! One connection that calls a tool, in either era of the protocol.

use std::net::SocketAddr;

use bytes::Bytes;
use facesign_mcp::author::recipe;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, HeaderMap, HeaderValue};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

const LEGACY: &str = "2025-11-25";
const MODERN: &str = "2026-07-28";
/// What is called: it needs no key, and its answer is of a usual size.
const TOOL: &str = "validate_flow";

/// Revisions with sessions, or the one without.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Era {
    Legacy,
    Modern,
}

impl Era {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Legacy => LEGACY,
            Self::Modern => MODERN,
        }
    }
}

pub(crate) struct Line {
    sender: SendRequest<Full<Bytes>>,
    headers: HeaderMap,
    call: Bytes,
    era: Era,
}

impl Line {
    /// Connects and, where the era has it, opens a session.
    pub(crate) async fn open(address: SocketAddr, era: Era) -> Self {
        let stream = TcpStream::connect(address)
            .await
            .expect("the server listens");
        stream.set_nodelay(true).expect("a socket");
        let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("HTTP/1.1");
        tokio::spawn(connection);
        let mut headers = HeaderMap::new();
        let host = HeaderValue::from_str(&address.to_string()).expect("an address");
        headers.insert(HOST, host);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let accepted = HeaderValue::from_static("application/json, text/event-stream");
        headers.insert(ACCEPT, accepted);
        let mut line = Self {
            sender,
            headers,
            call: call(era),
            era,
        };
        if era == Era::Legacy {
            line.initialize().await;
        }
        line.headers
            .insert("mcp-protocol-version", HeaderValue::from_static(era.name()));
        if era == Era::Modern {
            line.headers
                .insert("mcp-method", HeaderValue::from_static("tools/call"));
            line.headers
                .insert("mcp-name", HeaderValue::from_static(TOOL));
        }
        line
    }

    /// Calls the tool and reads the whole answer.
    ///
    /// # Panics
    /// Where the answer is none.
    pub(crate) async fn call(&mut self) {
        let (headers, body) = self.send(Method::POST, self.call.clone()).await;
        assert_eq!(headers[CONTENT_TYPE], "text/event-stream");
        let valid: &[u8] = br#""valid":true"#;
        let good = body.windows(valid.len()).any(|part| part == valid);
        assert!(good, "{}", String::from_utf8_lossy(&body));
    }

    /// Ends the session, where there is one.
    pub(crate) async fn close(mut self) {
        if self.era == Era::Legacy {
            self.send(Method::DELETE, Bytes::new()).await;
        }
    }

    async fn initialize(&mut self) {
        let hello = format!(
            r#"{{"jsonrpc":"2.0","id":0,"method":"initialize","params":{{"protocolVersion":"{LEGACY}","capabilities":{{}},"clientInfo":{{"name":"bench","version":"1"}}}}}}"#
        );
        let (headers, _) = self.send(Method::POST, hello.into()).await;
        let session = headers.get("mcp-session-id").expect("a session").clone();
        self.headers.insert("mcp-session-id", session);
        let ready = r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;
        self.send(Method::POST, ready.into()).await;
    }

    async fn send(&mut self, method: Method, body: Bytes) -> (HeaderMap, Bytes) {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = method;
        *request.uri_mut() = "/mcp".parse().expect("a path");
        *request.headers_mut() = self.headers.clone();
        self.sender.ready().await.expect("the connection stays");
        let response = self.sender.send_request(request).await.expect("an answer");
        let (head, body) = response.into_parts();
        assert!(head.status.is_success(), "{}", head.status);
        let body = body.collect().await.expect("a whole answer").to_bytes();
        (head.headers, body)
    }
}

fn call(era: Era) -> Bytes {
    let flow = recipe("quickstart").expect("a recipe").flow;
    let meta = match era {
        Era::Legacy => String::new(),
        Era::Modern => format!(
            r#","_meta":{{"io.modelcontextprotocol/protocolVersion":"{MODERN}","io.modelcontextprotocol/clientCapabilities":{{}},"io.modelcontextprotocol/clientInfo":{{"name":"bench","version":"1"}}}}"#
        ),
    };
    format!(
        r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"{TOOL}","arguments":{{"flow":{flow}}}{meta}}}}}"#
    )
    .into()
}
