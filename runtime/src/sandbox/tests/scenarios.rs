//! `metadata.sandboxScenario`: results without a browser.

use super::*;

#[actix_web::test]
async fn the_page_about_the_sandbox_has_the_scenarios_of_the_code() {
    let page = include_str!("../../../../docs/sandbox.md");
    let told = include_str!("../scenario.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("//! "))
        .filter(|line| line.starts_with("| `"));
    for row in told {
        assert!(page.contains(row), "{row}");
    }
}

#[actix_web::test]
async fn each_named_scenario_takes_its_way() {
    let bench = Bench::new();
    for (name, status, expected) in [
        (
            "happy",
            "complete",
            vec!["hello:live", "live:livenessDetected", "otp:verified"],
        ),
        (
            "deepfake",
            "complete",
            vec!["hello:live", "live:deepfakeDetected"],
        ),
        (
            "inconclusive",
            "complete",
            vec!["hello:live", "live:inconclusive"],
        ),
        (
            "otpFailed",
            "complete",
            vec![
                "hello:live",
                "live:livenessDetected",
                "otp:failed_unverified",
            ],
        ),
        (
            "noFace",
            "complete",
            vec![
                "hello:live",
                "live:noFace",
                "hello:live",
                "live:noFace",
                "hello:stop",
            ],
        ),
        ("abandoned", "incomplete", vec!["hello:live"]),
    ] {
        let answer = bench.created(&played(&json!(name))).await;
        assert_eq!(answer["session"]["status"], status, "{name}");
        assert_eq!(way(&answer["session"]), expected, "{name}");
        let id = answer["session"]["id"].as_str().unwrap();
        assert_eq!(
            bench.session(id).await,
            answer["session"],
            "{name} is stored as it was answered"
        );
    }
}

#[actix_web::test]
async fn a_finished_scenario_has_a_whole_report() {
    let bench = Bench::new();
    let mut request = played(&json!("happy"));
    request["videoAIAnalysisEnabled"] = json!(true);
    request["metadata"]["postSessionLiveness"] = json!("video-frame-pad-v2");
    request["metadata"]["sandboxExtractedData"] = json!({"amount": 900});
    request["providedData"] = json!({"name": "Kim", "email": "kim@example.org"});
    request["extractionSchema"] = json!([
        {"fieldName": "name", "type": "string", "description": "name"},
        {"fieldName": "amount", "type": "number", "description": "amount"},
        {"fieldName": "purpose", "type": "string", "description": "purpose", "enum": ["rent", "gift"]},
    ]);
    let session = bench.created(&request).await["session"].clone();
    let report = &session["report"];
    assert_eq!(session["startedAt"], START);
    assert!(session["finishedAt"].as_i64().unwrap() > START);
    assert!(
        report["transcript"][0]["text"]
            .as_str()
            .unwrap()
            .starts_with("Hello Kim,")
    );
    assert_eq!(
        (
            &report["transcript"][0]["isAvatar"],
            &report["transcript"][1]["isAvatar"]
        ),
        (&json!(true), &json!(false))
    );
    assert_eq!(
        report["nodeReports"][2]["report"],
        json!({"email": "kim@example.org"})
    );
    assert_eq!(
        report["extractedData"],
        json!({"name": "Kim", "amount": 900, "purpose": "rent"})
    );
    assert_eq!(report["aiAnalysis"]["realPersonOrVirtual"], "real");
    assert!(
        report["aiAnalysis"]["overallSummary"]
            .as_str()
            .unwrap()
            .starts_with("SANDBOX")
    );
    assert_eq!(report["videoAIAnalysisStatus"], "succeeded");
    assert_eq!(
        report["videoAIAnalysis"]["faceAuthenticity"]["evaluation"],
        "normal"
    );
    assert_eq!(report["postSessionLiveness"]["state"], "passed");
    request["metadata"]["sandboxScenario"] = json!("deepfake");
    let report = bench.created(&request).await["session"]["report"].clone();
    assert_eq!(report["aiAnalysis"]["realPersonOrVirtual"], "virtual");
    assert_eq!(
        report["videoAIAnalysis"]["faceAuthenticity"]["evaluation"],
        "highFraudRisk"
    );
    assert_eq!(report["postSessionLiveness"]["state"], "rejected");
}

#[actix_web::test]
async fn a_list_of_outcomes_is_followed() {
    let bench = Bench::new();
    let answer = bench
        .created(&played(&json!([
            "ready",
            "noFace",
            "ready",
            "livenessDetected",
            "cancelled"
        ])))
        .await;
    assert_eq!(answer["session"]["status"], "complete");
    assert_eq!(
        way(&answer["session"]),
        [
            "hello:live",
            "live:noFace",
            "hello:live",
            "live:livenessDetected",
            "otp:cancelled"
        ]
    );
    let early = bench.created(&played(&json!(["ready"]))).await;
    assert_eq!(
        (&early["session"]["status"], way(&early["session"])),
        (&json!("incomplete"), vec!["hello:live".to_owned()])
    );
}

#[actix_web::test]
async fn impossible_scenarios_say_what_is_possible() {
    let bench = Bench::new();
    for (scenario, words) in [
        (json!("sunny"), vec!["`sunny`", "`happy`", "`abandoned`"]),
        (json!(7), vec!["list of outcomes"]),
        (json!([1]), vec!["not a string"]),
        (
            json!(["ready", "verified"]),
            vec!["`live`", "liveness_detection", "`verified`", "`noFace`"],
        ),
        (
            json!(["gone", "ready"]),
            vec!["`stop`", "1 outcomes left", "`ready`"],
        ),
    ] {
        let answer = bench.create(&played(&scenario)).await;
        assert_eq!(
            (answer.status, &answer.body["error"]["param"]),
            (400, &json!("metadata.sandboxScenario")),
            "{scenario}"
        );
        let message = answer.body["error"]["message"].as_str().unwrap().to_owned();
        assert!(words.iter().all(|word| message.contains(word)), "{message}");
    }
    let plain = json!([{"id": "s", "type": "start", "outcome": "e"}, {"id": "e", "type": "end"}]);
    let answer = bench
        .create(&json!({"flow": plain, "metadata": {"sandboxScenario": "otpFailed"}}))
        .await;
    assert!(
        answer.body["error"]["message"]
            .as_str()
            .unwrap()
            .contains("two_factor_email"),
        "{}",
        answer.body
    );
}

#[actix_web::test]
async fn every_recipe_plays_happily_to_an_end() {
    let bench = Bench::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/author/recipes");
    let mut played = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.to_string_lossy().ends_with(".flow.json") {
            continue;
        }
        let flow: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for scenario in ["happy", "abandoned"] {
            let answer = bench
                .create(&json!({"flow": flow, "metadata": {"sandboxScenario": scenario}}))
                .await;
            assert_eq!(
                answer.status,
                201,
                "{} {scenario}: {}",
                path.display(),
                answer.body
            );
        }
        played += 1;
    }
    assert!(played >= 4, "{played} recipes");
}

