//! The command line as scripts see it: output, exit codes, one clear line per mistake.

use std::net::TcpListener;

use facesign_mcp::cli::Exit;
use facesign_mcp::flow;
use serde_json::Value;

use crate::{Folder, GOOD, facesign};

#[test]
fn a_valid_flow_is_said_to_be_so() {
    let folder = Folder::new("valid");
    let file = folder.file("good.json", GOOD);
    let (exit, out, err) = facesign(&["validate", &file]);
    assert_eq!((exit, err.as_str()), (Exit::Ok, ""));
    assert!(out.contains("good.json: valid, 0 errors"), "{out}");
}

#[test]
fn findings_come_as_json_with_the_documented_fields() {
    let folder = Folder::new("json");
    let good = folder.file("good.json", GOOD);
    let bad = folder.file(
        "bad.json",
        GOOD.replacen("\"outcome\": \"greeting\"", "\"outcome\": \"nowhere\"", 1),
    );
    let (exit, out, err) = facesign(&["validate", "--format", "json", &good, &bad]);
    assert_eq!((exit, err.as_str()), (Exit::Failed, ""));
    let report: Value = serde_json::from_str(&out).expect("one JSON document");
    assert_eq!(report["files"][0]["path"], good);
    assert_eq!(report["files"][0]["valid"], true);
    let bad = &report["files"][1];
    assert_eq!(
        (&bad["valid"], &bad["omitted"]),
        (&Value::Bool(false), &Value::from(0))
    );
    let finding = &bad["findings"][0];
    for field in ["code", "name", "severity", "pointer", "message", "help"] {
        assert!(finding[field].is_string(), "{field}: {finding}");
    }
    for field in ["offset", "len", "line", "column"] {
        assert!(finding["span"][field].is_u64(), "{field}: {finding}");
    }
}

#[test]
fn rules_are_denied_and_allowed() {
    let folder = Folder::new("rules");
    let lost = GOOD.trim_end().trim_end_matches(']').trim_end().to_owned()
        + r#", {"id": "lost", "type": "end"}]"#;
    let file = folder.file("lost.json", &lost);
    let (exit, out, _) = facesign(&["validate", &file]);
    assert_eq!((exit, out.contains("F3004")), (Exit::Ok, true), "{out}");
    let (exit, out, _) = facesign(&["validate", "--deny", "F3", &file]);
    assert_eq!((exit, out.contains("F3004")), (Exit::Failed, true), "{out}");
    let flags = ["--deny", "suspicious", "--allow", "unreachable-node"];
    let (exit, out, _) = facesign(&[&["validate"], &flags[..], &[&file]].concat());
    assert_eq!((exit, out.contains("F3004")), (Exit::Ok, false), "{out}");
    let (exit, _, err) = facesign(&["validate", "--allow", "ineffective-chek", &file]);
    assert_eq!(exit, Exit::Usage);
    assert!(err.contains("did you mean `ineffective-check`?"), "{err}");
}

#[test]
fn what_cannot_be_read_is_named() {
    let (exit, out, err) = facesign(&["validate", "/nowhere/flow.json"]);
    assert_eq!(exit, Exit::Usage);
    assert!(
        err.starts_with("facesign-mcp: cannot read `/nowhere/flow.json`: "),
        "{err}"
    );
    assert_eq!(err.lines().count(), 1);
    assert_eq!(out, "");
}

#[test]
fn a_bad_flag_is_a_usage_error() {
    let (exit, _, err) = facesign(&["serve", "--prot", "1"]);
    assert_eq!(exit, Exit::Usage);
    assert_eq!(
        err,
        "facesign-mcp: unexpected argument '--prot' found; a similar argument exists: '--port'; \
         usage: facesign-mcp serve --port <PORT>; `--help` tells more\n"
    );
    for wrong in [
        &["validate"][..],
        &["nosuch"],
        &["stdio", "--port"],
        &["validate", "--format", "yaml", "x"],
        &["export", "x\n\ny"],
    ] {
        let (exit, out, err) = facesign(wrong);
        assert_eq!((exit, out.as_str()), (Exit::Usage, ""), "{err}");
        assert_eq!(err.lines().count(), 1, "{err}");
    }
    assert_eq!(facesign(&["--help"]).0, Exit::Ok);
}

#[test]
fn a_bad_value_is_a_configuration_error() {
    let (exit, _, err) = facesign(&["serve", "--port", "many"]);
    assert_eq!(exit, Exit::Config);
    assert_eq!(
        err,
        "facesign-mcp: key `port` from flag `--port`: `many` is not a port from 0 to 65535\n"
    );
}

