//! The hosted page's side: opening, stepping, codes, pictures, leaving, coming back.

use super::*;

/// Creates and opens a session; its id, its secret and the first view.
async fn opened(bench: &Bench, body: &Value) -> (String, String, Value) {
    let answer = bench.created(body).await;
    let id = answer["session"]["id"].as_str().unwrap().to_owned();
    let secret = answer["clientSecret"]["secret"]
        .as_str()
        .unwrap()
        .to_owned();
    let view = bench
        .hosted(&secret, Method::POST, "open", &json!({"langs": ["fr-CA"]}))
        .await
        .body;
    (id, secret, view)
}

async fn take(bench: &Bench, secret: &str, step: u64, outcome: &str) -> Answer {
    bench
        .hosted(
            secret,
            Method::POST,
            "take",
            &json!({"step": step, "outcome": outcome, "reply": "well"}),
        )
        .await
}

#[actix_web::test]
async fn a_session_is_walked_to_its_end() {
    let bench = Bench::new();
    let (id, secret, view) = opened(&bench, &body()).await;
    assert_eq!(
        (&view["node"]["id"], &view["step"], &view["lang"]),
        (&json!("hello"), &json!(1), &json!("fr"))
    );
    assert_eq!(bench.session(&id).await["status"], "inProgress");
    let said = bench
        .hosted(
            &secret,
            Method::POST,
            "reply",
            &json!({"step": 1, "text": "one moment"}),
        )
        .await;
    assert_eq!(said.body["transcript"][1]["text"], "one moment");
    assert_eq!(
        take(&bench, &secret, 1, "ready").await.body["node"]["id"],
        "live"
    );
    let view = take(&bench, &secret, 2, "livenessDetected").await.body;
    assert_eq!(view["node"]["detail"]["stage"], "address");
    let wrong = bench
        .hosted(
            &secret,
            Method::POST,
            "address",
            &json!({"step": 3, "text": "nobody"}),
        )
        .await;
    assert_eq!(wrong.status, 400);
    let view = bench
        .hosted(
            &secret,
            Method::POST,
            "address",
            &json!({"step": 3, "text": "kim@example.org"}),
        )
        .await
        .body;
    let code = view["node"]["detail"]["inboxCode"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(code.len(), 4);
    let view = bench
        .hosted(
            &secret,
            Method::POST,
            "code",
            &json!({"step": 3, "text": "nope"}),
        )
        .await
        .body;
    assert_eq!(
        (&view["notice"], &view["node"]["detail"]["attemptsLeft"]),
        (&json!("This code is wrong. One try is left."), &json!(1))
    );
    let view = bench
        .hosted(
            &secret,
            Method::POST,
            "code",
            &json!({"step": 3, "text": code}),
        )
        .await
        .body;
    assert_eq!(view["status"], "complete");
    let session = bench.session(&id).await;
    assert_eq!(
        way(&session),
        ["hello:live", "live:livenessDetected", "otp:verified"]
    );
    assert_eq!(session["report"]["lang"], "fr");
    assert!(session["report"]["device"]["browser"].is_string());
    assert!(session["finishedAt"].is_i64());
    assert!(session["report"]["aiAnalysis"].is_object());
}

#[actix_web::test]
async fn the_server_keeps_the_rules_of_codes() {
    let bench = Bench::new();
    let mut request = body();
    request["providedData"] = json!({"email": "kim@example.org"});
    let (_, secret, _) = opened(&bench, &request).await;
    take(&bench, &secret, 1, "ready").await;
    let view = take(&bench, &secret, 2, "livenessDetected").await.body;
    let code = view["node"]["detail"]["inboxCode"]
        .as_str()
        .unwrap()
        .to_owned();
    let say = |action: &'static str, text: String| {
        let (bench, secret) = (&bench, &secret);
        async move {
            bench
                .hosted(
                    secret,
                    Method::POST,
                    action,
                    &json!({"step": 3, "text": text}),
                )
                .await
                .body
        }
    };
    assert!(
        say("resend", String::new()).await["notice"]
            .as_str()
            .unwrap()
            .contains("30 s")
    );
    bench.pass(60_000);
    assert!(
        say("code", code).await["notice"]
            .as_str()
            .unwrap()
            .contains("expired")
    );
    let view = say("resend", String::new()).await;
    assert_eq!(view["notice"], "A new code was sent.");
    say("code", "x".into()).await;
    let view = say("code", "x".into()).await;
    assert_eq!(
        (&view["status"], &view["node"]["id"]),
        (&json!("complete"), &json!("stop")),
        "the second wrong try was the last"
    );
}

