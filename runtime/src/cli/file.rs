//! Files that a command writes: whole or not at all, through a temporary file beside them and a rename.

use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// Writes a file where none stands.
///
/// # Errors
///
/// [`ErrorKind::AlreadyExists`] where something stands there, which is left as it is; else what the system says.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let staged = Staged::beside(path, bytes, None)?;
    // Takes the name before anybody else can: a rename alone would replace what came in between.
    File::create_new(path)?;
    staged.commit(path).inspect_err(|_| {
        // The reason of the failure says more than that the empty file could not be removed either.
        let _ = fs::remove_file(path);
    })
}

/// Writes a file and replaces what stands there; permissions stay, and a link is followed.
///
/// # Errors
///
/// What the system says; the earlier file is then as it was.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = match fs::canonicalize(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return create(path, bytes),
        resolved => resolved?,
    };
    let permissions = fs::metadata(&path)?.permissions();
    Staged::beside(&path, bytes, Some(permissions))?.commit(&path)
}

/// A complete file under a temporary name; removed on every way out but a commit.
struct Staged(PathBuf);

impl Staged {
    fn beside(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<Self> {
        let name = path
            .file_name()
            .ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "the path names no file"))?;
        let random = getrandom::u64().map_err(io::Error::other)?;
        let mut staged = OsString::from(".");
        staged.push(name);
        staged.push(format!(".{random:016x}.part"));
        let staged = Self(path.with_file_name(staged));
        let mut file = File::create_new(&staged.0)?;
        // Before the content: what others may not read there, they may not read here for a moment either.
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(staged)
    }

    fn commit(self, path: &Path) -> io::Result<()> {
        fs::rename(&self.0, path)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // After a rename nothing is left to remove; elsewhere a leftover is harmless.
        let _ = fs::remove_file(&self.0);
    }
}
