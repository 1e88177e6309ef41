//! `validate` as people and code hosts see it: excerpts, corrections in place, SARIF.

use std::path::Path;

use serde_json::Value;

use crate::{Folder, GOOD, text};

const DANGLING_AND_MISSPELT: &str = r#"[
  { "id": "start", "type": "start", "outcome": "mial" },
  { "id": "mail", "type": "enter_email", "outcomes": { "emailEntered": "ok", "cancelled": "ok" } },
  { "id": "ok", "type": "end" }
]
"#;
const MISSPELT: &str = r#"[
  { "id": "start", "type": "start", "outcome": "mail" },
  { "id": "mail", "type": "enter_email", "outcomes": { "emailEntered": "ok", "cancelled": "ok" }, "ünknown": 1 },
  { "id": "ok", "type": "end" }
]
"#;

/// The log of a run.
fn sarif(folder: &Folder, arguments: &[&str], input: &str) -> Value {
    let arguments = [&["validate", "--format", "sarif"], arguments].concat();
    let output = folder.run(&arguments, input);
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

#[test]
fn a_finding_shows_its_place_its_help_and_its_correction() {
    let folder = Folder::new("excerpt");
    folder.file("bad.json", DANGLING_AND_MISSPELT);
    let output = folder.run(&["validate", "bad.json"], "");
    assert_eq!(output.status.code(), Some(1));
    let expected = r#"error[F2013 dangling-target]: no node has the id `mial`
 --> bad.json:2:48
  |
2 |   { "id": "start", "type": "start", "outcome": "mial" },
  |                                                ^^^^^^ /0/outcome
  |
  = help: did you mean `mail`? otherwise add the node
"#;
    let told = text(&output.stdout);
    assert!(told.starts_with(expected), "{told}");
    assert!(told.contains(r#"3 +   { "id": "mail", "type": "enter_email", "outcomes": { "emailEntered": "ok", "canceled": "ok" } },"#), "{told}");
    assert!(
        told.ends_with("bad.json: not valid, 2 errors, 0 warnings, 0 notes; --fix corrects 1\n"),
        "{told}"
    );
    assert!(!told.contains('\u{1b}'), "no colours outside a terminal");
    let coloured = folder.run(&["validate", "--color", "always", "bad.json"], "");
    assert!(
        text(&coloured.stdout).contains("\u{1b}["),
        "colours on demand"
    );
}

#[test]
fn an_excerpt_of_one_endless_line_is_cut_around_the_place() {
    let folder = Folder::new("line");
    let prompt = "word ".repeat(4000);
    let flow = format!(
        r#"[{{"id":"s","type":"start","outcome":"x"}},{{"id":"c","type":"conversation","prompt":"{prompt}"}}]"#
    );
    let output = folder.run(&["validate", "-"], &flow);
    let longest = text(&output.stdout).lines().map(str::len).max();
    assert!(longest < Some(1000), "a line of {longest:?} bytes");
    assert!(text(&output.stdout).contains("--> <stdin>:1:"));
}

#[test]
fn certain_corrections_are_applied_in_place_and_told() {
    let folder = Folder::new("fix");
    folder.file("a.json", MISSPELT);
    folder.file("b.json", DANGLING_AND_MISSPELT);
    let shown = folder.run(&["validate", "--fix", "--dry-run", "a.json"], "");
    let difference = text(&shown.stdout);
    assert!(
        difference.starts_with("--- a.json\n+++ a.json\n@@ ") && difference.contains("\n+"),
        "{difference}"
    );
    assert_eq!(folder.read("a.json"), MISSPELT, "a dry run changes nothing");

    let fixed = folder.run(&["validate", "--fix", "a.json", "b.json"], "");
    assert_eq!(fixed.status.code(), Some(1), "what is not certain remains");
    let told = text(&fixed.stderr);
    assert!(told.contains("a.json: fixed F2012 line 3: "), "{told}");
    assert_eq!(
        folder.read("a.json"),
        MISSPELT.replace("cancelled", "canceled")
    );
    assert!(
        folder.read("b.json").contains("\"mial\""),
        "a guess is left to the author"
    );
    let left: Vec<_> = std::fs::read_dir(&folder.0).expect("the folder").collect();
    assert_eq!(left.len(), 3, "no temporary file stays: {left:?}");

    let again = folder.run(&["validate", "--fix", "a.json"], "");
    assert_eq!((again.status.code(), text(&again.stderr)), (Some(0), ""));
}

#[test]
fn standard_input_comes_out_corrected() {
    let folder = Folder::new("pipe");
    let output = folder.run(&["validate", "--fix", "-"], MISSPELT);
    assert_eq!(
        text(&output.stdout),
        MISSPELT.replace("cancelled", "canceled")
    );
    let told = text(&output.stderr);
    assert!(
        told.contains("<stdin>: valid") && told.contains("fixed F2012"),
        "{told}"
    );
}

#[test]
fn sarif_names_rules_places_and_corrections() {
    let folder = Folder::new("sarif");
    folder.file("flows/a b.json", MISSPELT);
    let log = sarif(&folder, &["./flows/a b.json", "missing.json"], "");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    for result in run["results"].as_array().expect("results") {
        let rule = &rules
            [usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small")];
        assert_eq!(rule["id"], result["ruleId"]);
        let page = rule["help"]["markdown"].as_str().expect("a page");
        assert!(page.starts_with(&format!("# {}", rule["id"].as_str().expect("a code"))));
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(
            (&place["uri"], &place["uriBaseId"]),
            (&Value::from("flows/a%20b.json"), &Value::from("%SRCROOT%"))
        );
    }
    let misspelt = &run["results"][0];
    assert_eq!(misspelt["ruleId"], "F2012", "{run}");
    let replacement = &misspelt["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "\"canceled\"");
    assert_eq!(
        applied(MISSPELT, replacement),
        MISSPELT.replace("cancelled", "canceled")
    );
    let absolute = folder.0.join("flows/a b.json");
    let log = sarif(&folder, &[absolute.to_str().expect("text")], "");
    assert_eq!(uri(&log), "flows/a%20b.json", "inside the folder: relative");
    assert_eq!(uri(&sarif(&folder, &["-"], MISSPELT)), "stdin");
    assert_ne!(Path::new("flows/a b.json"), absolute);
}

fn uri(log: &Value) -> &Value {
    let place = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
    log.pointer(place).expect("an address")
}

/// Applies a replacement as an editor does: by line and column.
fn applied(text: &str, replacement: &Value) -> String {
    let region = &replacement["deletedRegion"];
    let number = |name: &str| usize::try_from(region[name].as_u64().expect(name)).expect("small");
    let at = |line: usize, column: usize| {
        let before: usize = text
            .split_inclusive('\n')
            .take(line - 1)
            .map(str::len)
            .sum();
        let in_line: usize = text[before..]
            .chars()
            .take(column - 1)
            .map(char::len_utf8)
            .sum();
        before + in_line
    };
    let start = at(number("startLine"), number("startColumn"));
    let end = at(number("endLine"), number("endColumn"));
    let inserted = replacement["insertedContent"]["text"]
        .as_str()
        .expect("a text");
    format!("{}{inserted}{}", &text[..start], &text[end..])
}

#[test]
fn simulate_without_a_terminal_wants_outcomes() {
    let folder = Folder::new("questions");
    folder.file("flow.json", GOOD);
    let output = folder.run(&["simulate", "flow.json"], "1\n");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    let told = text(&output.stderr);
    assert!(
        told.contains("`--outcomes a,b,c`") && told.lines().count() == 1,
        "{told}"
    );
}
