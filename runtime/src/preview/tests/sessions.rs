//! Starting and reading verification sessions.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::http::{StatusCode, header};
use actix_web::test::TestRequest;
use serde_json::json;

use super::{Bench, Desk, ORIGIN, ask, get, shown, start_request};
use crate::preview::{BackendError, BackendErrorKind, Preview, PreviewLimits};

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
