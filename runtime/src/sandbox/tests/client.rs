//! The client against the sandbox over a real socket, and against faults the sandbox cannot make.

use std::time::Duration;

use actix_web::{HttpResponse, HttpServer, web};

use super::*;
use crate::api::wire::{ListQuery, SessionSettings, SessionStatus};
use crate::api::{ApiClient, ApiKey, ErrorKind, Timing, http_client};

/// Serves routes on a free port for as long as the test runs.
fn serve(routes: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static) -> Url {
    let server = HttpServer::new(move || App::new().configure(routes.clone()))
        .workers(1)
        .disable_signals()
        .bind(("127.0.0.1", 0))
        .unwrap();
    let url = Url::parse(&format!("http://{}", server.addrs()[0])).unwrap();
    actix_web::rt::spawn(server.run());
    url
}

fn client(base: Url, key: &str) -> ApiClient {
    let timing = Timing {
        first_wait: Duration::from_millis(5),
        deadline: Duration::from_secs(5),
        ..Timing::default()
    };
    ApiClient::new(
        http_client().unwrap(),
        base,
        ApiKey::parse(key).unwrap(),
        timing,
    )
}

#[actix_web::test]
async fn all_six_calls_work_against_the_sandbox() {
    let bench = Bench::new();
    let sandbox = bench.sandbox.clone();
    let url = serve(move |cfg| sandbox.configure(cfg));
    let api = client(url.clone(), KEY);
    assert_eq!(api.langs().await.unwrap().len(), 13);
    assert_eq!(api.avatars().await.unwrap()[0].id, "June_HR_public");
    let settings: SessionSettings = serde_json::from_value(played(&json!("happy"))).unwrap();
    let created = api.create_session(&settings).await.unwrap();
    assert_eq!(created.session.status, SessionStatus::Complete);
    let read = api.session(&created.session.id).await.unwrap();
    assert_eq!(read.session, created.session);
    assert_eq!(read.client_secret, Some(created.client_secret.clone()));
    assert_ne!(
        api.refresh(&created.session.id).await.unwrap().secret,
        created.client_secret.secret
    );
    let query = ListQuery {
        limit: Some(1),
        status: vec![SessionStatus::Complete],
        include_total: true,
        ..ListQuery::default()
    };
    let page = api.list_sessions(&query).await.unwrap();
    assert_eq!(
        (page.sessions, page.has_more, page.total_count),
        (vec![created.session], false, Some(1))
    );
    assert_eq!(
        api.session("no such/id").await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        api.session("..").await.unwrap_err().kind(),
        ErrorKind::InvalidArgument
    );
    let refused = client(url, "sk_test_invalid0001")
        .langs()
        .await
        .unwrap_err();
    assert_eq!(
        (refused.kind(), refused.retryable()),
        (ErrorKind::Authentication, false)
    );
}

#[actix_web::test]
async fn a_bad_flow_is_told_with_its_place() {
    let bench = Bench::new();
    let sandbox = bench.sandbox.clone();
    let api = client(serve(move |cfg| sandbox.configure(cfg)), KEY);
    let mut request = body();
    request["flow"][1]["outcomes"][0]["targetNodeId"] = json!("nowhere");
    let settings: SessionSettings = serde_json::from_value(request).unwrap();
    let error = api.create_session(&settings).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(
        error.refusal().unwrap().param.as_deref(),
        Some("/flow/1/outcomes/0/targetNodeId")
    );
}

/// Counts calls and answers each with the next of a list, the last one repeatedly.
fn faulty(answers: Vec<(u16, &'static str)>) -> (Url, Arc<AtomicI64>) {
    let calls = Arc::new(AtomicI64::new(0));
    let counted = Arc::clone(&calls);
    let url = serve(move |cfg| {
        let (answers, calls) = (answers.clone(), Arc::clone(&counted));
        cfg.default_service(web::to(move || {
            let at = usize::try_from(calls.fetch_add(1, Ordering::SeqCst)).unwrap();
            let (status, body) = answers[at.min(answers.len() - 1)];
            let status = actix_web::http::StatusCode::from_u16(status).unwrap();
            std::future::ready(
                HttpResponse::build(status)
                    .insert_header(("location", "/elsewhere"))
                    .body(body),
            )
        }));
    });
    (url, calls)
}

#[actix_web::test]
async fn reads_are_repeated_and_creations_are_not() {
    let (url, calls) = faulty(vec![(503, "{}"), (502, ""), (200, "[]")]);
    assert!(client(url, KEY).langs().await.unwrap().is_empty());
    assert_eq!(calls.load(Ordering::SeqCst), 3);
    let (url, calls) = faulty(vec![(503, "{}")]);
    let api = client(url, KEY);
    assert_eq!(
        api.create_session(&SessionSettings::default())
            .await
            .unwrap_err()
            .status(),
        Some(503)
    );
    assert_eq!(api.refresh("id").await.unwrap_err().status(), Some(503));
    assert_eq!(calls.load(Ordering::SeqCst), 2, "one each");
}

#[actix_web::test]
async fn bare_arrays_and_flat_errors_are_understood() {
    let (url, _) = faulty(vec![(200, r#"[{"id":"en","title":"English"}]"#)]);
    assert_eq!(client(url, KEY).langs().await.unwrap()[0].id, "en");
    let (url, _) = faulty(vec![(
        200,
        r#"[{"id":"a","name":"A","createdAt":1,"isDisabled":true,"new":2}]"#,
    )]);
    let avatar = client(url, KEY).avatars().await.unwrap().remove(0);
    assert_eq!(
        (avatar.is_disabled, avatar.extra.get("new")),
        (Some(true), Some(&json!(2)))
    );
    let (url, _) = faulty(vec![(401, r#"{"error":"Invalid key sk_test_tenant0001"}"#)]);
    let error = client(url, KEY).langs().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert!(
        !format!("{error} {error:?}").contains("tenant0001"),
        "{error:?}"
    );
}

#[actix_web::test]
async fn answers_that_are_not_the_api_are_told() {
    let (url, _) = faulty(vec![(200, "<html>")]);
    assert_eq!(
        client(url, KEY).langs().await.unwrap_err().kind(),
        ErrorKind::Answer
    );
    let (url, calls) = faulty(vec![(302, "")]);
    assert_eq!(
        client(url, KEY).langs().await.unwrap_err().status(),
        Some(302),
        "redirects are not followed"
    );
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    let big: &'static str =
        Box::leak(format!("\"{}\"", "x".repeat(crate::api::MAX_RESPONSE_BYTES)).into_boxed_str());
    let (url, _) = faulty(vec![(200, big)]);
    let error = client(url, KEY).langs().await.unwrap_err();
    assert!(error.to_string().contains("larger than"), "{error}");
}

#[actix_web::test]
async fn silence_and_a_closed_port_are_told_apart() {
    let url = serve(|cfg| {
        cfg.default_service(web::to(|| async {
            tokio::time::sleep(Duration::from_mins(1)).await;
            HttpResponse::Ok().finish()
        }));
    });
    let timing = Timing {
        deadline: Duration::from_millis(100),
        ..Timing::default()
    };
    let key = || ApiKey::parse(KEY).unwrap();
    let slow = ApiClient::new(http_client().unwrap(), url, key(), timing);
    assert_eq!(slow.langs().await.unwrap_err().kind(), ErrorKind::Timeout);
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let closed = ApiClient::new(
        http_client().unwrap(),
        Url::parse(&format!("http://{free}")).unwrap(),
        key(),
        timing,
    );
    let error = closed.langs().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
    assert!(
        error.retryable() && error.to_string().contains(&free.to_string()),
        "{error}"
    );
}