#[actix_web::test]
async fn conditions_are_evaluated_over_the_data() {
    let bench = Bench::new();
    let rule = |operator: &str, right: Value, to: &str| {
        let mut rule = json!({"left": {"source": "providedData", "field": "score"}, "operator": operator, "outcome": to});
        if !right.is_null() {
            rule["right"] = json!({"type": "literal", "value": right});
        }
        rule
    };
    for (score, operator, right, holds) in [
        (json!(7), "equals", json!(" 7 "), true),
        (json!("7"), "equals", json!(8), false),
        (json!(7), "notEquals", json!(8), true),
        (json!(7), "gt", json!(6), true),
        (json!("7.5"), "gte", json!(7.5), true),
        (json!(7), "lt", json!(7), false),
        (json!(7), "lte", json!(7), true),
        (json!("many"), "gt", json!(1), false),
        (json!(0), "exists", Value::Null, true),
        (Value::Null, "exists", Value::Null, false),
        (Value::Null, "notExists", Value::Null, true),
        (Value::Null, "equals", json!(""), false),
    ] {
        let flow = json!([
            {"id": "s", "type": "start", "outcome": "c"},
            {"id": "c", "type": "field_condition", "rules": [rule(operator, right.clone(), "yes")], "default": "no"},
            {"id": "yes", "type": "end"}, {"id": "no", "type": "end"}
        ]);
        let mut request = json!({"flow": flow, "metadata": {"sandboxScenario": "happy"}});
        if !score.is_null() {
            request["providedData"] = json!({"score": score});
        }
        let session = bench.created(&request).await["session"].clone();
        let report = &session["report"]["nodeReports"][0];
        assert_eq!(
            report["outcome"],
            if holds { "yes" } else { "no" },
            "{score} {operator} {right}"
        );
        assert_eq!(report.get("matchedRuleIndex").is_some(), holds);
    }
}

#[actix_web::test]
async fn external_calls_are_simulated_and_say_so() {
    let bench = Bench::new();
    let flow = json!([
        {"id": "s", "type": "start", "outcome": "call"},
        {"id": "call", "type": "external_call", "request": {"url": "https://risk.example/score"}, "outcome": "c"},
        {"id": "c", "type": "field_condition", "rules": [{"left": {"source": "providedData", "field": "risk"}, "operator": "gt",
            "right": {"type": "literal", "value": 50}, "outcome": "high"}], "default": "low"},
        {"id": "high", "type": "end"}, {"id": "low", "type": "end"}
    ]);
    let metadata =
        json!({"sandboxScenario": "happy", "sandboxExternalData": {"risk": 80, "nested": {}}});
    let session = bench
        .created(&json!({"flow": flow, "metadata": metadata}))
        .await["session"]
        .clone();
    assert_eq!(way(&session), ["call:c", "c:high"]);
    let report = &session["report"]["nodeReports"][0]["report"];
    assert_eq!(
        report,
        &json!({"url": "https://risk.example/score", "ok": true, "response": {"risk": 80}, "attempts": 0, "simulated": true})
    );
}

#[actix_web::test]
async fn data_checks_are_decided_where_their_words_are_clear() {
    let bench = Bench::new();
    for (action, value, email, target) in [
        ("contains", "@corp.example", "kim@corp.example", "yes"),
        ("contains", "@corp.example", "kim@other.example", "no"),
        ("exists", "", "kim@corp.example", "yes"),
        ("smells", "", "kim@corp.example", "no"),
    ] {
        let flow = json!([
            {"id": "s", "type": "start", "outcome": "v"},
            {"id": "v", "type": "data_validation", "validation": {"field": "email", "action": action, "value": value},
             "outcomes": [{"id": "a", "condition": "failed", "targetNodeId": "no"}, {"id": "b", "condition": "passed", "targetNodeId": "yes"}]},
            {"id": "yes", "type": "end"}, {"id": "no", "type": "end"}
        ]);
        let request = json!({"flow": flow, "providedData": {"email": email}, "metadata": {"sandboxScenario": "happy"}});
        let session = bench.created(&request).await["session"].clone();
        assert_eq!(
            way(&session),
            [format!("v:{target}")],
            "{action} {value} {email}"
        );
    }
}
