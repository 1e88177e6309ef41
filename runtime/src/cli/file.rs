//! Files that a command writes: whole or not at all, through a temporary file beside them and a rename.

use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::{Exit, Failure};

/// Copies kept of one file; a person who has that many has long stopped looking at them.
const MOST_BACKUPS: u32 = 99;

/// Makes the folder in which a file is to stand, and those above it.
///
/// # Errors
///
/// What the system says.
pub(super) fn make_room(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Writes a file where none stands.
///
/// # Errors
///
/// [`ErrorKind::AlreadyExists`] where something stands there, which is left as it is; else what the system says.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_as(path, bytes, None)
}

fn create_as(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let staged = Staged::beside(path, bytes, permissions)?;
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

/// Writes the file of an `--out`, and replaces one that stands there only with `--force`.
pub(super) fn save(path: &Path, text: &str, force: bool) -> Result<(), Failure> {
    let saved = if force {
        replace(path, text.as_bytes())
    } else {
        create(path, text.as_bytes())
    };
    saved.map_err(|error| {
        let is_folder = path.is_dir();
        let path = path.display();
        Failure::new(
            Exit::Failed,
            match error.kind() {
                _ if is_folder => format!("`{path}` is a folder: name a file in it"),
                ErrorKind::AlreadyExists => {
                    format!("`{path}` exists: give another --out, or --force to replace it")
                }
                ErrorKind::NotFound => {
                    format!("cannot write `{path}`: make its folder first, or give another --out")
                }
                _ => format!("cannot write `{path}`: {error}"),
            },
        )
    })
}

/// Copies a file, permissions too, to the first free name of `….backup`, `….backup-2`… beside it.
///
/// # Errors
///
/// What the system says; [`ErrorKind::AlreadyExists`] where all 99 names are taken.
pub(super) fn keep(path: &Path) -> io::Result<PathBuf> {
    let bytes = fs::read(path)?;
    let permissions = fs::metadata(path)?.permissions();
    for count in 1..=MOST_BACKUPS {
        let mut name = path.as_os_str().to_owned();
        name.push(".backup");
        if count > 1 {
            name.push(format!("-{count}"));
        }
        let backup = PathBuf::from(name);
        match create_as(&backup, &bytes, Some(permissions.clone())) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            done => return done.map(|()| backup),
        }
    }
    Err(io::Error::new(
        ErrorKind::AlreadyExists,
        format!("there are {MOST_BACKUPS} copies already: remove old ones"),
    ))
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
