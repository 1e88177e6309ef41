//! Creations: what is echoed, filled in and refused.

use super::*;

#[actix_web::test]
async fn a_creation_answers_with_session_and_client_secret() {
    let bench = Bench::new();
    let mut request = body();
    request["clientReferenceId"] = json!("payout-7712");
    request["providedData"] = json!({"name": "Kim", "amount": 900});
    let answer = bench.created(&request).await;
    let session = &answer["session"];
    assert_eq!(session["status"], "created");
    assert_eq!(session["createdAt"], START);
    assert_eq!(session["settings"]["flow"], flow());
    assert_eq!(session["settings"]["avatarId"], "June_HR_public");
    assert_eq!(session["settings"]["clientReferenceId"], "payout-7712");
    assert_eq!(
        session["report"],
        json!({"transcript": [], "lang": "en", "nodeReports": []})
    );
    let secret = answer["clientSecret"]["secret"].as_str().unwrap();
    assert!(
        secret.starts_with("cs")
            && secret.len() == 34
            && secret[2..].bytes().all(|b| b.is_ascii_hexdigit())
    );
    assert_eq!(answer["clientSecret"]["expireAt"], START + 7_200_000);
    assert_eq!(
        answer["clientSecret"]["url"],
        format!("http://127.0.0.1:8788/session?cs={secret}")
    );
    assert_eq!(answer.get("warnings"), None);
}

#[actix_web::test]
async fn a_missing_inconclusive_is_filled_in_and_told() {
    let bench = Bench::new();
    let mut request = body();
    request["flow"][2]["outcomes"]
        .as_object_mut()
        .unwrap()
        .remove("inconclusive");
    let answer = bench.created(&request).await;
    let settings = &answer["session"]["settings"];
    assert_eq!(settings["flow"][2]["outcomes"]["inconclusive"], "hello");
    assert_eq!(
        settings["flowNormalizations"],
        json!([{"nodeId": "live", "outcome": "inconclusive", "filledWith": "hello"}])
    );
    assert!(answer["warnings"][0].as_str().unwrap().contains("`live`"));
}

#[actix_web::test]
async fn wrong_bodies_name_the_field() {
    let bench = Bench::new();
    let with = |field: &str, value: Value| {
        let mut request = body();
        request[field] = value;
        request
    };
    for (request, param, code) in [
        (json!([]), None, "invalid_json"),
        (json!({}), Some("flow"), "parameter_missing"),
        (json!({"modules": []}), Some("flow"), "parameter_missing"),
        (with("flow", json!("text")), Some("flow"), "invalid_value"),
        (
            with("metadata", json!([])),
            Some("metadata"),
            "invalid_value",
        ),
        (
            with("metadata", json!({"big": "x".repeat(60_000)})),
            Some("metadata"),
            "invalid_value",
        ),
        (
            with("avatarId", json!("nobody")),
            Some("avatarId"),
            "invalid_value",
        ),
        (
            with("langs", json!(["en", "xx"])),
            Some("langs"),
            "invalid_value",
        ),
        (
            with("defaultLang", json!("xx")),
            Some("defaultLang"),
            "invalid_value",
        ),
        (with("zone", json!("mars")), Some("zone"), "invalid_value"),
        (
            with("providedData", json!({"a": {}})),
            Some("providedData"),
            "invalid_value",
        ),
        (
            with(
                "extractionSchema",
                json!([{"fieldName": "a", "type": "text"}]),
            ),
            Some("extractionSchema"),
            "invalid_value",
        ),
        (
            with("videoAIAnalysisEnabled", json!("yes")),
            Some("videoAIAnalysisEnabled"),
            "invalid_value",
        ),
    ] {
        let answer = bench.create(&request).await;
        let error = &answer.body["error"];
        assert_eq!(
            (answer.status, &error["type"]),
            (400, &json!("validation_error")),
            "{request}"
        );
        assert_eq!(
            (error["param"].as_str(), error["code"].as_str()),
            (param, Some(code)),
            "{error}"
        );
    }
    let answer = bench
        .send(Method::POST, "/sessions", Some(KEY), b"{\"flow\":".to_vec())
        .await;
    assert_eq!(
        (answer.status, &answer.body["error"]["code"]),
        (400, &json!("invalid_json"))
    );
}

