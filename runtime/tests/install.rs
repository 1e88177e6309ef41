//! `install` on the files of clients: what it writes, keeps and refuses.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use facesign_mcp::cli::{Exit, run};
use serde_json::{Value, json};

const URL: &str = "http://127.0.0.1:8787/mcp";

/// A project of this test alone, removed at its end.
struct Project(PathBuf);

impl Project {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("facesign-install-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    fn put(&self, file: &str, text: &str) -> PathBuf {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).expect("a file");
        path
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).expect("a file")
    }

    fn json(&self, file: &str) -> Value {
        serde_json::from_str(&self.read(file)).expect("JSON")
    }

    /// Names of everything in the project, sorted.
    fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0)
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("Unicode")
            })
            .collect();
        names.sort();
        names
    }

    /// Exit code, standard output, standard error.
    fn install(&self, client: &str, more: &[&str]) -> (Exit, String, String) {
        let folder = self.0.display().to_string();
        let fixed = [
            "facesign-mcp",
            "install",
            "--client",
            client,
            "--project",
            &folder,
        ];
        let arguments = fixed.iter().chain(more).map(OsString::from);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let exit = run(arguments, &mut out, &mut err);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        (exit, text(out), text(err))
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        // What is left behind in the system's temporary folder does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_new_file_is_made_where_each_client_looks() {
    let project = Project::new("new");
    let http = json!({"type": "http", "url": URL});
    let gemini = json!({"httpUrl": URL});
    for (client, file, list, entry) in [
        ("claude-code", ".mcp.json", "mcpServers", &http),
        ("cursor", ".cursor/mcp.json", "mcpServers", &http),
        ("vscode", ".vscode/mcp.json", "servers", &http),
        ("gemini-cli", ".gemini/settings.json", "mcpServers", &gemini),
    ] {
        let (exit, out, err) = project.install(client, &[]);
        assert_eq!((exit, err.as_str()), (Exit::Ok, ""), "{client}");
        assert!(
            out.contains("entry `facesign` added to") && out.contains("next: "),
            "{out}"
        );
        assert_eq!(project.json(file), json!({list: {"facesign": entry}}));
        let (exit, out, _) = project.install(client, &[]);
        assert_eq!(exit, Exit::Ok);
        assert!(out.ends_with("nothing to do\n"), "{out}");
    }
    assert_eq!(
        project.files(),
        [".cursor", ".gemini", ".mcp.json", ".vscode"],
        "and no copies"
    );
}

#[test]
fn every_change_keeps_the_earlier_file_under_a_name_of_its_own() {
    let project = Project::new("backup");
    let first = "{\n    \"mcpServers\": {\n        \"other\": { \"command\": \"x\" }\n    },\n    \"b\": 1, \"a\": 2\n}\n";
    project.put(".mcp.json", first);
    project.put(".mcp.json.backup", "older");
    let (exit, out, err) = project.install("claude-code", &[]);
    assert_eq!((exit, err.as_str()), (Exit::Ok, ""));
    assert!(out.contains(".mcp.json.backup-2\n"), "{out}");
    assert_eq!(project.read(".mcp.json.backup"), "older");
    assert_eq!(project.read(".mcp.json.backup-2"), first);
    let second = project.read(".mcp.json");
    assert!(second.starts_with("{\n    \"mcpServers\": {\n        \"other\": { \"command\": \"x\" },\n        \"facesign\": {\n            \"type\""), "{second}");
    assert!(
        second.ends_with("\n    },\n    \"b\": 1, \"a\": 2\n}\n"),
        "{second}"
    );

    let (exit, out, _) = project.install("claude-code", &["--stdio"]);
    assert_eq!(exit, Exit::Ok);
    assert!(out.contains("entry `facesign` replaced in"), "{out}");
    assert_eq!(project.read(".mcp.json.backup-3"), second);
    let entry = &project.json(".mcp.json")["mcpServers"]["facesign"];
    assert_eq!(entry["args"], json!(["stdio"]));
    let command = entry["command"].as_str().expect("a command");
    assert!(Path::new(command).is_absolute(), "{command}");
    assert_eq!(project.files().len(), 4, "no temporary file is left");
}

#[test]
fn print_only_shows() {
    let project = Project::new("print");
    let text = "{\"mcpServers\": {}}";
    project.put(".mcp.json", text);
    let (exit, out, _) = project.install(
        "claude-code",
        &["--print", "--url", "https://mcp.example/mcp"],
    );
    assert_eq!(exit, Exit::Ok);
    let shown: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(
        shown["mcpServers"]["facesign"]["url"],
        "https://mcp.example/mcp"
    );
    assert_eq!(project.read(".mcp.json"), text);
    assert_eq!(project.install("cursor", &["--print"]).0, Exit::Ok);
    assert_eq!(project.files(), [".mcp.json"]);
}

#[test]
fn a_file_that_cannot_be_merged_is_left_alone() {
    let project = Project::new("broken");
    for (text, said) in [
        (
            "{\n  \"servers\": {\n    \"a\": {}\n    \"b\": {}\n  }\n}",
            "at line 4, column 5",
        ),
        (
            "{\n  // mine\n  \"servers\": {}\n}",
            "has a comment at line 2, column 3",
        ),
        ("{\"servers\": [1]}", "has no object at `servers`"),
        ("\"servers\"", "has no object at its top"),
    ] {
        let path = project.put(".vscode/mcp.json", text);
        let (exit, out, err) = project.install("vscode", &[]);
        assert_eq!((exit, out.as_str()), (Exit::Failed, ""), "{text}");
        let named = err.contains(&format!("`{}`", path.display()));
        assert!(named && err.contains(said), "{err}");
        assert!(
            err.ends_with("; nothing was changed\n") && err.lines().count() == 1,
            "{err}"
        );
        assert_eq!(project.read(".vscode/mcp.json"), text);
    }
    assert_eq!(
        fs::read_dir(project.0.join(".vscode"))
            .expect("a folder")
            .count(),
        1
    );
}