#[test]
fn a_port_in_use_is_one_clear_line() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    for arguments in [
        vec!["serve", "--port", &port],
        vec!["dev", "--port", "0", "--sandbox-port", &port],
        vec!["sandbox", "--port", &port],
    ] {
        let (exit, _, err) = facesign(&arguments);
        assert_eq!(exit, Exit::PortInUse, "{arguments:?}: {err}");
        assert!(
            err.contains(&format!("cannot listen on 127.0.0.1:{port}")),
            "{err}"
        );
        assert_eq!(err.lines().count(), 1, "{err}");
    }
}

#[test]
fn export_writes_an_app_and_refuses_a_broken_flow() {
    let folder = Folder::new("export");
    let good = folder.file("good.json", GOOD);
    let app = folder.0.join("app");
    let target = app.display().to_string();
    let (exit, out, err) = facesign(&["export", &good, "--out", &target, "--name", "my-check"]);
    assert_eq!(exit, Exit::Ok, "{err}");
    assert!(out.contains("files"), "{out}");
    let package = std::fs::read_to_string(app.join("package.json")).expect("a package");
    assert!(package.contains("my-check"), "{package}");
    let bad = folder.file("bad.json", "[]");
    let (exit, _, err) = facesign(&["export", &bad, "--out", &target]);
    assert_eq!(exit, Exit::Failed);
    assert!(err.contains("nothing was exported"), "{err}");
}

#[test]
fn explain_prints_pages_and_tells_what_was_meant() {
    let (exit, page, err) = facesign(&["explain", "dangling-target"]);
    assert_eq!((exit, err.as_str()), (Exit::Ok, ""));
    assert!(page.starts_with("# F2013 dangling-target\n"), "{page}");
    assert_eq!(facesign(&["explain", "F2013"]).1, page);

    let (exit, out, err) = facesign(&["explain", "danglin-target"]);
    assert_eq!((exit, out.as_str()), (Exit::Usage, ""));
    assert_eq!(
        err,
        "facesign-mcp: there is no rule `danglin-target`: did you mean `dangling-target` (F2013)?\n"
    );
    let (exit, _, err) = facesign(&["explain", "elephant"]);
    assert_eq!(exit, Exit::Usage);
    assert_eq!(
        err,
        "facesign-mcp: there is no rule `elephant`: `explain --list` names all\n"
    );
    assert_eq!(facesign(&["explain"]).0, Exit::Usage);
    for spelt in ["f2013", "Dangling-Target"] {
        assert_eq!(facesign(&["explain", spelt]).1, page, "{spelt}");
    }
}

#[test]
fn explain_lists_every_rule_once() {
    let (exit, out, _) = facesign(&["explain", "--list"]);
    assert_eq!(exit, Exit::Ok);
    let codes: Vec<String> = flow::rules().map(|rule| rule.code).collect();
    let listed: Vec<&str> = out.lines().filter_map(|line| line.get(..5)).collect();
    assert_eq!(listed, codes);
    let line = out.lines().find(|line| line.contains("camera-warm-up"));
    assert!(
        line.is_some_and(|line| line.starts_with("F4001  error")),
        "{out}"
    );
}

#[test]
fn schema_is_a_schema_that_takes_a_recipe() {
    let (exit, out, err) = facesign(&["schema"]);
    assert_eq!((exit, err.as_str()), (Exit::Ok, ""));
    let schema: Value = serde_json::from_str(&out).expect("one JSON document");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema of 2020-12");
    let flow: Value = serde_json::from_str(GOOD).expect("a recipe is JSON");
    assert!(validator.is_valid(&flow));
    assert!(!validator.is_valid(&serde_json::json!([{"id": "s", "type": "begin"}])));
}

#[test]
fn simulate_walks_waits_and_names_the_possible_outcomes() {
    let folder = Folder::new("simulate");
    let file = folder.file("good.json", GOOD);
    let (exit, waiting, err) = facesign(&["simulate", &file, "--outcomes"]);
    assert_eq!((exit, err.as_str()), (Exit::Ok, ""));
    assert!(
        waiting.contains("Possible outcomes here: livenessDetected"),
        "{waiting}"
    );
    let (exit, out, _) = facesign(&["simulate", &file, "--outcomes", "deepfakeDetected"]);
    assert_eq!(exit, Exit::Ok);
    assert!(out.starts_with(waiting.lines().next().unwrap()), "{out}");
    assert!(
        out.ends_with("The session ends here as complete.\n"),
        "{out}"
    );
    let (exit, out, err) = facesign(&["simulate", &file, "--outcomes", "livenessDetected,maybe"]);
    assert_eq!((exit, out.as_str()), (Exit::Failed, ""));
    assert!(
        err.contains("has no outcome `maybe`: use one of `") && err.lines().count() == 1,
        "{err}"
    );
}

