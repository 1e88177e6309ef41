//! The command line as people, scripts and code hosts meet it.

mod commands;
mod excerpts;
mod guarantees;
mod mistakes;
mod validate;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use facesign_mcp::cli::{Exit, run};

/// A recipe, which is valid.
const GOOD: &str = include_str!("../../src/author/recipes/quickstart.flow.json");

/// Exit code, standard output, standard error.
fn facesign(arguments: &[&str]) -> (Exit, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = std::iter::once("facesign-mcp")
        .chain(arguments.iter().copied())
        .map(OsString::from);
    let exit = run(arguments, &mut out, &mut err);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    (exit, text(out), text(err))
}

/// A folder of one test alone, in which commands run; removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("facesign-cli-{name}-{}", std::process::id()));
        std::fs::create_dir_all(path.join("flows")).expect("a temporary folder");
        Self(path)
    }

    /// Writes a file and gives its path.
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).expect("a temporary file");
        path.display().to_string()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).expect("the file")
    }

    /// Runs the program here, with these bytes as standard input.
    fn run(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_facesign-mcp"))
            .args(arguments)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("an input");
        stdin.write_all(input.as_ref()).expect("the input is taken");
        drop(stdin);
        child.wait_with_output().expect("the program ends")
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
