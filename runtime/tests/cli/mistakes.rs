//! What is said to somebody who gives the wrong thing: where, why, what to give instead.

use crate::{Exit, Folder, GOOD, facesign};

#[test]
fn a_folder_for_the_sandbox_is_made_and_what_cannot_be_one_is_a_wrong_configuration() {
    let folder = Folder::new("state");
    let file = folder.file("taken", "");
    for command in [
        &["dev", "--port", "0", "--sandbox-port", "0"][..],
        &["sandbox", "--port", "0"],
    ] {
        let (exit, _, err) = facesign(&[command, &["--state-dir", &file]].concat());
        assert_eq!(exit, Exit::Config, "{err}");
        assert!(
            err.contains("taken/sandbox.sqlite`") && err.contains("--state-dir"),
            "{err}"
        );
        assert_eq!(err.lines().count(), 1, "{err}");
    }
}

#[test]
fn build_says_where_steps_are_wrong_and_what_to_give() {
    let folder = Folder::new("build-steps");
    let cut = folder.file("cut.json", "[{\"type\":\"liveness_detection\"");
    let object = folder.file("object.json", "{\"type\":\"liveness_detection\"}");
    let odd = folder.file("odd.json", "[\n  {\"type\": \"liveness\"}\n]");
    for (arguments, told) in [
        (&["build"][..], "nothing to build from"),
        (&["build", "--steps", &cut], "cut.json` is not JSON: "),
        (
            &["build", "--steps", &object],
            "object.json` does not hold a list",
        ),
        (
            &["build", "--steps", &odd],
            "odd.json`, at `[0].type`: there is no step `liveness`",
        ),
    ] {
        let (exit, out, err) = facesign(arguments);
        assert_eq!((exit, out.as_str()), (Exit::Usage, ""), "{err}");
        assert!(err.contains(told) && err.lines().count() == 1, "{err}");
    }
    let (exit, out, err) = facesign(&["build", "hello there"]);
    assert_eq!((exit, out.as_str()), (Exit::Failed, ""));
    assert!(
        err.starts_with("question: --answer what=") && err.contains("nothing was built"),
        "{err}"
    );
    let (exit, _, err) = facesign(&["build", "--flow", &cut, "--edits", &object]);
    assert_eq!(exit, Exit::Failed);
    assert!(
        err.contains("error[F1001") && err.contains("cut.json` first"),
        "{err}"
    );
}

#[test]
fn a_place_where_no_file_can_be_written_is_told_as_such() {
    let folder = Folder::new("places");
    let file = folder.file("good.json", GOOD);
    let missing = folder.0.join("missing/flow.svg").display().to_string();
    let a_folder = folder.0.display().to_string();
    for (out, told) in [
        (&missing, "make its folder first"),
        (&a_folder, "is a folder: name a file in it"),
    ] {
        for arguments in [
            vec!["draw", &file, "--out", out],
            vec!["build", "liveness", "--force", "--out", out],
        ] {
            let (exit, _, err) = facesign(&arguments);
            assert_eq!(exit, Exit::Failed, "{arguments:?}: {err}");
            assert!(err.contains(told) && err.lines().count() == 1, "{err}");
        }
    }
}

#[test]
fn an_address_is_one_that_a_browser_can_open() {
    let folder = Folder::new("addresses");
    let file = folder.file("good.json", GOOD);
    for wrong in ["nowhere", "ftp://example.org", "file:///etc"] {
        for arguments in [
            vec!["export", &file, "--out", "never", "--api-url", wrong],
            vec!["install", "--client", "cursor", "--print", "--url", wrong],
            vec!["serve", "--public-url", wrong],
        ] {
            let (_, _, err) = facesign(&arguments);
            assert!(
                err.contains(&format!("`{wrong}` is not an http or https address")),
                "{arguments:?}: {err}"
            );
        }
    }
    assert!(!std::path::Path::new("never").exists());
}

#[test]
fn a_configuration_file_that_is_no_toml_is_told_with_its_line() {
    let folder = Folder::new("toml");
    let file = folder.file("broken.toml", "port = 8787\n\nhost =\n");
    let (exit, _, err) = facesign(&["serve", "--config", &file]);
    assert_eq!(exit, Exit::Config);
    assert!(
        err.contains("broken.toml` is not valid TOML at line 3: "),
        "{err}"
    );
}

#[test]
fn standard_input_is_compared_with_a_file_and_not_with_itself() {
    let (exit, _, err) = facesign(&["diff", "-", "-"]);
    assert_eq!(exit, Exit::Usage);
    assert!(err.contains("standard input holds one flow only"), "{err}");
}
