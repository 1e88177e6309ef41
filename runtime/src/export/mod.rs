//! A plan as a deployable Next.js app: file list, archive, folder, download link.
//!
//! The data path is plan → [`plan_files`] (pure) → [`archive`] (zip) or [`write()`] (folder). The same plan, name and
//! upstream always give the same bytes. Only [`write()`] touches the disk; only [`Downloads`] keeps an archive in memory.

use std::ops::ControlFlow;

mod archive;
mod downloads;
mod error;
mod manifest;
mod name;
mod path;
mod plan;
#[cfg(test)]
mod plan_tests;
mod texts;
mod verdict;
mod write;
#[cfg(test)]
mod write_tests;

pub use archive::archive;
pub use downloads::{Download, DownloadLimits, Downloads, configure};
pub use error::ExportError;
pub use name::AppName;
pub use plan::{Upstream, plan_files};
pub use texts::default_texts;
pub use write::{Written, write};

/// Hears how many files are done, and of how many; breaking out of it cancels.
pub type Progress<'a> = dyn FnMut(usize, usize) -> ControlFlow<()> + 'a;

/// Tells of the progress, and of a cancellation as an error.
fn report(progress: &mut Progress<'_>, done: usize, total: usize) -> Result<(), ExportError> {
    match progress(done, total) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(ExportError::Cancelled),
    }
}

/// One file of an exported app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportFile {
    /// Path inside the app's folder: relative, parts joined by `/`, neither `.` nor `..` among them.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}
