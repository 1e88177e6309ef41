//! What the page and its parts are served with.

use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::test::TestRequest;
use serde_json::json;

use super::{Bench, Desk, KEY, ask, get, plan, shown, start_request};
use crate::preview::{LangName, PreviewLimits, texts};

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
    let missing = texts::missing_texts(&plan(), &langs);
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn braces_that_hold_no_key_are_left_alone() {
    let mut plan = plan();
    plan.landing_html = Some("{{ not a key }} {{hail {{hail}} {{".into());
    let filled = texts::render(&plan, texts::Page::Landing, Some("en"));
    assert!(
        filled.html.contains("{{ not a key }} {{hail Greetings {{"),
        "{}",
        filled.html
    );
    assert!(filled.missing.is_empty(), "{:?}", filled.missing);
}