#[test]
fn simulate_tells_why_a_flow_cannot_be_walked() {
    let folder = Folder::new("unwalkable");
    let file = folder.file("bad.json", "[{\"id\": \"s\", \"type\": \"start\"}]");
    let (exit, out, err) = facesign(&["simulate", &file, "--outcomes"]);
    assert_eq!((exit, out.as_str()), (Exit::Failed, ""));
    assert!(
        err.contains("bad.json:1:2") && err.contains("F2005") && err.contains("bad.json` first"),
        "{err}"
    );
    assert_eq!(
        facesign(&["simulate", "/nowhere.json", "--outcomes"]).0,
        Exit::Usage
    );
}

#[test]
fn draw_writes_a_picture_and_replaces_only_when_told() {
    let folder = Folder::new("draw");
    let file = folder.file("good.json", GOOD);
    let (exit, picture, err) = facesign(&["draw", &file]);
    assert_eq!((exit, err.as_str()), (Exit::Ok, ""));
    assert!(
        picture.starts_with("<svg ") && picture.contains("data-node=\"liveness\""),
        "{picture}"
    );
    let target = folder.0.join("flow.svg");
    let out = target.display().to_string();
    let drawn = || std::fs::read_to_string(&target).expect("a picture");
    assert_eq!(facesign(&["draw", &file, "--out", &out]).0, Exit::Ok);
    assert_eq!(drawn(), picture);

    std::fs::write(&target, "mine").expect("a file");
    let (exit, _, err) = facesign(&["draw", &file, "--out", &out]);
    assert_eq!(exit, Exit::Failed);
    assert!(
        err.contains("flow.svg` exists") && err.contains("--force"),
        "{err}"
    );
    assert_eq!(drawn(), "mine");
    assert_eq!(
        facesign(&["draw", &file, "--out", &out, "--force"]).0,
        Exit::Ok
    );
    assert_eq!(drawn(), picture);
    let left = std::fs::read_dir(&folder.0).expect("a folder").count();
    assert_eq!(left, 3, "no temporary file is left");
}

#[test]
fn a_flow_is_built_from_words_steps_and_edits() {
    let folder = Folder::new("build");
    let out = folder.0.join("flow.json").display().to_string();
    let (exit, said, err) = facesign(&["build", "Liveness, then a code by SMS", "--out", &out]);
    assert_eq!((exit, err.as_str()), (Exit::Ok, ""));
    assert!(
        said.contains("sms_code") && said.contains("added: video checks"),
        "{said}"
    );
    assert_eq!(facesign(&["validate", &out]).0, Exit::Ok);
    let edits = folder.file("edits.json", r#"[{"op":"remove","node":"sms_code"}]"#);
    let (exit, flow, _) = facesign(&["build", "--flow", &out, "--edits", &edits]);
    assert_eq!(exit, Exit::Ok);
    assert!(
        flow.contains("liveness") && !flow.contains("sms_code"),
        "{flow}"
    );
    let steps = folder.file("steps.json", r#"[{"type":"recognition","retries":0}]"#);
    let (exit, json, err) = facesign(&["build", "--steps", &steps, "--format", "json"]);
    assert_eq!((exit, err.as_str()), (Exit::Ok, ""));
    let output: Value = serde_json::from_str(&json).expect("one object");
    assert_eq!(output["path"][2]["type"], "recognition");
}

#[test]
fn what_cannot_be_built_says_so_by_its_exit_code() {
    let folder = Folder::new("unbuilt");
    let (exit, out, err) = facesign(&["build", "Make it secure."]);
    assert_eq!((exit, out.as_str()), (Exit::Failed, ""));
    assert!(err.contains("--answer what="), "{err}");
    assert_eq!(
        facesign(&["build", "Liveness and a code", "--strict"]).0,
        Exit::Failed
    );
    assert_eq!(
        facesign(&[
            "build",
            "Liveness and a code",
            "--strict",
            "--answer",
            "channel=sms"
        ])
        .0,
        Exit::Ok
    );
    assert_eq!(facesign(&["build"]).0, Exit::Usage);
    let bad = folder.file("bad.json", "{");
    assert_eq!(facesign(&["build", "--steps", &bad]).0, Exit::Usage);
    let edits = folder.file("edits.json", r#"[{"op":"remove","node":"x"}]"#);
    let flow = folder.file("flow.json", GOOD);
    let (exit, _, err) = facesign(&["build", "--flow", &flow, "--edits", &edits]);
    assert_eq!(exit, Exit::Failed);
    assert!(err.contains("edit 1: there is no node `x`"), "{err}");
}
