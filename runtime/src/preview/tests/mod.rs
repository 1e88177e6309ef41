//! The studio from outside: requests in, answers out, with a product session that answers at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actix_web::App;
use actix_web::http::{StatusCode, header};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use url::Url;

mod lifetime;
mod page;
mod sessions;

use super::{
    Backend, BackendError, LangName, Preview, PreviewLimits, Previews, Shown, Started, configure,
};
use crate::api::Environment;
use crate::flow::check_value;
use crate::plan::Plan;

/// Stands for the key that only the backend knows.
const KEY: &str = "sk_test_0123456789abcdef";
const ORIGIN: &str = "http://127.0.0.1:8788";

/// A product session that answers at once, or fails as told.
struct Desk {
    key: &'static str,
    started: AtomicUsize,
    langs: Mutex<Vec<Option<String>>>,
    page: &'static str,
    failure: Option<BackendError>,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            key: KEY,
            started: AtomicUsize::new(0),
            langs: Mutex::default(),
            page: ORIGIN,
            failure: None,
        }
    }
}

impl Backend for Desk {
    fn start(&self, lang: Option<String>) -> BoxFuture<'_, Result<Started, BackendError>> {
        Box::pin(async move {
            assert!(!self.key.is_empty());
            if let Some(failure) = &self.failure {
                return Err(failure.clone());
            }
            let number = self.started.fetch_add(1, Ordering::SeqCst) + 1;
            self.langs.lock().unwrap().push(lang);
            Ok(Started {
                session_id: format!("session{number}"),
                url: Url::parse(self.page)
                    .unwrap()
                    .join("/session?cs=cs1")
                    .unwrap(),
                expires_at_ms: 7_200_000,
                warnings: vec!["filled a missing outcome".into()],
            })
        })
    }

    fn session(&self, id: &str) -> BoxFuture<'_, Result<Value, BackendError>> {
        let id = id.to_owned();
        Box::pin(async move {
            Ok(
                json!({"id": id, "status": "inProgress", "clientSecret": {"secret": "cs1"}, "report": {"transcript": []}}),
            )
        })
    }
}

fn plan() -> Plan {
    let flow = json!([
        {"id": "start", "type": "start", "outcome": "hello"},
        {"id": "hello", "type": "conversation", "prompt": "Say: hello </script>", "outcomes": [{"id": "on", "condition": "", "targetNodeId": "end"}]},
        {"id": "end", "type": "end"}
    ]);
    Plan {
        default_lang: Some("en".into()),
        client_reference_id: Some("order-7".into()),
        ui_strings: [("de", "Grüße <b>"), ("en", "Greetings")]
            .map(|(lang, text)| {
                (
                    lang.to_owned(),
                    [("hail".to_owned(), text.to_owned())].into(),
                )
            })
            .into(),
        ..Plan::of_flow(check_value(&flow).flow.expect("a flow"))
    }
}

fn shown() -> Shown {
    Shown {
        plan: plan(),
        findings: Vec::new(),
        environment: Environment::Sandbox,
        avatar_name: None,
        langs: ["en", "de", "fr"]
            .map(|id| LangName {
                id: id.into(),
                title: id.to_uppercase(),
            })
            .to_vec(),
        session_origins: vec![ORIGIN.into()],
    }
}

/// A registry whose time stands still until it is moved.
#[derive(Clone)]
struct Bench {
    previews: Previews,
    now: Arc<Mutex<Instant>>,
}

impl Bench {
    fn new(limits: PreviewLimits) -> Self {
        let now = Arc::new(Mutex::new(Instant::now()));
        let clock = Arc::clone(&now);
        let previews = Previews::with_clock(limits, Arc::new(move || *clock.lock().unwrap()));
        Self { previews, now }
    }

    fn pass(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
    }

    fn open(&self, desk: Desk) -> Preview {
        self.previews
            .open(shown(), Arc::new(desk))
            .expect("room for a preview")
    }
}

struct Answer {
    status: StatusCode,
    headers: header::HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }
}

async fn ask(previews: &Previews, request: TestRequest) -> Answer {
    let app = init_service(App::new().configure(configure(previews.clone()))).await;
    let response = call_service(&app, request.to_request()).await;
    let (status, headers) = (response.status(), response.headers().clone());
    let body = read_body(response).await;
    Answer {
        status,
        headers,
        text: String::from_utf8(body.to_vec()).expect("text"),
    }
}

async fn get(previews: &Previews, path: &str) -> Answer {
    ask(previews, TestRequest::get().uri(path)).await
}

fn start_request(preview: &Preview) -> TestRequest {
    TestRequest::post()
        .uri(&format!("/preview/{}/sessions", preview.token()))
        .insert_header(("x-facesign-preview", "1"))
        .insert_header((header::HOST, "127.0.0.1:8787"))
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .set_payload("{}")
}
