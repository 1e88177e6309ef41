use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actix_web::App;
use actix_web::http::{StatusCode, header};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use futures_util::future::BoxFuture;
use serde_json::{Map, Value, json};
use url::Url;

use super::{
    Backend, BackendError, BackendErrorKind, LangName, Preview, PreviewError, PreviewLimits,
    Previews, Shown, Started, configure,
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
        flow: check_value(&flow).flow.expect("a flow"),
        avatar_id: None,
        langs: None,
        default_lang: Some("en".into()),
        zone: None,
        client_reference_id: Some("order-7".into()),
        metadata: Map::new(),
        provided_data: Map::new(),
        customization: None,
        extraction_schema: None,
        video_ai_analysis_enabled: None,
        background_asset_id: None,
        landing_html: None,
        recap_html: None,
        ui_strings: [("de", "Grüße <b>"), ("en", "Greetings")]
            .map(|(lang, text)| {
                (
                    lang.to_owned(),
                    [("hail".to_owned(), text.to_owned())].into(),
                )
            })
            .into(),
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

#[actix_web::test]
async fn the_page_names_the_frame_and_nothing_else() {
    let bench = Bench::new(PreviewLimits::default());
    let preview = bench.open(Desk::default());
    let page = get(&bench.previews, &format!("/preview/{}", preview.token())).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("data-testid=\"start-session\""));
    assert!(page.text.contains("data-environment=\"sandbox\""));
    assert_eq!(
        page.header("content-security-policy"),
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         frame-src 'self' http://127.0.0.1:8788; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    );
    let permissions = page.header("permissions-policy");
    assert!(
        permissions.contains("camera=(self \"http://127.0.0.1:8788\")"),
        "{permissions}"
    );
    assert!(
        permissions.contains("microphone=(self \"http://127.0.0.1:8788\")"),
        "{permissions}"
    );
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("cache-control"), "no-store");
}

#[actix_web::test]
async fn the_page_keeps_its_own_policy() {
    let bench = Bench::new(PreviewLimits::default());
    let preview = bench.open(Desk::default());
    let page = get(&bench.previews, &format!("/preview/{}", preview.token())).await;
    for forbidden in [
        "<style", " style=", "onclick=", "onload=", "https://", "http://", "//cdn",
    ] {
        assert!(
            !page.text.contains(forbidden),
            "the page contains `{forbidden}`"
        );
    }
    for script in page.text.split("<script").skip(1) {
        assert!(
            script.contains("src=\"/preview/assets/"),
            "an inline script: {script}"
        );
    }
}

#[actix_web::test]
async fn a_stray_origin_cannot_change_the_policy() {
    let bench = Bench::new(PreviewLimits::default());
    let mut shown = shown();
    shown.session_origins = vec![
        "https://session.facesign.ai/path; script-src *".into(),
        "data:text/html,x".into(),
        "nonsense".into(),
    ];
    let preview = bench
        .previews
        .open(shown, Arc::new(Desk::default()))
        .unwrap();
    let page = get(&bench.previews, &format!("/preview/{}", preview.token())).await;
    assert!(
        page.header("content-security-policy")
            .contains("frame-src 'self' https://session.facesign.ai; base-uri"),
        "{}",
        page.header("content-security-policy")
    );
}

#[actix_web::test]
async fn an_unknown_token_gets_a_page_that_says_what_to_do() {
    let bench = Bench::new(PreviewLimits::default());
    for path in [
        "/preview/unknown",
        "/preview",
        "/preview/a/b/c/d",
        "/preview/assets/none.js",
    ] {
        let page = get(&bench.previews, path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            page.text.contains("Launch the preview again"),
            "{path}: {}",
            page.text
        );
        assert!(
            page.header("content-security-policy")
                .contains("default-src 'none'"),
            "{path}"
        );
    }
    let state = get(&bench.previews, "/preview/unknown/state").await;
    assert_eq!(state.status, StatusCode::NOT_FOUND);
    assert_eq!(state.json()["error"]["code"], "preview_ended");
}

#[actix_web::test]
async fn assets_are_kept_by_their_tag() {
    let bench = Bench::new(PreviewLimits::default());
    for name in [
        "studio.js",
        "canvas.js",
        "elements.js",
        "panels.js",
        "plan.js",
        "run.js",
        "studio.css",
        "icon.svg",
    ] {
        let path = format!("/preview/assets/{name}");
        let first = get(&bench.previews, &path).await;
        assert_eq!(first.status, StatusCode::OK, "{name}");
        assert!(!first.text.contains("https://"), "{name} reaches out");
        let again = TestRequest::get()
            .uri(&path)
            .insert_header((header::IF_NONE_MATCH, first.header("etag")));
        let again = ask(&bench.previews, again).await;
        assert_eq!(
            (again.status, again.text.as_str()),
            (StatusCode::NOT_MODIFIED, ""),
            "{name}"
        );
    }
}

