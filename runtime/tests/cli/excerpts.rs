//! The places of findings in files of every kind: ends of lines, tabs, scripts, sizes, bytes that are no text.

use crate::{Folder, text};

/// Five mistakes, one per line, behind a tab and beside letters of several bytes.
const FIVE: &str = r#"[
  { "id": "start", "type": "start", "outcome": "prem" },
  { "id": "perm", "type": "permisions", "outcomes": { "permissionsGranted": "grüße", "permissionsDenied": "ende" } },
	{ "id": "grüße", "type": "conversation", "prompt": "Say: Grüezi, Zoë.", "outcomes": [{ "id": "a", "condition": "", "targetNodeId": "郵便" }] },
  { "id": "mail", "type": "enter_email", "outcomes": { "emailEntered": "ende", "cancelled": "ende" } },
  { "id": "ende", "type": "end", "outcome": "mail" }
]
"#;

/// What stands of the findings of [`FIVE`]: the place, and the line with what is underlined in it.
const PLACES: [&str; 5] = [
    r#":2:48
  |
2 |   { "id": "start", "type": "start", "outcome": "prem" },
  |                                                ^^^^^^ /0/outcome
"#,
    r#":3:27
  |
3 |   { "id": "perm", "type": "permisions", "outcomes": { "permissionsGranted": "grüße", "permissionsDenied": "ende" ...
  |                           ^^^^^^^^^^^^ /1/type
"#,
    // The line is cut around the place; a sign of this script is two columns wide.
    r#":4:133
  |
4 | ..."a", "condition": "", "targetNodeId": "郵便" }] },
  |                                          ^^^^^^ /2/outcomes/0/targetNodeId
"#,
    r#":5:80
  |
5 |   { "id": "mail", "type": "enter_email", "outcomes": { "emailEntered": "ende", "cancelled": "ende" } },
  |                                                                                ^^^^^^^^^^^ /3/outcomes/cancelled
"#,
    r#":6:34
  |
6 |   { "id": "ende", "type": "end", "outcome": "mail" }
  |                                  ^^^^^^^^^ /4/outcome
"#,
];

#[test]
fn every_mistake_is_underlined_whatever_ends_its_line() {
    let folder = Folder::new("five");
    for (name, flow) in [
        ("unix.json", FIVE.to_owned()),
        ("dos.json", FIVE.replace('\n', "\r\n")),
    ] {
        folder.file(name, flow);
        let output = folder.run(&["validate", name], "");
        assert_eq!(output.status.code(), Some(1));
        let told = text(&output.stdout);
        for place in PLACES {
            assert!(told.contains(place), "{place}\nin\n{told}");
        }
        assert!(!told.contains('\r'), "{told:?}");
        let verdict =
            format!("{name}: not valid, 5 errors, 0 warnings, 0 notes; --fix corrects 2\n");
        assert!(told.ends_with(&verdict), "{told}");
    }
}

#[test]
fn a_correction_keeps_the_ends_of_lines() {
    let folder = Folder::new("dos");
    let flow = FIVE.replace('\n', "\r\n");
    folder.file("flow.json", &flow);
    folder.run(&["validate", "--fix", "flow.json"], "");
    let expected = flow
        .replace("permisions", "permissions")
        .replace("cancelled", "canceled");
    assert_eq!(folder.read("flow.json"), expected);
}

#[test]
fn a_file_without_a_flow_is_told_so_at_its_place() {
    let folder = Folder::new("nothing");
    let found = |bytes: &[u8]| {
        folder.file("flow.json", bytes);
        let output = folder.run(&["validate", "flow.json"], "");
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), ""));
        let told = text(&output.stdout).to_owned();
        let first = told.lines().take(2).map(str::trim).collect::<Vec<_>>();
        (
            first.join(" "),
            told.contains("not valid, 1 error, 0 warnings"),
        )
    };
    let expected = |text: &str| (text.to_owned(), true);
    assert_eq!(
        found(b""),
        expected("error[F1001 syntax]: this is not JSON: there is no text --> flow.json:1:1")
    );
    assert_eq!(
        found(b"\n "),
        expected("error[F1001 syntax]: this is not JSON: there is no text --> flow.json:2:2")
    );
    assert_eq!(
        found(b"[\n  {\"id\": \"caf\xe9\"}]"),
        expected("error[F1002 invalid-utf8]: the bytes are not UTF-8 --> flow.json:2:14")
    );
    assert_eq!(
        found(b"\xef\xbb\xbf[]"),
        expected(
            "error[F1001 syntax]: this is not JSON: a byte order mark stands before it --> flow.json:1:1"
        )
    );
    assert_eq!(
        found(b"[] x"),
        expected("error[F1008 trailing-data]: something follows the flow --> flow.json:1:4")
    );
}

#[test]
fn bytes_that_are_no_text_pass_a_pipe_unchanged() {
    let folder = Folder::new("bytes");
    let bytes = b"[{\"id\":\"caf\xe9\"}]";
    let output = folder.run(&["validate", "--fix", "-"], bytes);
    assert_eq!(
        (output.status.code(), &output.stdout[..]),
        (Some(1), &bytes[..])
    );
    assert!(text(&output.stderr).contains("error[F1002"));
    let log = folder.run(&["validate", "--format", "sarif", "-"], bytes);
    let log: serde_json::Value = serde_json::from_slice(&log.stdout).expect("one JSON document");
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "F1002");
}

#[test]
fn one_endless_line_is_cut_around_every_place() {
    let folder = Folder::new("endless");
    let flow: String = FIVE.split_inclusive('\n').map(str::trim).collect();
    let output = folder.run(&["validate", "-"], &flow);
    let told = text(&output.stdout);
    assert_eq!(told.matches(" ^").count(), 5, "{told}");
    let longest = told.lines().map(|line| line.chars().count()).max();
    assert!(
        longest < Some(140),
        "a line of {longest:?} characters: {told}"
    );
    assert!(
        told.contains("help: replace by `\"permissions\"`\n"),
        "{told}"
    );
    assert!(told.contains(" --> <stdin>:1:47"), "{told}");
}

#[test]
fn what_cannot_be_read_keeps_nothing_else_from_being_checked() {
    let folder = Folder::new("unreadable");
    folder.file("five.json", FIVE);
    let output = folder.run(&["validate", "none.json", "five.json", "flows", "-"], "[]");
    assert_eq!(
        output.status.code(),
        Some(2),
        "a file that cannot be read wins"
    );
    let told = text(&output.stderr);
    assert_eq!(told.lines().count(), 2, "{told}");
    for name in ["`none.json`", "`flows`"] {
        assert!(told.contains(&format!("cannot read {name}: ")), "{told}");
    }
    let told = text(&output.stdout);
    assert!(told.contains("five.json: not valid, 5 errors"), "{told}");
    assert!(told.contains("<stdin>: not valid, 1 error"), "{told}");
}