#[test]
fn keys_and_wrong_uses_are_refused() {
    let project = Project::new("refused");
    for url in [
        "https://mcp.example/mcp?key=sk_test_0123456789abcdef",
        "https://user:word@mcp.example/mcp",
        "ftp://mcp.example/mcp",
    ] {
        let (exit, _, err) = project.install("cursor", &["--url", url]);
        assert_eq!(exit, Exit::Usage, "{url}");
        assert!(
            !err.contains("0123456789") && !err.contains("word@"),
            "{err}"
        );
    }
    assert_eq!(
        project.install("cursor", &["--url", URL, "--stdio"]).0,
        Exit::Usage
    );
    let (exit, _, err) = project.install("claude-desktop", &["--print"]);
    assert_eq!(exit, Exit::Usage);
    assert!(err.contains("--project"), "{err}");
    assert!(project.files().is_empty());
    let gone = Project(project.0.join("gone"));
    let (exit, _, err) = gone.install("cursor", &[]);
    assert_eq!(exit, Exit::Usage);
    assert!(err.contains("is no folder"), "{err}");
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let project = Project::new("links");
    let real = project.put("dotfiles/mcp.json", "{}");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).expect("permissions");
    symlink(&real, project.0.join(".mcp.json")).expect("a link");
    assert_eq!(project.install("claude-code", &[]).0, Exit::Ok);
    let link = fs::symlink_metadata(project.0.join(".mcp.json")).expect("a link");
    assert!(link.is_symlink());
    assert!(project.read("dotfiles/mcp.json").contains(URL));
    for file in [real, project.0.join(".mcp.json.backup")] {
        let mode = fs::metadata(&file).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}

#[test]
fn claude_desktop_gets_the_path_of_the_program() {
    let home = Project::new("desktop");
    let program = env!("CARGO_BIN_EXE_facesign-mcp");
    let done = Command::new(program)
        .args(["install", "--client", "claude-desktop", "--stdio"])
        .env_remove("XDG_CONFIG_HOME")
        .env("HOME", &home.0)
        .env("APPDATA", &home.0)
        .output()
        .expect("the program runs");
    assert!(done.status.success(), "{done:?}");
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    let file = said
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("entry `facesign` added to "))
        .expect("the place");
    assert!(
        file.ends_with("claude_desktop_config.json") && Path::new(file).starts_with(&home.0),
        "{file}"
    );
    assert_eq!(
        home.json(file),
        json!({"mcpServers": {"facesign": {"command": program, "args": ["stdio"]}}})
    );
}

/// A client on the page about clients: its command and the file it says will be there.
struct Told {
    client: String,
    stdio: bool,
    file: String,
    json: Value,
}

impl Told {
    /// The sections that tell of an installation.
    fn all() -> Vec<Self> {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/clients.md");
        let page = fs::read_to_string(page).expect("the page");
        let sections = page.split("\n## ").skip(1);
        let installing = sections.filter(|section| section.contains("1. `facesign-mcp install"));
        installing.map(Self::of).collect()
    }

    fn of(section: &str) -> Self {
        let between = |from: &str, to: &str| {
            let begin = section
                .find(from)
                .unwrap_or_else(|| panic!("{from} in {section}"))
                + from.len();
            section[begin..]
                .split(to)
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let command = between("1. `facesign-mcp install --client ", "`");
        let linux = section.contains("| Linux");
        let file = if linux {
            between("`$XDG_CONFIG_HOME/", "`")
        } else {
            between("writes `", "`").trim_start_matches("~/").to_owned()
        };
        Self {
            client: command.split(' ').next().unwrap_or_default().to_owned(),
            stdio: command.contains("--stdio"),
            file,
            json: serde_json::from_str(&between("```json\n", "```")).expect("JSON"),
        }
    }
}

/// What a person reads and what the program does are the same.
#[cfg(target_os = "linux")]
#[test]
fn the_page_about_clients_shows_what_is_written() {
    let program = env!("CARGO_BIN_EXE_facesign-mcp");
    let told = Told::all();
    let help = Command::new(program)
        .args(["install", "--client", "nobody"])
        .output()
        .expect("the program runs");
    let help = String::from_utf8_lossy(&help.stderr).into_owned();
    let named: Vec<&str> = told.iter().map(|told| told.client.as_str()).collect();
    assert!(
        help.contains(&format!("[possible values: {}]", named.join(", "))),
        "{named:?}: {help}"
    );
    for Told {
        client,
        stdio,
        file,
        json,
    } in &told
    {
        let home = Project::new(&format!("page-{client}"));
        let install = |more: &[&str]| {
            let mut install = Command::new(program);
            install.args(["install", "--client", client]).args(more);
            install
                .current_dir(&home.0)
                .env("HOME", &home.0)
                .env("XDG_CONFIG_HOME", &home.0);
            install.output().expect("the program runs")
        };
        let way: &[&str] = if *stdio {
            &["--stdio", "--print"]
        } else {
            &["--print"]
        };
        let shown =
            String::from_utf8_lossy(&install(way).stdout).replace(program, "/path/of/facesign-mcp");
        let shown: Value = serde_json::from_str(&shown)
            .unwrap_or_else(|error| panic!("{client}: {error}: {shown}"));
        assert_eq!(shown, *json, "{client}");
        assert!(install(&way[..way.len() - 1]).status.success());
        assert!(home.0.join(file).is_file(), "{client}: {file}");
    }
}