#[actix_web::test]
async fn a_flow_that_cannot_be_walked_is_refused_with_its_place() {
    let bench = Bench::new();
    let mut request = body();
    request["flow"][2]["outcomes"]["noFace"] = json!("nowhere");
    let answer = bench.create(&request).await;
    let error = &answer.body["error"];
    assert_eq!(
        (answer.status, &error["code"]),
        (400, &json!("invalid_flow"))
    );
    assert_eq!(error["param"], "/flow/2/outcomes/noFace", "{error}");
    assert!(
        error["message"].as_str().unwrap().contains("nowhere"),
        "{error}"
    );
    assert!(
        error["findings"]
            .as_array()
            .is_some_and(|findings| !findings.is_empty())
    );
}

#[actix_web::test]
async fn secrets_expire_and_refresh_makes_a_further_one() {
    let bench = Bench::new();
    let answer = bench.created(&body()).await;
    let id = answer["session"]["id"].as_str().unwrap();
    let first = answer["clientSecret"]["secret"].as_str().unwrap();
    bench.pass(60_000);
    let second = bench.get(&format!("/sessions/{id}/refresh")).await.body;
    assert_eq!(second["expireAt"], START + 60_000 + 7_200_000);
    let second = second["secret"].as_str().unwrap();
    assert_ne!(first, second);
    let newest = bench.get(&format!("/sessions/{id}")).await.body;
    assert_eq!(newest["clientSecret"]["secret"], second);
    for secret in [first, second] {
        assert_eq!(bench.state(secret).await.status, 200);
    }
    bench.pass(7_200_000 - 60_000);
    let answer = bench.state(first).await;
    assert_eq!(
        (answer.status, &answer.body["error"]["code"]),
        (410, &json!("expired_client_secret"))
    );
    assert_eq!(bench.state(second).await.status, 200);
    let unknown = bench.state("cs00").await;
    assert_eq!(
        (unknown.status, &unknown.body["error"]["code"]),
        (401, &json!("unknown_client_secret"))
    );
}

#[actix_web::test]
async fn the_bare_address_tells_what_is_here() {
    let bench = Bench::new();
    let index = bench.send(Method::GET, "/", None, Vec::new()).await;
    assert_eq!(
        (index.status, &index.body["name"]),
        (200, &json!("FaceSign sandbox"))
    );
    for endpoint in index.body["api"].as_array().unwrap() {
        let (method, path) = endpoint.as_str().unwrap().split_once(' ').unwrap();
        let method = method.parse().unwrap();
        let answer = bench.send(method, path, None, Vec::new()).await;
        assert_eq!(answer.status, 401, "{path} is there and wants a key");
    }
}

#[actix_web::test]
async fn the_catalogue_is_complete() {
    let bench = Bench::new();
    let langs = bench.get("/langs").await.body;
    assert_eq!(langs["langs"].as_array().unwrap().len(), 13);
    let avatars = bench.get("/avatars").await.body;
    for avatar in avatars["avatars"].as_array().unwrap() {
        let path = avatar["imageUrl"]
            .as_str()
            .unwrap()
            .strip_prefix("http://127.0.0.1:8788")
            .unwrap();
        let picture = bench.send(Method::GET, path, None, Vec::new()).await;
        assert_eq!(
            picture.headers.get("content-type").unwrap(),
            "image/svg+xml"
        );
    }
    assert_eq!(
        bench.get("/nothing").await.body["error"]["type"],
        "not_found_error"
    );
}

#[actix_web::test]
async fn old_sessions_are_forgotten() {
    let bench = Bench::new();
    let id = bench.created(&body()).await["session"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    bench.pass(super::super::RETENTION_MS + 1);
    bench.created(&body()).await;
    assert_eq!(bench.get(&format!("/sessions/{id}")).await.status, 404);
}
