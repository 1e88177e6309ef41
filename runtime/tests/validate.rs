//! `validate` as people and code hosts see it: excerpts, corrections in place, SARIF.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

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

/// A folder of this test alone, in which commands run; removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("facesign-check-{name}-{}", std::process::id()));
        std::fs::create_dir_all(path.join("flows")).expect("a temporary folder");
        Self(path)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).expect("a temporary file");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).expect("the file")
    }

    /// Runs the program here, with this text as standard input.
    fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_facesign-mcp"))
            .args(arguments)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("an input");
        stdin
            .write_all(input.as_bytes())
            .expect("the input is taken");
        drop(stdin);
        child.wait_with_output().expect("the program ends")
    }

    fn sarif(&self, arguments: &[&str], input: &str) -> Value {
        let arguments = [&["validate", "--format", "sarif"], arguments].concat();
        let output = self.run(&arguments, input);
        serde_json::from_slice(&output.stdout).expect("one JSON document")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left behind in the system's temporary folder does no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("output is UTF-8")
}

#[test]
fn a_finding_shows_its_place_its_help_and_its_correction() {
    let folder = Folder::new("excerpt");
    folder.write("bad.json", DANGLING_AND_MISSPELT);
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
    folder.write("a.json", MISSPELT);
    folder.write("b.json", DANGLING_AND_MISSPELT);
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
    folder.write("flows/a b.json", MISSPELT);
    let log = folder.sarif(&["./flows/a b.json", "missing.json"], "");
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
    let log = folder.sarif(&[absolute.to_str().expect("text")], "");
    assert_eq!(uri(&log), "flows/a%20b.json", "inside the folder: relative");
    assert_eq!(uri(&folder.sarif(&["-"], MISSPELT)), "stdin");
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
    let recipe = facesign_mcp::author::recipe("quickstart").expect("a recipe");
    folder.write("flow.json", recipe.flow);
    let output = folder.run(&["simulate", "flow.json"], "1\n");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    let told = text(&output.stderr);
    assert!(
        told.contains("`--outcomes a,b,c`") && told.lines().count() == 1,
        "{told}"
    );
}
