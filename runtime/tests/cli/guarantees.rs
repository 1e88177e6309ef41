//! Policies, assurance, differences and fingerprints on the command line.

use facesign_mcp::cli::Exit;
use facesign_mcp::flow;
use serde_json::Value;

use crate::{Folder, GOOD, facesign};

const PRESETS: [&str; 4] = ["step-up", "payment-sca", "account-recovery", "kyc"];

/// A flow of the corpus for a preset, which it holds or breaks.
fn preset_flows(verdict: &str) -> Vec<(&'static str, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/corpus/presets");
    let files = std::fs::read_dir(folder).expect("flows for presets");
    let files: Vec<String> = files
        .map(|file| file.expect("a file").path().display().to_string())
        .filter(|path| path.ends_with(".flow.json"))
        .collect();
    let of_preset = |preset| {
        let beginning = format!("/{verdict}-{preset}-");
        let file = files.iter().find(|path| path.contains(&beginning));
        (preset, file.expect("a flow for the preset").clone())
    };
    PRESETS.map(of_preset).into()
}

#[test]
fn every_preset_is_proved_for_a_flow_that_holds_it() {
    for (preset, file) in preset_flows("pass") {
        let (exit, out, err) = facesign(&["validate", "--policy", preset, &file]);
        assert_eq!((exit, err.as_str()), (Exit::Ok, ""), "{out}");
        let (_, verdict) = out.split_once(": valid, 0 errors").expect("valid");
        assert!(verdict.contains(&format!("policy {preset}: ")), "{out}");
        assert!(!verdict.contains("refuted"), "{out}");
        assert!(
            verdict.contains("proved: every path to success passes"),
            "{out}"
        );
    }
}

#[test]
fn every_preset_is_refuted_by_a_path_that_simulate_walks() {
    for (preset, file) in preset_flows("fail") {
        let (exit, out, _) = facesign(&["validate", "--policy", preset, &file]);
        assert_eq!(exit, Exit::Failed, "{out}");
        let (exit, json, _) =
            facesign(&["validate", "--policy", preset, "--format", "json", &file]);
        assert_eq!(exit, Exit::Failed);
        let report: Value = serde_json::from_str(&json).expect("one JSON document");
        let report = &report["files"][0];
        assert_eq!(
            (
                &report["policy"][0]["policy"],
                &report["policy"][0]["holds"]
            ),
            (&preset.into(), &false.into())
        );
        let clauses = report["policy"][0]["clauses"].as_array().expect("clauses");
        let refuted: Vec<&Value> = clauses
            .iter()
            .filter(|clause| clause["verdict"] == "refuted")
            .collect();
        assert!(!refuted.is_empty(), "{json}");
        for clause in refuted {
            let words = clause["clause"].as_str().expect("words");
            let findings = report["findings"].as_array().expect("findings");
            let named = findings.iter().filter(|finding| {
                let message = finding["message"].as_str().expect("a message");
                finding["code"] == clause["code"]
                    && message.ends_with(&format!("({preset}: {words})"))
            });
            assert_eq!(named.count(), 1, "one finding says {words}: {json}");
            replayed(&file, &out, clause);
        }
    }
}

/// The path of a refuted clause stands in the output, and `simulate` takes it node by node.
fn replayed(file: &str, out: &str, clause: &Value) {
    let path = clause["path"].as_array().expect("a path");
    let word = |visit: &Value, name: &str| visit[name].as_str().unwrap_or_default().to_owned();
    let shown: Vec<String> = path
        .iter()
        .map(|visit| match visit["outcome"].as_str() {
            Some(outcome) => format!("{} -[{outcome}]-> ", word(visit, "node")),
            None => word(visit, "node"),
        })
        .collect();
    assert!(out.contains(&format!("    {}\n", shown.concat())), "{out}");

    let text = std::fs::read_to_string(file).expect("a flow");
    let flow = flow::check(&text).flow.expect("a flow that can be walked");
    let chosen: Vec<String> = path
        .iter()
        .filter(|visit| {
            flow.nodes()[flow.index(&word(visit, "node")).expect("a node")]
                .edges
                .len()
                > 1
        })
        .map(|visit| word(visit, "outcome"))
        .filter(|outcome| !outcome.is_empty())
        .collect();
    let (exit, walked, err) = facesign(&["simulate", file, "--outcomes", &chosen.join(",")]);
    assert_eq!(exit, Exit::Ok, "{err}");
    let visited: Vec<&str> = walked
        .lines()
        .filter_map(|line| Some(line.split_once(" (")?.0))
        .collect();
    let expected: Vec<String> = path.iter().map(|visit| word(visit, "node")).collect();
    assert_eq!(visited, expected, "{walked}");
}

