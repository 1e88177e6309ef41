//! The clients: where each keeps its configuration and what an entry looks like there.
//!
//! Source: the documentation of each client on MCP servers; the files are those of docs/clients.md.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Value, json};
use url::Url;

/// File of Claude Desktop in its folder.
const DESKTOP_FILE: &str = "claude_desktop_config.json";
/// File of Windsurf below the home folder.
const WINDSURF_FILE: &str = ".codeium/windsurf/mcp_config.json";

/// A client whose configuration is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Client {
    /// Claude Code, `.mcp.json` of a project
    ClaudeCode,
    /// Claude Desktop, the configuration of the user
    ClaudeDesktop,
    /// Cursor, `.cursor/mcp.json` of a project
    Cursor,
    /// VS Code, `.vscode/mcp.json` of a project
    Vscode,
    /// Gemini CLI, `.gemini/settings.json` of a project
    GeminiCli,
    /// Windsurf, the configuration of the user
    Windsurf,
}

/// How the client reaches the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// At the address of a running server.
    Http(Url),
    /// By starting this program.
    Stdio(String),
}

impl Client {
    /// The file below the folder of a project; `None` where the configuration belongs to the user.
    pub(super) fn project_file(self) -> Option<&'static str> {
        match self {
            Self::ClaudeCode => Some(".mcp.json"),
            Self::Cursor => Some(".cursor/mcp.json"),
            Self::Vscode => Some(".vscode/mcp.json"),
            Self::GeminiCli => Some(".gemini/settings.json"),
            Self::ClaudeDesktop | Self::Windsurf => None,
        }
    }

    /// The file of the user on an operating system, for clients without one per project; else the environment variable
    /// that is missing.
    pub(super) fn user_file(
        self,
        system: &str,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<PathBuf, &'static str> {
        let folder = |name: &'static str| {
            let value = variable(name).filter(|value| !value.is_empty());
            value.map(PathBuf::from).ok_or(name)
        };
        if self == Self::Windsurf {
            let home = if system == "windows" {
                "USERPROFILE"
            } else {
                "HOME"
            };
            return Ok(folder(home)?.join(WINDSURF_FILE));
        }
        let programs = match system {
            "macos" => folder("HOME")?.join("Library/Application Support"),
            "windows" => folder("APPDATA")?,
            _ => folder("XDG_CONFIG_HOME")
                .or_else(|_| folder("HOME").map(|home| home.join(".config")))?,
        };
        Ok(programs.join("Claude").join(DESKTOP_FILE))
    }

    /// The field under which servers stand.
    pub(super) fn list(self) -> &'static str {
        match self {
            Self::Vscode => "servers",
            _ => "mcpServers",
        }
    }

    /// The entry of a server.
    pub(super) fn entry(self, reach: &Reach) -> Value {
        match (reach, self) {
            (Reach::Http(url), Self::GeminiCli) => json!({"httpUrl": url.as_str()}),
            (Reach::Http(url), Self::Windsurf) => json!({"serverUrl": url.as_str()}),
            (Reach::Http(url), _) => json!({"type": "http", "url": url.as_str()}),
            (Reach::Stdio(command), Self::Vscode) => {
                json!({"type": "stdio", "command": command, "args": ["stdio"]})
            }
            (Reach::Stdio(command), _) => json!({"command": command, "args": ["stdio"]}),
        }
    }

    /// What the user does so that the client takes up the entry.
    pub(super) fn next(self) -> &'static str {
        match self {
            Self::ClaudeCode => {
                "start `claude` in the project and approve the server; `/mcp` shows it"
            }
            Self::ClaudeDesktop => "quit Claude Desktop completely and start it again",
            Self::Cursor => {
                "open the project in Cursor and switch the server on in its MCP settings"
            }
            Self::GeminiCli => "start `gemini` in the project; `/mcp` shows the server",
            Self::Windsurf => "open the MCP servers of Cascade in Windsurf and refresh them",
            Self::Vscode => {
                "open the project in VS Code and start the server with `MCP: List Servers`"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        client: Client,
        system: &str,
        variables: &[(&str, &str)],
        expected: Result<&str, &'static str>,
    ) {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        };
        assert_eq!(
            client.user_file(system, variable),
            expected.map(PathBuf::from)
        );
    }

    #[test]
    fn files_of_the_user_are_found_on_every_system() {
        let home = [("HOME", "/home/ada")];
        let desktop = Client::ClaudeDesktop;
        let mac = "/home/ada/Library/Application Support/Claude/claude_desktop_config.json";
        check(desktop, "macos", &home, Ok(mac));
        let linux = "/home/ada/.config/Claude/claude_desktop_config.json";
        check(desktop, "linux", &home, Ok(linux));
        let moved = [("HOME", "/home/ada"), ("XDG_CONFIG_HOME", "/conf")];
        check(
            desktop,
            "linux",
            &moved,
            Ok("/conf/Claude/claude_desktop_config.json"),
        );
        let roaming = [("APPDATA", "/roaming")];
        check(
            desktop,
            "windows",
            &roaming,
            Ok("/roaming/Claude/claude_desktop_config.json"),
        );
        check(desktop, "windows", &home, Err("APPDATA"));
        check(desktop, "linux", &[("HOME", "")], Err("HOME"));
        let windsurf = "/home/ada/.codeium/windsurf/mcp_config.json";
        check(Client::Windsurf, "macos", &moved, Ok(windsurf));
        check(Client::Windsurf, "windows", &home, Err("USERPROFILE"));
    }

    #[test]
    fn entries_have_the_form_of_their_client() {
        let url = "http://127.0.0.1:8787/mcp";
        let http = Reach::Http(Url::parse(url).unwrap());
        let stdio = Reach::Stdio("/bin/facesign-mcp".to_owned());
        for client in Client::value_variants() {
            let expected = match client {
                Client::GeminiCli => json!({"httpUrl": url}),
                Client::Windsurf => json!({"serverUrl": url}),
                _ => json!({"type": "http", "url": url}),
            };
            assert_eq!(client.entry(&http), expected);
            let entry = client.entry(&stdio);
            assert_eq!(entry["command"], "/bin/facesign-mcp");
            assert_eq!(entry["args"], json!(["stdio"]));
            assert_eq!(entry.get("type").is_some(), *client == Client::Vscode);
        }
    }
}
