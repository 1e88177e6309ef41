//! The sandbox over HTTP, with a clock that tests move.

mod admission;
mod client;
mod hosted;
mod listing;
mod scenarios;
mod tenants;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::{App, test};
use serde_json::{Value, json};
use url::Url;

use super::{Clock, Options, Sandbox, Storage};

const KEY: &str = "sk_test_tenant0001";
const START: i64 = 1_790_000_000_000;

/// A sandbox in memory and its time.
struct Bench {
    sandbox: Sandbox,
    time: Arc<AtomicI64>,
}

/// An answer: status, headers, JSON body.
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

impl Bench {
    fn new() -> Self {
        Self::limited(super::REQUESTS_PER_MINUTE)
    }

    fn limited(requests_per_minute: u32) -> Self {
        let time = Arc::new(AtomicI64::new(START));
        let read = Arc::clone(&time);
        let clock = Clock::new(move || read.load(Ordering::SeqCst));
        let url = Url::parse("http://127.0.0.1:8788").unwrap();
        let options = Options {
            clock,
            requests_per_minute,
        };
        let sandbox = Sandbox::open_with(Storage::Memory, url, options).unwrap();
        Self { sandbox, time }
    }

    fn pass(&self, milliseconds: i64) {
        self.time.fetch_add(milliseconds, Ordering::SeqCst);
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        bearer: Option<&str>,
        body: Vec<u8>,
    ) -> Answer {
        let sandbox = self.sandbox.clone();
        let app = test::init_service(App::new().configure(move |cfg| sandbox.configure(cfg))).await;
        let mut request = test::TestRequest::with_uri(path).method(method);
        if let Some(bearer) = bearer {
            request = request.insert_header(("authorization", format!("Bearer {bearer}")));
        }
        if !body.is_empty() {
            request = request
                .insert_header(("content-type", "application/json"))
                .set_payload(body);
        }
        let (status, headers, bytes) = match test::try_call_service(&app, request.to_request())
            .await
        {
            Ok(response) => {
                let (status, headers) = (response.status().as_u16(), response.headers().clone());
                (status, headers, test::read_body(response).await)
            }
            Err(error) => {
                let response = error.as_response_error().error_response();
                let (status, headers) = (response.status().as_u16(), response.headers().clone());
                let bytes = actix_web::body::to_bytes(response.into_body())
                    .await
                    .unwrap_or_default();
                (status, headers, bytes)
            }
        };
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        Answer {
            status,
            headers,
            body,
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Some(KEY), Vec::new()).await
    }

    async fn create(&self, body: &Value) -> Answer {
        self.send(
            Method::POST,
            "/sessions",
            Some(KEY),
            body.to_string().into_bytes(),
        )
        .await
    }

    /// Creates a session that must be accepted; returns the whole answer.
    async fn created(&self, body: &Value) -> Value {
        let answer = self.create(body).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body
    }

    /// What the hosted page is shown.
    async fn state(&self, secret: &str) -> Answer {
        let path = "/hosted/api/state";
        self.send(Method::GET, path, Some(secret), Vec::new()).await
    }

    async fn session(&self, id: &str) -> Value {
        let answer = self.get(&format!("/sessions/{id}")).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["session"].clone()
    }
}

/// Greeting, liveness, code, end: one node of each kind that a page treats differently.
fn flow() -> Value {
    json!([
        {"id": "start", "type": "start", "outcome": "hello"},
        {"id": "hello", "type": "conversation", "prompt": "Say: Hello {name}, this is a short check of who you are. Please look into the camera for a moment.",
         "outcomes": [{"id": "ready", "condition": "the person is ready", "targetNodeId": "live"},
                      {"id": "gone", "condition": "no answer after 3 attempts", "targetNodeId": "stop"}]},
        {"id": "live", "type": "liveness_detection", "outcomes":
            {"livenessDetected": "otp", "deepfakeDetected": "stop", "noFace": "hello", "inconclusive": "stop"}},
        {"id": "otp", "type": "two_factor_email", "otpLength": 4, "maxAttempts": 2, "expirySeconds": 60, "resendAfterSeconds": 30, "outcomes":
            {"verified": "done", "delivery_failed": "stop", "failed_unverified": "stop", "cancelled": "stop", "error": "stop"}},
        {"id": "done", "type": "end"},
        {"id": "stop", "type": "end"}
    ])
}

/// A creation with that flow.
fn body() -> Value {
    json!({"flow": flow(), "metadata": {}})
}

/// A creation that plays a scenario.
fn played(scenario: &Value) -> Value {
    json!({"flow": flow(), "metadata": {"sandboxScenario": scenario}})
}

/// Node and outcome of every report, such as `live:livenessDetected`.
fn way(session: &Value) -> Vec<String> {
    let reports = session["report"]["nodeReports"].as_array().unwrap();
    let text = |report: &Value, field: &str| report[field].as_str().unwrap_or_default().to_owned();
    reports
        .iter()
        .map(|report| format!("{}:{}", text(report, "nodeId"), text(report, "outcome")))
        .collect()
}