#[actix_web::test]
async fn a_second_click_and_an_unknown_outcome_change_nothing() {
    let bench = Bench::new();
    let (id, secret, _) = opened(&bench, &body()).await;
    assert_eq!(take(&bench, &secret, 1, "ready").await.status, 200);
    assert_eq!(take(&bench, &secret, 1, "ready").await.status, 409);
    let answer = take(&bench, &secret, 2, "verified").await;
    assert_eq!(
        (answer.status, &answer.body["error"]["param"]),
        (400, &json!("outcome"))
    );
    assert!(
        answer.body["error"]["message"]
            .as_str()
            .unwrap()
            .contains("`noFace`")
    );
    assert_eq!(way(&bench.session(&id).await), ["hello:live"]);
}

#[actix_web::test]
async fn reloading_resumes_and_leaving_ends() {
    let bench = Bench::new();
    let (id, secret, _) = opened(&bench, &body()).await;
    take(&bench, &secret, 1, "ready").await;
    bench
        .hosted(&secret, Method::POST, "leave", &Value::Null)
        .await;
    bench.pass(2_000);
    let view = bench
        .hosted(&secret, Method::GET, "state", &Value::Null)
        .await
        .body;
    assert_eq!(
        (&view["status"], &view["node"]["id"]),
        (&json!("inProgress"), &json!("live"))
    );
    bench.pass(super::super::LEFT_GRACE_MS + 1);
    assert_eq!(
        bench.session(&id).await["status"],
        "inProgress",
        "it came back"
    );
    let left_at = START + 2_000 + super::super::LEFT_GRACE_MS + 1;
    bench
        .hosted(&secret, Method::POST, "leave", &Value::Null)
        .await;
    bench.pass(super::super::LEFT_GRACE_MS + 1);
    let session = bench.session(&id).await;
    assert_eq!(
        (&session["status"], &session["finishedAt"]),
        (&json!("incomplete"), &json!(left_at))
    );
    assert_eq!(
        take(&bench, &secret, 2, "noFace").await.body["status"],
        "incomplete",
        "what is over stays over"
    );
}

#[actix_web::test]
async fn silence_and_an_explicit_leave_end_a_session() {
    let bench = Bench::new();
    let (silent, ..) = opened(&bench, &body()).await;
    let (left, secret, _) = opened(&bench, &body()).await;
    bench
        .hosted(&secret, Method::POST, "leave?now", &Value::Null)
        .await;
    assert_eq!(bench.session(&left).await["status"], "incomplete");
    bench.pass(super::super::IDLE_MS);
    assert_eq!(bench.session(&silent).await["status"], "inProgress");
    bench.pass(1);
    assert_eq!(bench.session(&silent).await["status"], "incomplete");
}

