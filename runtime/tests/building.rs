//! `build_flow` in both eras: with and without a key, by answers and by a form, edited and launched.

#[expect(dead_code, reason = "downloads and previews are for other tests")]
mod client;

use client::{Client, Era, server, text};
use facesign_mcp::flow;
use serde_json::{Value, json};

const KEY: &str = "sk_test_building_0123456789";
const WISH: &str = "Check liveness, ask what the transfer is for, then send a code.";

fn types(answer: &Value) -> Vec<&str> {
    let path = answer["path"].as_array().expect("a path");
    path.iter()
        .filter_map(|passed| passed["type"].as_str())
        .collect()
}

fn open_questions(answer: &Value) -> Vec<&str> {
    let questions = answer["questions"].as_array().expect("questions");
    let open = questions.iter().filter(|question| question["open"] == true);
    open.filter_map(|question| question["id"].as_str())
        .collect()
}

#[actix_web::test]
async fn a_wish_becomes_a_flow_without_a_key_and_its_questions_are_answered() {
    let server = server(&[]).await;
    for era in [Era::Legacy, Era::Modern] {
        let mut client = Client::connect(&server, era).await;
        let built = client
            .good("build_flow", json!({"description": WISH}))
            .await;
        assert_eq!(
            types(&built),
            [
                "start",
                "conversation",
                "liveness_detection",
                "conversation",
                "two_factor_email",
                "end"
            ]
        );
        assert_eq!(
            (open_questions(&built), &built["stored"]),
            (vec!["channel"], &json!(false))
        );
        let answered = json!({"description": WISH, "answers": {"channel": "sms", "retries": "0"}});
        let built = client.good("build_flow", answered).await;
        assert!(types(&built).contains(&"two_factor_sms"), "{built}");
        assert!(open_questions(&built).is_empty(), "{built}");
        let checked = flow::check_value(&built["flow"]);
        assert_eq!(
            (checked.errors(), checked.warnings()),
            (0, 0),
            "{:?}",
            checked.findings
        );
        let vague = client
            .good("build_flow", json!({"description": "Make it secure."}))
            .await;
        assert_eq!(
            (open_questions(&vague), vague.get("flow")),
            (vec!["what"], None)
        );
    }
    server.stop().await;
}

#[actix_web::test]
async fn a_flow_is_kept_edited_and_launched_by_its_session() {
    let server = server(&[]).await;
    for era in [Era::Legacy, Era::Modern] {
        let mut client = Client::connect(&server, era).await;
        let session = client.good("set_api_key", json!({"apiKey": KEY})).await["session"].clone();
        client.session = session.as_str().map(str::to_owned);
        let answers = json!({"channel": "email", "languages": "Spanish"});
        let built = client
            .good(
                "build_flow",
                json!({"description": WISH, "answers": answers}),
            )
            .await;
        assert_eq!(
            (&built["stored"], &built["settings"]["langs"]),
            (&json!(true), &json!(["es"]))
        );
        let edit =
            json!({"op": "insert_after", "node": "question", "step": {"type": "two_factor_sms"}});
        let edited = client.good("build_flow", json!({"edits": [edit]})).await;
        assert_eq!(
            types(&edited)[2..],
            [
                "liveness_detection",
                "conversation",
                "two_factor_sms",
                "two_factor_email",
                "end"
            ]
        );
        let launched = client.good("launch_session_ui", json!({})).await;
        let nodes = launched["nodes"].as_array().expect("nodes");
        assert!(
            nodes.iter().any(|node| node["id"] == "sms_code"),
            "{launched}"
        );
    }
    server.stop().await;
}

#[actix_web::test]
async fn questions_are_put_to_a_person_whose_client_has_forms() {
    let server = server(&[]).await;
    let capabilities = json!({"elicitation": {"form": {}}});
    let mut client = Client::connect_to(&server.mcp_url(), Era::Modern, capabilities).await;
    let call = json!({"name": "build_flow", "arguments": {"description": WISH}});
    let asked = client.request("tools/call", call.clone()).await["result"].clone();
    assert_eq!(asked["resultType"], "input_required", "{asked}");
    let form = &asked["inputRequests"]["choices"]["params"]["requestedSchema"]["properties"];
    assert_eq!(
        form["channel"]["enum"],
        json!(["email", "sms", "both"]),
        "{asked}"
    );
    assert!(
        form.get("avatar").is_some() && form.get("languages").is_some(),
        "{form}"
    );
    for (reply, expected) in [
        (
            json!({"action": "accept", "content": {"channel": "both"}}),
            2,
        ),
        (json!({"action": "decline"}), 1),
    ] {
        let mut again = call.clone();
        again["requestState"] = asked["requestState"].clone();
        again["inputResponses"] = json!({"choices": reply});
        let built =
            client.request("tools/call", again).await["result"]["structuredContent"].clone();
        let codes = types(&built)
            .into_iter()
            .filter(|name| name.starts_with("two_factor"))
            .count();
        assert_eq!(codes, expected, "{built}");
    }
    server.stop().await;
}

#[actix_web::test]
async fn what_cannot_be_built_is_refused_with_what_to_do() {
    let server = server(&[]).await;
    let mut client = Client::connect(&server, Era::Modern).await;
    let edit = json!({"op": "remove", "node": "nowhere"});
    let broken = json!([{"id": "s", "type": "start", "outcome": "x"}]);
    for (arguments, part) in [
        (json!({}), "nothing to build from"),
        (json!({"edits": [edit]}), "`edits` need a flow"),
        (
            json!({"edits": [edit], "flow": broken}),
            "the flow is not valid",
        ),
        (json!({"description": "x".repeat(5000)}), "4000"),
        (
            json!({"steps": [{"type": "sms"}]}),
            "there is no step `sms`",
        ),
        (
            json!({"description": "Liveness", "session": "fs_unknown"}),
            "set_api_key",
        ),
    ] {
        let result = client.call("build_flow", arguments.clone()).await;
        assert_eq!(result["isError"], true, "{arguments}: {result}");
        assert!(
            text(&result).contains(part),
            "{arguments}: {}",
            text(&result)
        );
    }
    server.stop().await;
}