#[actix_web::test]
async fn each_start_is_a_fresh_session_in_the_chosen_language() {
    let bench = Bench::new(PreviewLimits::default());
    let desk = Arc::new(Desk::default());
    let preview = bench
        .previews
        .open(shown(), Arc::<Desk>::clone(&desk))
        .unwrap();
    let first = ask(&bench.previews, start_request(&preview)).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    assert_eq!(
        first.json(),
        json!({"sessionId": "session1", "url": "http://127.0.0.1:8788/session?cs=cs1", "origin": ORIGIN, "expiresAtMs": 7_200_000, "warnings": ["filled a missing outcome"]})
    );
    let second = ask(
        &bench.previews,
        start_request(&preview).set_payload(r#"{"lang":"de"}"#),
    )
    .await;
    assert_eq!(second.json()["sessionId"], "session2");
    assert_eq!(*desk.langs.lock().unwrap(), [None, Some("de".into())]);
    let other = ask(
        &bench.previews,
        start_request(&preview).set_payload(r#"{"lang":"tlh"}"#),
    )
    .await;
    assert_eq!(other.status, StatusCode::BAD_REQUEST);
    assert_eq!(other.json()["error"]["code"], "unknown_language");
}

#[actix_web::test]
async fn other_sites_cannot_start_sessions() {
    let bench = Bench::new(PreviewLimits::default());
    let desk = Arc::new(Desk::default());
    let preview = bench
        .previews
        .open(shown(), Arc::<Desk>::clone(&desk))
        .unwrap();
    let bare = || {
        TestRequest::post()
            .uri(&format!("/preview/{}/sessions", preview.token()))
            .insert_header((header::HOST, "127.0.0.1:8787"))
            .insert_header((header::CONTENT_TYPE, "application/json"))
            .set_payload("{}")
    };
    let foreign = [
        bare(),
        start_request(&preview).insert_header(("sec-fetch-site", "cross-site")),
        start_request(&preview).insert_header(("sec-fetch-site", "same-site")),
        start_request(&preview).insert_header((header::ORIGIN, "https://example.org")),
        start_request(&preview).insert_header((header::ORIGIN, "http://127.0.0.1:9999")),
        start_request(&preview).insert_header((header::ORIGIN, "null")),
    ];
    for request in foreign {
        let answer = ask(&bench.previews, request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text);
        assert_eq!(answer.json()["error"]["code"], "foreign_request");
    }
    assert_eq!(desk.started.load(Ordering::SeqCst), 0);
    let own = [
        start_request(&preview).insert_header(("sec-fetch-site", "same-origin")),
        start_request(&preview).insert_header((header::ORIGIN, "http://127.0.0.1:8787")),
    ];
    for request in own {
        assert_eq!(ask(&bench.previews, request).await.status, StatusCode::OK);
    }
}

#[actix_web::test]
async fn a_body_that_is_no_request_is_refused() {
    let bench = Bench::new(PreviewLimits::default());
    let preview = bench.open(Desk::default());
    let long = format!(r#"{{"lang":"{}"}}"#, "x".repeat(5000));
    for body in [
        "",
        "[]",
        "{\"lang\":7}",
        "{\"apiKey\":\"x\"}",
        long.as_str(),
    ] {
        let answer = ask(
            &bench.previews,
            start_request(&preview).set_payload(body.to_owned()),
        )
        .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body:.40}");
        assert_eq!(
            answer.json()["error"]["code"],
            "malformed_request",
            "{body:.40}"
        );
    }
}

#[actix_web::test]
async fn a_frame_from_an_unnamed_origin_is_refused() {
    let bench = Bench::new(PreviewLimits::default());
    let preview = bench.open(Desk {
        page: "https://elsewhere.example",
        ..Desk::default()
    });
    let answer = ask(&bench.previews, start_request(&preview)).await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert!(
        answer.text.contains("https://elsewhere.example"),
        "{}",
        answer.text
    );
}

#[actix_web::test]
async fn a_failure_upstream_is_shown_with_what_to_do() {
    let bench = Bench::new(PreviewLimits::default());
    let preview = bench.open(Desk {
        failure: Some(BackendError {
            kind: BackendErrorKind::RateLimited,
            message: "upstream asks to slow down".into(),
            help: "wait a minute".into(),
            retry_after: Some(Duration::from_mins(1)),
        }),
        ..Desk::default()
    });
    let answer = ask(&bench.previews, start_request(&preview)).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "60");
    assert_eq!(
        answer.json()["error"],
        json!({"code": "rate_limited", "message": "upstream asks to slow down", "help": "wait a minute", "retryAfterSeconds": 60})
    );
    // The failed attempt does not block the next.
    assert_eq!(
        ask(&bench.previews, start_request(&preview)).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[actix_web::test]
async fn only_sessions_of_this_preview_are_read_and_without_their_secret() {
    let bench = Bench::new(PreviewLimits {
        sessions: 2,
        ..PreviewLimits::default()
    });
    let preview = bench.open(Desk::default());
    let other = bench.open(Desk::default());
    for _ in 0..3 {
        ask(&bench.previews, start_request(&preview)).await;
    }
    let path = |preview: &Preview, id: &str| format!("/preview/{}/sessions/{id}", preview.token());
    let read = get(&bench.previews, &path(&preview, "session3")).await;
    assert_eq!(read.status, StatusCode::OK);
    assert_eq!(
        read.json(),
        json!({"id": "session3", "status": "inProgress", "report": {"transcript": []}})
    );
    for (preview, id) in [
        (&preview, "session1"),
        (&preview, "session9"),
        (&other, "session3"),
    ] {
        let answer = get(&bench.previews, &path(preview, id)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}");
        assert_eq!(answer.json()["error"]["code"], "unknown_session");
    }
}

#[actix_web::test]
async fn a_second_start_waits_for_the_first() {
    let bench = Bench::new(PreviewLimits::default());
    let preview = bench.open(Desk::default());
    let Ok(under_way) = bench.previews.begin_start(preview.token()) else {
        panic!("nothing else is under way");
    };
    let answer = ask(&bench.previews, start_request(&preview)).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    drop(under_way);
    assert_eq!(
        ask(&bench.previews, start_request(&preview)).await.status,
        StatusCode::OK
    );
}

#[actix_web::test]
async fn state_changes_with_the_plan_only() {
    let bench = Bench::new(PreviewLimits::default());
    let preview = bench.open(Desk::default());
    let path = format!("/preview/{}/state", preview.token());
    let first = get(&bench.previews, &path).await;
    let state = first.json();
    assert_eq!(state["entry"], "start");
    assert_eq!(
        state["nodes"][1]["edges"],
        json!([{"outcome": "on", "condition": "", "target": "end"}])
    );
    assert_eq!(state["sessionOrigins"], json!([ORIGIN]));
    let known = |tag: &str| {
        TestRequest::get()
            .uri(&path)
            .insert_header((header::IF_NONE_MATCH, tag))
    };
    let same = ask(&bench.previews, known(first.header("etag"))).await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
    let mut changed = shown();
    changed.environment = Environment::Production;
    preview.update(changed).expect("open");
    let second = ask(&bench.previews, known(first.header("etag"))).await;
    assert_eq!(second.status, StatusCode::OK);
    assert_eq!(second.json()["environment"], "production");
}

#[actix_web::test]
async fn the_drawing_stands_alone() {
    let bench = Bench::new(PreviewLimits::default());
    let preview = bench.open(Desk::default());
    let answer = get(
        &bench.previews,
        &format!("/preview/{}/flow.svg", preview.token()),
    )
    .await;
    assert_eq!(answer.header("content-type"), "image/svg+xml");
    assert!(
        answer
            .header("content-security-policy")
            .starts_with("sandbox")
    );
    assert!(answer.text.contains("data-node=\"hello\""));
    assert!(!answer.text.contains("</script>"));
}

#[actix_web::test]
async fn pages_of_a_model_run_no_script_and_speak_the_language() {
    let bench = Bench::new(PreviewLimits::default());
    let mut shown = shown();
    shown.plan.landing_html = Some("<h1>{{ hail }}</h1><script>steal()</script>{{unknown}}".into());
    let preview = bench
        .previews
        .open(shown, Arc::new(Desk::default()))
        .unwrap();
    let page =
        |name: &str, lang: &str| format!("/preview/{}/pages/{name}?lang={lang}", preview.token());
    let landing = get(&bench.previews, &page("landing", "de")).await;
    assert!(
        landing
            .header("content-security-policy")
            .starts_with("sandbox; default-src 'none'")
    );
    assert!(
        !landing
            .header("content-security-policy")
            .contains("allow-scripts")
    );
    assert!(
        landing.text.contains("<h1>Grüße &lt;b&gt;</h1>"),
        "{}",
        landing.text
    );
    assert!(landing.text.contains("{{unknown}}"), "{}", landing.text);
    assert!(landing.text.contains("<html lang=\"de\">"));
    let recap = get(&bench.previews, &page("recap", "fr")).await;
    assert!(recap.text.contains("Merci"), "{}", recap.text);
    assert_eq!(
        get(&bench.previews, &page("other", "fr")).await.status,
        StatusCode::NOT_FOUND
    );
    let state = get(
        &bench.previews,
        &format!("/preview/{}/state", preview.token()),
    )
    .await;
    assert_eq!(
        state.json()["missingTexts"]["landing"],
        json!({"de": ["unknown"], "en": ["unknown"], "fr": ["hail", "unknown"]})
    );
}

#[actix_web::test]
async fn no_answer_contains_the_key() {
    let bench = Bench::new(PreviewLimits::default());
    let preview = bench.open(Desk::default());
    let token = preview.token();
    let mut answers = vec![ask(&bench.previews, start_request(&preview)).await];
    for path in [
        "",
        "/state",
        "/flow.svg",
        "/pages/landing",
        "/pages/recap",
        "/sessions/session1",
    ] {
        answers.push(get(&bench.previews, &format!("/preview/{token}{path}")).await);
    }
    for answer in answers {
        assert_eq!(answer.status, StatusCode::OK);
        assert!(!answer.text.contains(KEY) && !format!("{:?}", answer.headers).contains(KEY));
    }
}

#[actix_web::test]
async fn an_unused_preview_expires_and_a_used_one_does_not() {
    let hour = Duration::from_hours(1);
    let bench = Bench::new(PreviewLimits::default());
    let preview = bench.open(Desk::default());
    let path = format!("/preview/{}", preview.token());
    for _ in 0..3 {
        bench.pass(hour);
        assert_eq!(get(&bench.previews, &path).await.status, StatusCode::OK);
    }
    bench.pass(2 * hour);
    assert_eq!(
        get(&bench.previews, &path).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(preview.update(shown()), Err(PreviewError::Expired));
}

#[actix_web::test]
async fn dropping_the_guard_closes_the_page() {
    let bench = Bench::new(PreviewLimits::default());
    let preview = bench.open(Desk::default());
    let path = format!("/preview/{}", preview.token());
    assert_eq!(get(&bench.previews, &path).await.status, StatusCode::OK);
    drop(preview);
    assert_eq!(bench.previews.count(), 0);
    assert_eq!(
        get(&bench.previews, &path).await.status,
        StatusCode::NOT_FOUND
    );
}

#[test]
fn the_number_of_previews_is_bounded() {
    let bench = Bench::new(PreviewLimits {
        count: 2,
        ..PreviewLimits::default()
    });
    let first = bench.open(Desk::default());
    let _second = bench.open(Desk::default());
    let refused = bench.previews.open(shown(), Arc::new(Desk::default()));
    assert_eq!(refused.err(), Some(PreviewError::TooMany { limit: 2 }));
    drop(first);
    assert!(
        bench
            .previews
            .open(shown(), Arc::new(Desk::default()))
            .is_ok()
    );
}

#[test]
fn tokens_are_long_and_never_the_same() {
    let bench = Bench::new(PreviewLimits::default());
    let (a, b) = (bench.open(Desk::default()), bench.open(Desk::default()));
    assert_eq!(a.token().len(), 43);
    assert_ne!(a.token(), b.token());
    let base = Url::parse("http://127.0.0.1:8787/mcp?x=1").unwrap();
    assert_eq!(
        a.url(&base).as_str(),
        format!("http://127.0.0.1:8787/preview/{}", a.token())
    );
}

#[test]
fn built_in_pages_have_texts_in_every_language() {
    let langs: Vec<LangName> = crate::export::default_texts()
        .keys()
        .map(|id| LangName {
            id: id.clone(),
            title: id.clone(),
        })
        .collect();
    assert_eq!(langs.len(), 13);
    let missing = super::texts::missing_texts(&plan(), &langs);
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn braces_that_hold_no_key_are_left_alone() {
    let mut plan = plan();
    plan.landing_html = Some("{{ not a key }} {{hail {{hail}} {{".into());
    let filled = super::texts::render(&plan, super::texts::Page::Landing, Some("en"));
    assert!(
        filled.html.contains("{{ not a key }} {{hail Greetings {{"),
        "{}",
        filled.html
    );
    assert!(filled.missing.is_empty(), "{:?}", filled.missing);
}