#[actix_web::test]
async fn pictures_come_back_by_signed_addresses_only() {
    let bench = Bench::new();
    let (id, secret, _) = opened(&bench, &body()).await;
    let picture = b"\xFF\xD8\xFFpicture".to_vec();
    let stored = bench
        .send(
            Method::POST,
            "/hosted/api/picture?kind=document",
            Some(&secret),
            picture.clone(),
        )
        .await;
    assert_eq!(stored.status, 204);
    for (path, body) in [
        ("picture?kind=document", b"<svg>".to_vec()),
        ("picture?kind=cat", picture),
    ] {
        assert_eq!(
            bench
                .send(
                    Method::POST,
                    &format!("/hosted/api/{path}"),
                    Some(&secret),
                    body
                )
                .await
                .status,
            400,
            "{path}"
        );
    }
    let media = bench.session(&id).await["report"]["media"].clone();
    let file = &media["documentImages"][0]["file"];
    assert_eq!(
        (&file["contentType"], &file["expireAt"]),
        (&json!("image/jpeg"), &json!(START + 900_000))
    );
    let path = file["url"]
        .as_str()
        .unwrap()
        .strip_prefix("http://127.0.0.1:8788")
        .unwrap()
        .to_owned();
    let read = bench.send(Method::GET, &path, None, Vec::new()).await;
    assert_eq!(
        (
            read.status,
            read.headers.get("content-type").unwrap().to_str().unwrap()
        ),
        (200, "image/jpeg")
    );
    let forged = format!("{}0", &path[..path.len() - 1]);
    let changed = path.replace("expires=1", "expires=2");
    for path in [
        changed,
        if forged == path {
            format!("{}1", &path[..path.len() - 1])
        } else {
            forged
        },
    ] {
        assert_eq!(
            bench
                .send(Method::GET, &path, None, Vec::new())
                .await
                .status,
            404,
            "{path}"
        );
    }
    bench.pass(900_000);
    assert_eq!(
        bench
            .send(Method::GET, &path, None, Vec::new())
            .await
            .status,
        404,
        "expired"
    );
}

#[actix_web::test]
async fn the_page_allows_only_its_own_files() {
    let bench = Bench::new();
    let page = bench
        .send(Method::GET, "/session?cs=cs00", None, Vec::new())
        .await;
    let policy = page
        .headers
        .get("content-security-policy")
        .unwrap()
        .to_str()
        .unwrap();
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert!(policy.contains("frame-ancestors 'self' http://localhost:*"));
    let text = page.body.as_str().unwrap();
    assert!(!text.contains("cs00") && !text.contains("<style") && !text.contains("onclick"));
    let mut assets = 0;
    for name in text
        .split('"')
        .filter(|part| part.starts_with("/hosted/assets/"))
    {
        let asset = bench.send(Method::GET, name, None, Vec::new()).await;
        assert_eq!(asset.status, 200, "{name}");
        for import in asset.body.as_str().unwrap().split("from './").skip(1) {
            let file = import.split('\'').next().unwrap();
            assert_eq!(
                bench
                    .send(
                        Method::GET,
                        &format!("/hosted/assets/{file}"),
                        None,
                        Vec::new()
                    )
                    .await
                    .status,
                200,
                "{file}"
            );
        }
        assets += 1;
    }
    assert_eq!(assets, 3);
    assert_eq!(
        bench
            .send(
                Method::GET,
                "/hosted/assets/..%2Fpage.html",
                None,
                Vec::new()
            )
            .await
            .status,
        404
    );
}

#[actix_web::test]
async fn a_loop_that_nobody_leaves_ends_incomplete() {
    let bench = Bench::new();
    let (id, secret, _) = opened(&bench, &body()).await;
    let last = super::super::walk::MAX_STEPS - 1;
    let near_the_limit = bench.sandbox.inner.store.transact(|tx| {
        let mut record = super::super::store::Record::by_secret(tx, &secret, START)?;
        record.walk.step = last;
        record.update(tx)
    });
    near_the_limit.unwrap();
    assert_eq!(bench.session(&id).await["status"], "inProgress");
    assert_eq!(
        take(&bench, &secret, u64::from(last), "ready").await.status,
        200
    );
    assert_eq!(bench.session(&id).await["status"], "incomplete");
}

#[actix_web::test]
async fn unreadable_requests_of_the_page_get_the_envelope() {
    let bench = Bench::new();
    let (_, secret, _) = opened(&bench, &body()).await;
    for (path, body) in [("take", "{"), ("take", "{}"), ("picture", "x")] {
        let answer = bench
            .send(
                Method::POST,
                &format!("/hosted/api/{path}"),
                Some(&secret),
                body.into(),
            )
            .await;
        assert_eq!(
            (answer.status, &answer.body["error"]["type"]),
            (400, &json!("validation_error")),
            "{path}"
        );
    }
}
