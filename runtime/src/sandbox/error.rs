//! Why the sandbox cannot start.

use std::path::PathBuf;

/// A failure to start; wrong requests are answered over HTTP instead.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The address cannot carry a hosted page.
    #[error("`{0}` cannot be the sandbox's address; use one like http://127.0.0.1:8788")]
    PublicUrl(String),
    /// The database file cannot be created or written.
    #[error("the sandbox database `{}` cannot be written: {cause}; check the folder with `--state-dir`", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// The database cannot be opened or is not ours.
    #[error("the sandbox database {} cannot be opened: {cause}; check the folder with `--state-dir`", place(.path.as_ref()))]
    Database {
        /// The file, or none for memory.
        path: Option<PathBuf>,
        /// What `SQLite` said.
        #[source]
        cause: rusqlite::Error,
    },
    /// The file was written by another version.
    #[error("the sandbox database {} has layout {found}, this version reads {expected}; move the file away", place(.path.as_ref()))]
    Layout {
        /// The file, or none for memory.
        path: Option<PathBuf>,
        /// Layout of the file.
        found: i64,
        /// Layout of this version.
        expected: i64,
    },
}

fn place(path: Option<&PathBuf>) -> String {
    path.map_or_else(
        || "in memory".to_owned(),
        |path| format!("`{}`", path.display()),
    )
}
