use std::ops::ControlFlow;

use serde_json::{Value, json};

use super::{AppName, ExportError, ExportFile, Upstream, archive, default_texts, plan_files};
use crate::flow;
use crate::plan::Plan;

const RECIPES: [(&str, &str); 4] = [
    (
        "quickstart",
        include_str!("../author/recipes/quickstart.flow.json"),
    ),
    (
        "wire-transfer",
        include_str!("../author/recipes/wire-transfer.flow.json"),
    ),
    (
        "account-recovery",
        include_str!("../author/recipes/account-recovery.flow.json"),
    ),
    (
        "onboarding",
        include_str!("../author/recipes/onboarding.flow.json"),
    ),
];

fn plan_of(text: &str) -> Plan {
    Plan::of_flow(flow::check(text).flow.unwrap())
}

fn plan() -> Plan {
    plan_of(RECIPES[0].1)
}

fn public_api() -> Upstream {
    Upstream {
        base_url: "https://api.facesign.ai".parse().unwrap(),
    }
}

fn files(plan: &Plan) -> Vec<ExportFile> {
    plan_files(plan, &AppName::default(), &public_api()).unwrap()
}

fn text<'a>(files: &'a [ExportFile], path: &str) -> &'a str {
    let file = files
        .iter()
        .find(|file| file.path == path)
        .unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(&file.bytes).unwrap()
}

fn data(files: &[ExportFile], path: &str) -> Value {
    serde_json::from_str(text(files, path)).unwrap()
}

