//! The hosted page's side: opening, stepping, codes, pictures, leaving, coming back.

use super::*;

/// A person on the page of a session.
struct Visit<'a> {
    bench: &'a Bench,
    id: String,
    secret: String,
}

impl<'a> Visit<'a> {
    /// Creates and opens a session; the visit and its first view.
    async fn opened(bench: &'a Bench, body: &Value) -> (Self, Value) {
        let answer = bench.created(body).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let visit = Self {
            bench,
            id: text(&answer["session"]["id"]),
            secret: text(&answer["clientSecret"]["secret"]),
        };
        let view = visit.post("open", &json!({"langs": ["fr-CA"]})).await.body;
        (visit, view)
    }

    async fn post(&self, action: &str, body: &Value) -> Answer {
        let path = format!("/hosted/api/{action}");
        let body = body.to_string().into_bytes();
        self.bench
            .send(Method::POST, &path, Some(&self.secret), body)
            .await
    }

    async fn take(&self, step: u64, outcome: &str) -> Answer {
        let body = json!({"step": step, "outcome": outcome, "reply": "well"});
        self.post("take", &body).await
    }

    async fn say(&self, action: &str, step: u64, text: &str) -> Answer {
        self.post(action, &json!({"step": step, "text": text}))
            .await
    }

    async fn leave(&self, when: &str) {
        let answer = self.post(&format!("leave{when}"), &Value::Null).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    /// The session as the API tells it.
    async fn session(&self) -> Value {
        self.bench.session(&self.id).await
    }
}

/// The code in the inbox that a page shows.
fn inbox_code(view: &Value) -> String {
    let code = view["node"]["detail"]["inboxCode"].as_str();
    code.unwrap().to_owned()
}

#[actix_web::test]
async fn a_session_is_walked_to_its_end() {
    let bench = Bench::new();
    let (visit, view) = Visit::opened(&bench, &body()).await;
    assert_eq!(
        (&view["node"]["id"], &view["step"], &view["lang"]),
        (&json!("hello"), &json!(1), &json!("fr"))
    );
    assert_eq!(visit.session().await["status"], "inProgress");
    let said = visit.say("reply", 1, "one moment").await;
    assert_eq!(said.body["transcript"][1]["text"], "one moment");
    assert_eq!(visit.take(1, "ready").await.body["node"]["id"], "live");
    let view = visit.take(2, "livenessDetected").await.body;
    assert_eq!(view["node"]["detail"]["stage"], "address");
    let wrong = visit.say("address", 3, "nobody").await;
    assert_eq!(wrong.status, 400);
    let view = visit.say("address", 3, "kim@example.org").await.body;
    let code = inbox_code(&view);
    assert_eq!(code.len(), 4);
    let view = visit.say("code", 3, "nope").await.body;
    assert_eq!(
        (&view["notice"], &view["node"]["detail"]["attemptsLeft"]),
        (&json!("This code is wrong. One try is left."), &json!(1))
    );
    let view = visit.say("code", 3, &code).await.body;
    assert_eq!(view["status"], "complete");
    let session = visit.session().await;
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
    let (visit, _) = Visit::opened(&bench, &request).await;
    visit.take(1, "ready").await;
    let view = visit.take(2, "livenessDetected").await.body;
    let code = inbox_code(&view);
    let say = async |action, text: &str| visit.say(action, 3, text).await.body;
    assert!(
        say("resend", "").await["notice"]
            .as_str()
            .unwrap()
            .contains("30 s")
    );
    bench.pass(60_000);
    assert!(
        say("code", &code).await["notice"]
            .as_str()
            .unwrap()
            .contains("expired")
    );
    let view = say("resend", "").await;
    assert_eq!(view["notice"], "A new code was sent.");
    say("code", "x").await;
    let view = say("code", "x").await;
    assert_eq!(
        (&view["status"], &view["node"]["id"]),
        (&json!("complete"), &json!("stop")),
        "the second wrong try was the last"
    );
}

#[actix_web::test]
async fn a_second_click_and_an_unknown_outcome_change_nothing() {
    let bench = Bench::new();
    let (visit, _) = Visit::opened(&bench, &body()).await;
    assert_eq!(visit.take(1, "ready").await.status, 200);
    assert_eq!(visit.take(1, "ready").await.status, 409);
    let answer = visit.take(2, "verified").await;
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
    assert_eq!(way(&visit.session().await), ["hello:live"]);
}

#[actix_web::test]
async fn reloading_resumes_and_leaving_ends() {
    let bench = Bench::new();
    let (visit, _) = Visit::opened(&bench, &body()).await;
    visit.take(1, "ready").await;
    visit.leave("").await;
    bench.pass(2_000);
    let view = bench.state(&visit.secret).await.body;
    assert_eq!(
        (&view["status"], &view["node"]["id"]),
        (&json!("inProgress"), &json!("live"))
    );
    bench.pass(super::super::LEFT_GRACE_MS + 1);
    assert_eq!(
        visit.session().await["status"],
        "inProgress",
        "it came back"
    );
    let left_at = START + 2_000 + super::super::LEFT_GRACE_MS + 1;
    visit.leave("").await;
    bench.pass(super::super::LEFT_GRACE_MS + 1);
    let session = visit.session().await;
    assert_eq!(
        (&session["status"], &session["finishedAt"]),
        (&json!("incomplete"), &json!(left_at))
    );
    assert_eq!(
        visit.take(2, "noFace").await.body["status"],
        "incomplete",
        "what is over stays over"
    );
}

#[actix_web::test]
async fn silence_and_an_explicit_leave_end_a_session() {
    let bench = Bench::new();
    let (silent, _) = Visit::opened(&bench, &body()).await;
    let (left, _) = Visit::opened(&bench, &body()).await;
    left.leave("?now").await;
    assert_eq!(left.session().await["status"], "incomplete");
    bench.pass(super::super::IDLE_MS);
    assert_eq!(silent.session().await["status"], "inProgress");
    bench.pass(1);
    assert_eq!(silent.session().await["status"], "incomplete");
}

#[actix_web::test]
async fn pictures_come_back_by_signed_addresses_only() {
    let bench = Bench::new();
    let (visit, _) = Visit::opened(&bench, &body()).await;
    let picture = b"\xFF\xD8\xFFpicture".to_vec();
    let stored = bench
        .send(
            Method::POST,
            "/hosted/api/picture?kind=document",
            Some(&visit.secret),
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
                    Some(&visit.secret),
                    body
                )
                .await
                .status,
            400,
            "{path}"
        );
    }
    let media = visit.session().await["report"]["media"].clone();
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
    let (visit, _) = Visit::opened(&bench, &body()).await;
    let last = super::super::walk::MAX_STEPS - 1;
    let near_the_limit = bench.sandbox.inner.store.transact(|tx| {
        let mut record = super::super::store::Record::by_secret(tx, &visit.secret, START)?;
        record.walk.step = last;
        record.update(tx)
    });
    near_the_limit.unwrap();
    assert_eq!(visit.session().await["status"], "inProgress");
    assert_eq!(visit.take(u64::from(last), "ready").await.status, 200);
    assert_eq!(visit.session().await["status"], "incomplete");
}

#[actix_web::test]
async fn unreadable_requests_of_the_page_get_the_envelope() {
    let bench = Bench::new();
    let (visit, _) = Visit::opened(&bench, &body()).await;
    for (path, body) in [("take", "{"), ("take", "{}"), ("picture", "x")] {
        let answer = bench
            .send(
                Method::POST,
                &format!("/hosted/api/{path}"),
                Some(&visit.secret),
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
