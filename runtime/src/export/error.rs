//! What can keep an export from going on.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why an export did not happen; the text says what to do next and holds no secret.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The app name is not a name npm accepts.
    #[error("`{name}` is not a usable app name: {reason}")]
    Name {
        /// The name as given, shortened for display.
        name: String,
        /// What is wrong and what to write instead.
        reason: String,
    },
    /// A file path would leave the app's folder or cannot exist on every system.
    #[error("`{path}` is not a safe path inside an app: {reason}")]
    Path {
        /// The path as given.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Two files of one list share a path.
    #[error("the file `{path}` is listed twice")]
    Duplicate {
        /// The shared path.
        path: String,
    },
    /// A part of the plan cannot be turned into a file.
    #[error("the plan's `{field}` cannot be exported: {reason}")]
    Plan {
        /// Field of the plan.
        field: &'static str,
        /// What is wrong and what to change.
        reason: String,
    },
    /// The folder holds files that no export wrote.
    #[error("`{}` is not empty and was not written by an export: choose a new or an empty folder", dir.display())]
    NotEmpty {
        /// The folder.
        dir: PathBuf,
    },
    /// Something other than a folder stands at the place of the folder.
    #[error("`{}` is not a folder: choose a new or an empty folder", dir.display())]
    NotAFolder {
        /// The place.
        dir: PathBuf,
    },
    /// Files were edited by hand since the last export and the new export would change them too.
    #[error(
        "`{}` holds files edited since the last export that this export would overwrite ({}): \
         move or commit them elsewhere and delete them here, or choose another folder",
        dir.display(),
        listed(files)
    )]
    Edited {
        /// The folder.
        dir: PathBuf,
        /// Paths inside it, sorted.
        files: Vec<String>,
    },
    /// The caller's progress callback asked to stop; the folder is as it was before.
    #[error("the export was cancelled; nothing was written")]
    Cancelled,
    /// The file system refused.
    #[error("could not {action} `{}`: {source}", path.display())]
    Disk {
        /// What was tried, such as `create`.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// The system's own words.
        source: io::Error,
    },
    /// The zip writer refused.
    #[error("could not build the archive: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// The registry of download links is full.
    #[error(
        "{limit} export archives are kept already: end a session or wait for a link to expire (after {} minutes), \
         or raise the limit in the configuration",
        lifetime.as_secs() / 60
    )]
    TooManyDownloads {
        /// Archives kept at a time.
        limit: usize,
        /// How long a link lives.
        lifetime: Duration,
    },
    /// The archive does not fit beside those kept already.
    #[error(
        "an archive of {bytes} bytes does not fit into the {limit} bytes kept for export archives: write the app to a \
         folder instead, wait for a link to expire, or raise the limit in the configuration"
    )]
    DownloadTooLarge {
        /// Size of the archive in bytes.
        bytes: usize,
        /// Bytes kept at a time over all archives.
        limit: usize,
    },
    /// The system gave no random bytes for a link.
    #[error("the system gave no random bytes for a download link: {0}")]
    Random(getrandom::Error),
}

impl ExportError {
    pub(super) fn disk(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Disk {
            action,
            path,
            source,
        }
    }
}

/// The first names of a list, the rest counted.
fn listed(files: &[String]) -> String {
    const SHOWN: usize = 5;
    let named = files.iter().take(SHOWN).map(|file| format!("`{file}`"));
    let more = files.len().saturating_sub(SHOWN);
    let counted = (more > 0).then(|| format!("{more} more"));
    named.chain(counted).collect::<Vec<_>>().join(", ")
}