fn refusal(plan: &Plan) -> String {
    plan_files(plan, &AppName::default(), &public_api())
        .unwrap_err()
        .to_string()
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_plan_other_data_only() {
    let one = files(&plan());
    assert_eq!(one, files(&plan()));
    assert!(one.is_sorted_by(|a, b| a.path < b.path));
    let pack = |files: &[ExportFile]| {
        let on = &mut |_, _| ControlFlow::Continue(());
        archive(files, &AppName::default(), on).unwrap()
    };
    assert_eq!(pack(&one), pack(&files(&plan())));
    for (recipe, flow) in RECIPES {
        for (a, b) in one.iter().zip(files(&plan_of(flow))) {
            assert!(
                *a == b || b.path.starts_with("content/"),
                "{recipe}: {}",
                b.path
            );
        }
    }
}

#[test]
fn the_flow_and_the_settings_are_the_session_body() {
    let mut plan = plan();
    plan.avatar_id = Some("Desk_Host_public".to_owned());
    plan.langs = Some(vec!["de".to_owned(), "en".to_owned()]);
    plan.metadata.insert("channel".to_owned(), json!("branch"));
    plan.video_ai_analysis_enabled = Some(true);
    let files = files(&plan);
    assert_eq!(data(&files, "content/flow.json"), *plan.flow.value());
    assert_eq!(
        data(&files, "content/settings.json"),
        json!({ "metadata": { "channel": "branch" }, "avatarId": "Desk_Host_public", "langs": ["de", "en"], "videoAIAnalysisEnabled": true })
    );
    let texts = data(&files, "content/texts.json");
    assert_eq!(
        texts.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["de", "en"]
    );
}

#[test]
fn the_name_stands_wherever_the_app_says_it() {
    let name = AppName::parse("wire-check").unwrap();
    let files = plan_files(&plan(), &name, &public_api()).unwrap();
    assert_eq!(data(&files, "package.json")["name"], "wire-check");
    assert_eq!(data(&files, "package-lock.json")["name"], "wire-check");
    assert_eq!(
        data(&files, "package-lock.json")["packages"][""]["name"],
        "wire-check"
    );
    assert!(text(&files, "README.md").starts_with("# wire-check\n"));
    assert!(
        files
            .iter()
            .all(|file| !String::from_utf8_lossy(&file.bytes).contains("facesign-app"))
    );
}

#[test]
fn the_lock_file_locks_exactly_what_the_package_asks_for() {
    let files = files(&plan());
    let (package, lock) = (
        data(&files, "package.json"),
        data(&files, "package-lock.json"),
    );
    let packages = lock["packages"].as_object().unwrap();
    let root = &packages[""];
    for kind in ["dependencies", "devDependencies", "engines"] {
        assert_eq!(package[kind], root[kind], "{kind}");
    }
    assert_eq!(package["version"], root["version"]);
    for kind in ["dependencies", "devDependencies"] {
        for (name, version) in package[kind].as_object().unwrap() {
            assert_eq!(
                packages[&format!("node_modules/{name}")]["version"],
                *version,
                "{name} is not pinned"
            );
        }
    }
    for (path, entry) in packages.iter().filter(|(path, _)| !path.is_empty()) {
        assert!(entry.get("resolved").is_none(), "{path} names a registry");
        assert!(entry["integrity"].is_string(), "{path} has no integrity");
    }
}

#[test]
fn only_a_local_sandbox_is_written_to_the_key_file() {
    let key_file = |url: &str| {
        let api = Upstream {
            base_url: url.parse().unwrap(),
        };
        text(
            &plan_files(&plan(), &AppName::default(), &api).unwrap(),
            ".env.local",
        )
        .to_owned()
    };
    let public = key_file("https://api.facesign.ai");
    assert!(public.ends_with("FACESIGN_API_KEY=\n"), "{public}");
    assert!(!public.contains("FACESIGN_API_URL"));
    for local in [
        "http://127.0.0.1:8788",
        "http://localhost:8788/",
        "http://[::1]:8788",
    ] {
        assert!(key_file(local).ends_with(&format!(
            "FACESIGN_API_URL={}\n",
            local.trim_end_matches('/')
        )));
    }
}

#[test]
fn no_file_holds_a_key() {
    for (_, flow) in RECIPES {
        for file in files(&plan_of(flow)) {
            let text = String::from_utf8_lossy(&file.bytes);
            for prefix in ["sk_prod_", "sk_live_", "sk_test_"] {
                for (at, _) in text.match_indices(prefix) {
                    let rest = text[at + prefix.len()..]
                        .split(|c: char| !c.is_ascii_alphanumeric())
                        .next()
                        .unwrap();
                    let made_up = ["abcdef", "abcdefgh1234"].contains(&rest)
                        && file.path.starts_with("tests/");
                    assert!(rest.len() < 6 || made_up, "{}: {prefix}{rest}", file.path);
                }
            }
        }
    }
}

#[test]
fn a_plan_that_carries_a_key_is_refused() {
    let mut in_metadata = plan();
    in_metadata
        .metadata
        .insert("note".to_owned(), json!("use sk_prod_0123456789abcdef"));
    let mut in_page = plan();
    in_page.landing_html = Some("<p>sk_test_0123456789abcdef</p>".to_owned());
    for (plan, field) in [
        (in_metadata, "`settings`"),
        (in_page, "`landingHtml or recapHtml`"),
    ] {
        let refusal = refusal(&plan);
        assert!(
            refusal.contains(field) && refusal.contains("holds an API key"),
            "{refusal}"
        );
        assert!(!refusal.contains("0123456789"), "{refusal}");
    }
}

#[test]
fn own_pages_need_a_text_for_every_placeholder() {
    let mut plan = plan();
    plan.landing_html =
        Some("<h1>{{ greeting }}</h1><p>{{start}}</p><code>{{ not a key }}</code>".to_owned());
    let refusal = refusal(&plan);
    assert!(
        refusal.contains("`landingHtml`") && refusal.contains("`{{greeting}}` has no text"),
        "{refusal}"
    );
    plan.ui_strings
        .entry("en".to_owned())
        .or_default()
        .insert("greeting".to_owned(), "Hello".to_owned());
    let files = files(&plan);
    assert_eq!(
        data(&files, "content/pages.json")["landing"],
        plan.landing_html.unwrap()
    );
    let texts = data(&files, "content/texts.json");
    assert_eq!(texts["en"]["greeting"], "Hello");
    assert_eq!(
        texts["de"]["greeting"], "Hello",
        "a language without the text of a plan shows another's"
    );
}

#[test]
fn texts_of_the_plan_stand_over_the_built_in_ones() {
    let mut plan = plan();
    plan.ui_strings
        .entry("fr".to_owned())
        .or_default()
        .insert("start".to_owned(), "Allons-y".to_owned());
    plan.ui_strings
        .entry("pt-BR".to_owned())
        .or_default()
        .insert("start".to_owned(), "Vamos".to_owned());
    let texts = data(&files(&plan), "content/texts.json");
    assert_eq!(texts["fr"]["start"], "Allons-y");
    assert_eq!(texts["fr"]["retry"], default_texts()["fr"]["retry"]);
    assert_eq!(texts["pt-BR"]["start"], "Vamos");
    assert_eq!(texts["pt-BR"]["retry"], default_texts()["pt"]["retry"]);
}

#[test]
fn every_catalogue_language_has_every_text() {
    let texts = default_texts();
    let codes: Vec<&str> = texts.keys().map(String::as_str).collect();
    assert_eq!(
        codes,
        [
            "de", "en", "es", "fr", "id", "it", "ja", "no", "pt", "ru", "zh", "zh-HK", "zh-TW"
        ]
    );
    let english: Vec<&String> = texts["en"].keys().collect();
    for (lang, keys) in texts {
        assert_eq!(keys.keys().collect::<Vec<_>>(), english, "{lang}");
        assert!(
            keys.values().all(|text| !text.trim().is_empty()),
            "{lang} has an empty text"
        );
        for (key, text) in keys
            .iter()
            .filter(|(_, text)| lang != "en" && text.len() > 15)
        {
            assert_ne!(
                texts["en"][key], *text,
                "{lang} repeats the English `{key}`"
            );
        }
    }
}

#[test]
fn only_the_one_end_behind_the_most_checks_means_success() {
    let ends =
        |text: &str| data(&files(&plan_of(text)), "content/verdict.json")["passEnds"].clone();
    let found: Vec<Value> = RECIPES.iter().map(|(_, flow)| ends(flow)).collect();
    assert_eq!(
        found,
        [
            json!(["verified"]),
            json!(["verified"]),
            json!(["verified"]),
            json!(["enrolled"])
        ]
    );
    let without_checks = r#"[{"id":"s","type":"start","outcome":"c"},
        {"id":"c","type":"conversation","prompt":"Say: hello.","outcomes":[{"id":"go","condition":"","targetNodeId":"e"}]},
        {"id":"e","type":"end"}]"#;
    assert_eq!(ends(without_checks), json!([]));
    let told_apart_by_talk = r#"[{"id":"s","type":"start","outcome":"hi"},
        {"id":"hi","type":"conversation","prompt":"Greet the customer and say what will happen now, at some length.",
            "outcomes":[{"id":"go","condition":"","targetNodeId":"l"}]},
        {"id":"l","type":"liveness_detection","outcomes":
            {"livenessDetected":"c","deepfakeDetected":"no","noFace":"no","inconclusive":"no"}},
        {"id":"c","type":"conversation","prompt":"Ask whether anyone is urging the customer.","outcomes":[
            {"id":"free","condition":"nobody is","targetNodeId":"yes"},
            {"id":"urged","condition":"somebody is","targetNodeId":"coerced"}]},
        {"id":"yes","type":"end"},{"id":"coerced","type":"end"},{"id":"no","type":"end"}]"#;
    assert_eq!(ends(told_apart_by_talk), json!([]));
}

#[test]
fn errors_of_a_plan_are_one_line() {
    let error = ExportError::Plan {
        field: "flow",
        reason: "it holds an API key".to_owned(),
    };
    assert_eq!(
        error.to_string(),
        "the plan's `flow` cannot be exported: it holds an API key"
    );
}
