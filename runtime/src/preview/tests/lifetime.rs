//! How long a preview lives, how many there may be, and how it changes.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::{StatusCode, header};
use actix_web::test::TestRequest;
use serde_json::json;
use url::Url;

use super::{Bench, Desk, ORIGIN, ask, get, shown};
use crate::api::Environment;
use crate::preview::{PreviewError, PreviewLimits};

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