#[test]
fn a_policy_of_ones_own_is_read_from_a_file_and_its_slips_are_answered() {
    let folder = Folder::new("policy");
    let flow = folder.file("flow.json", GOOD);
    let judge = |policy: &str| {
        let file = folder.file("ours.json", policy);
        let (exit, out, err) = facesign(&["validate", "--policy", &file, &flow]);
        (exit, out, err.replace(&file, "ours.json"))
    };
    let (exit, out, _) = judge(r#"[{"clause": "never", "steps": ["external_call"]}]"#);
    assert_eq!(exit, Exit::Ok, "{out}");
    assert!(
        out.contains("1 of 1 clauses proved\n  proved: never external_call\n"),
        "{out}"
    );
    let (exit, out, _) = judge(
        r#"{"success": ["nirvana"], "clauses": [{"clause": "pass", "steps": ["recognition"]}]}"#,
    );
    assert_eq!(exit, Exit::Failed);
    assert!(
        out.contains("undecided F6007") && out.contains("the flow has no end `nirvana`"),
        "{out}"
    );

    for (policy, said) in [
        (
            r#"[{"clause": "pas", "steps": ["start"]}]"#,
            "line 1, column 13: there is no clause `pas`: did you mean `pass`?",
        ),
        (
            "{\n \"preset\": \"step_up\"}",
            "line 2, column 12: there is no preset `step_up`: did you mean `step-up`?",
        ),
        (
            "{\"claused\": []}",
            "line 1, column 2: there is no member `claused`: did you mean `clauses`?",
        ),
        (
            "[",
            "line 1, column 2: the policy is not JSON: the text ends too early",
        ),
    ] {
        let (exit, out, err) = judge(policy);
        assert_eq!((exit, out.as_str()), (Exit::Usage, ""));
        assert_eq!(err, format!("facesign-mcp: policy `ours.json`, {said}\n"));
    }
    let (exit, _, err) = facesign(&["validate", "--policy", "stepup", &flow]);
    assert_eq!(exit, Exit::Usage);
    assert_eq!(
        err,
        "facesign-mcp: there is no policy preset `stepup`: use one of `step-up`, `payment-sca`, `account-recovery`, `kyc`\n"
    );
}

#[test]
fn several_policies_are_all_asked_for() {
    let folder = Folder::new("policies");
    let flow = folder.file("flow.json", GOOD);
    let (exit, out, _) = facesign(&["validate", "--policy", "step-up", "--policy", "kyc", &flow]);
    assert_eq!(exit, Exit::Failed);
    assert!(
        out.contains("policy step-up: 4 of 4 clauses proved") && out.contains("policy kyc: 4 of 6"),
        "{out}"
    );
}

#[test]
fn assure_tells_checks_exits_and_ends() {
    let folder = Folder::new("assure");
    let flow = folder.file("flow.json", GOOD);
    let (exit, out, err) = facesign(&["assure", &flow]);
    assert_eq!((exit, err.as_str()), (Exit::Ok, ""));
    assert_eq!(
        out,
        "Success: verified\n\
         Every path to success passes liveness_detection/livenessDetected.\n\
         Every path to success passes two_factor_email/verified.\n\
         A deepfake leaves at liveness for rejected, after 3 moves at the earliest, and never reaches success.\n"
    );
    let (_, json, _) = facesign(&["assure", "--format", "json", &flow]);
    let assurance: Value = serde_json::from_str(&json).expect("one JSON document");
    assert_eq!(assurance["deepfakeExit"]["leadsTo"], "rejected");

    let (_, out, _) = facesign(&["assure", "--success", "verified,rejected", &flow]);
    assert!(
        out.contains("No check is passed on every path to success."),
        "{out}"
    );
    assert!(
        out.contains("around it: start -[outcome]-> greeting"),
        "{out}"
    );
    let (exit, out, err) = facesign(&["assure", "--success", "greeting", &flow]);
    assert_eq!((exit, out.as_str()), (Exit::Usage, ""));
    assert!(err.contains("the flow has no end `greeting`"), "{err}");
}

#[test]
fn diff_tells_changes_and_fails_where_a_guarantee_is_lost() {
    let folder = Folder::new("diff");
    let old = folder.file("old.json", GOOD);
    let same = folder.file("same.json", reordered(GOOD));
    let (exit, out, _) = facesign(&["diff", &old, &same]);
    assert_eq!(
        (exit, out.as_str()),
        (Exit::Ok, "The flows mean the same.\n")
    );

    let weaker = GOOD.replacen(
        r#""deepfakeDetected": "rejected""#,
        r#""deepfakeDetected": "email_code""#,
        1,
    );
    assert_ne!(weaker, GOOD);
    let weaker = folder.file("weaker.json", weaker);
    let (exit, out, _) = facesign(&["diff", &old, &weaker]);
    assert_eq!(exit, Exit::Failed);
    assert_eq!(
        out,
        "~ node liveness: outcomes\n\
         ~ edge liveness -[deepfakeDetected]-> email_code, was rejected\n\
         lost: a reported deepfake never reaches success\n\
         lost: every path to success passes liveness_detection/livenessDetected\n"
    );
    let (exit, out, _) = facesign(&["diff", "--policy", "step-up", &old, &weaker]);
    assert_eq!(exit, Exit::Failed);
    assert!(
        out.contains(
            "lost: step-up: no path from liveness_detection/deepfakeDetected reaches success"
        ),
        "{out}"
    );
    let (exit, out, _) = facesign(&["diff", &weaker, &old]);
    assert_eq!(exit, Exit::Ok);
    assert!(
        out.contains("No guarantee was lost.\ngained: a reported deepfake never reaches success\n"),
        "{out}"
    );
}

#[test]
fn a_fingerprint_is_that_of_the_meaning() {
    let folder = Folder::new("fingerprint");
    let flow = folder.file("flow.json", GOOD);
    let same = folder.file("same.json", reordered(GOOD));
    let other = folder.file(
        "other.json",
        GOOD.replacen(
            "livenessDetected\": \"",
            "livenessDetected\": \"email_code\", \"captureUnavailable\": \"",
            1,
        ),
    );
    let (exit, out, err) = facesign(&["fingerprint", &flow, &same, &other]);
    assert_eq!(exit, Exit::Ok, "{err}");
    let lines: Vec<(&str, &str)> = out
        .lines()
        .filter_map(|line| line.split_once("  "))
        .collect();
    let [(first, path), (second, _), (third, _)] = lines[..] else {
        panic!("{out}")
    };
    assert!(
        first.len() == 64 && first.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{out}"
    );
    assert_eq!((path, first), (flow.as_str(), second));
    assert_ne!(first, third);
    let bad = folder.file("bad.json", "[]");
    let (exit, out, err) = facesign(&["fingerprint", &bad]);
    assert_eq!((exit, out.as_str()), (Exit::Failed, ""));
    assert!(
        err.contains("error[F1006") && err.contains("bad.json` first"),
        "{err}"
    );
}

/// The same flow on one line, with its nodes in the other order.
fn reordered(text: &str) -> String {
    let mut flow: Value = serde_json::from_str(text).expect("a flow");
    flow.as_array_mut().expect("nodes").reverse();
    flow.to_string()
}
