//! The folder of an app: the only disk write of this module.
//!
//! Everything is written to a staging folder beside the target first. A new folder then appears by one rename; into a
//! folder of an earlier export each file moves by its own rename, so no file is ever half written. What the user edited
//! survives: a file differs from the last export *and* from this one only if both sides changed it, and that is refused.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::manifest::{self, Manifest, fingerprint};
use super::{ExportError, ExportFile, Progress, path, report};

/// Holds the user's key: once edited it is never replaced, whatever an export would write there.
const KEY_FILE: &str = ".env.local";

/// What [`write()`] left on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Files of the app that are now as the export has them.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: usize,
    /// Paths of files edited since the last export and left as they are, sorted.
    pub kept: Vec<String>,
    /// The folder, absolute.
    pub dir: PathBuf,
}

/// Writes an app into a folder that is new, empty or the result of an earlier export.
///
/// `progress` hears the number of files staged and their total before the first and after each file; breaking out of it
/// cancels, and the disk is then as it was before.
///
/// # Errors
/// [`ExportError::NotEmpty`] and [`ExportError::NotAFolder`] for a place that is not ours to write to,
/// [`ExportError::Edited`] if this export would overwrite an edit, [`ExportError::Cancelled`], [`ExportError::Path`] and
/// [`ExportError::Duplicate`] for a list that must not be written, [`ExportError::Disk`] if the system refuses.
pub fn write(
    files: &[ExportFile],
    dir: &Path,
    progress: &mut Progress<'_>,
) -> Result<Written, ExportError> {
    path::check_all(files)?;
    let dir = resolve(dir)?;
    let update = Update::plan(files, &dir)?;
    let staging = Staging::beside(&dir)?;
    let total = update.changed.len();
    report(progress, 0, total)?;
    for (done, file) in update.changed.iter().enumerate() {
        staging.put(file)?;
        report(progress, done + 1, total)?;
    }
    let manifest = update.manifest(files).file();
    staging.put(&manifest)?;
    staging.commit(&update, &manifest, &dir)?;
    Ok(update.written(files, dir))
}

/// The absolute place; where a link stands, the place it leads to, since a link can be neither filled nor replaced.
fn resolve(dir: &Path) -> Result<PathBuf, ExportError> {
    let place = if fs::symlink_metadata(dir).is_ok_and(|metadata| metadata.is_symlink()) {
        fs::canonicalize(dir)
    } else {
        std::path::absolute(dir)
    };
    place.map_err(ExportError::disk("resolve", dir))
}

/// What has to happen in the folder, decided before anything does.
struct Update<'a> {
    /// Whether files of an earlier export stand in the folder.
    over_own_output: bool,
    changed: Vec<&'a ExportFile>,
    kept: Vec<String>,
    /// Files of the earlier export that this one no longer has and nobody edited.
    gone: Vec<String>,
    last: Option<Manifest>,
}

impl<'a> Update<'a> {
    fn plan(files: &'a [ExportFile], dir: &Path) -> Result<Self, ExportError> {
        let Some(last) = last_export(dir)? else {
            return Ok(Self {
                over_own_output: false,
                changed: files.iter().collect(),
                kept: Vec::new(),
                gone: Vec::new(),
                last: None,
            });
        };
        let (mut changed, mut kept, mut edited) = (Vec::new(), Vec::new(), Vec::new());
        for file in files {
            let ours = fingerprint(&file.bytes);
            let base = last.files.get(&file.path);
            match on_disk(dir, &file.path)? {
                None => changed.push(file),
                Some(theirs) if theirs == ours => {}
                Some(theirs) if base == Some(&theirs) => changed.push(file),
                Some(_) if base == Some(&ours) || file.path == KEY_FILE => {
                    kept.push(file.path.clone());
                }
                Some(_) => edited.push(file.path.clone()),
            }
        }
        if !edited.is_empty() {
            edited.sort();
            return Err(ExportError::Edited {
                dir: dir.to_owned(),
                files: edited,
            });
        }
        let mut gone = Vec::new();
        for (path, base) in &last.files {
            let listed = files.iter().any(|file| file.path == *path);
            if !listed && path::check(path).is_ok() && on_disk(dir, path)?.as_ref() == Some(base) {
                gone.push(path.clone());
            }
        }
        kept.sort();
        Ok(Self {
            over_own_output: true,
            changed,
            kept,
            gone,
            last: Some(last),
        })
    }

    /// What this export vouches for: its files, and for a kept one still the state the user started from.
    fn manifest(&self, files: &[ExportFile]) -> Manifest {
        let mut manifest = Manifest::of(files);
        for path in &self.kept {
            if let Some(base) = self.last.as_ref().and_then(|last| last.files.get(path)) {
                manifest.files.insert(path.clone(), base.clone());
            }
        }
        manifest
    }

    fn written(self, files: &[ExportFile], dir: PathBuf) -> Written {
        let ours = files
            .iter()
            .filter(|file| self.kept.binary_search(&file.path).is_err());
        let (count, bytes) = ours.fold((0, 0), |(count, bytes), file| {
            (count + 1, bytes + file.bytes.len())
        });
        Written {
            files: count,
            bytes,
            kept: self.kept,
            dir,
        }
    }
}

/// The manifest in a folder; `None` for a place that is new or an empty folder.
fn last_export(dir: &Path) -> Result<Option<Manifest>, ExportError> {
    let mut entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(ExportError::NotAFolder {
                dir: dir.to_owned(),
            });
        }
        Err(error) => return Err(ExportError::disk("read", dir)(error)),
    };
    if entries.next().is_none() {
        return Ok(None);
    }
    let known = fs::read(dir.join(manifest::PATH))
        .ok()
        .and_then(|bytes| Manifest::read(&bytes));
    known.map(Some).ok_or_else(|| ExportError::NotEmpty {
        dir: dir.to_owned(),
    })
}

/// Fingerprint of a file in the folder; `None` where nothing stands.
///
/// A link or a folder in the way counts as edited (a fingerprint no file has): nothing is written through it.
fn on_disk(dir: &Path, path: &str) -> Result<Option<String>, ExportError> {
    let mut place = dir.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        let kind = match fs::symlink_metadata(&place) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(ExportError::disk("read", &place)(error)),
        };
        let as_expected = if parts.peek().is_some() {
            kind.is_dir()
        } else {
            kind.is_file()
        };
        if !as_expected {
            return Ok(Some("not a file of its own".to_owned()));
        }
    }
    let bytes = fs::read(&place).map_err(ExportError::disk("read", &place))?;
    Ok(Some(fingerprint(&bytes)))
}

/// A folder beside the target, on the same file system so that renames are atomic; removed on every way out.
struct Staging(PathBuf);

impl Staging {
    fn beside(dir: &Path) -> Result<Self, ExportError> {
        let (Some(parent), Some(name)) = (dir.parent(), dir.file_name()) else {
            return Err(ExportError::NotEmpty {
                dir: dir.to_owned(),
            });
        };
        fs::create_dir_all(parent).map_err(ExportError::disk("create", parent))?;
        let random = getrandom::u64().map_err(ExportError::Random)?;
        let place = parent.join(format!(".{}.{random:016x}.part", name.to_string_lossy()));
        // Told by the name that was asked for: the temporary one means nothing to anybody.
        fs::create_dir(&place).map_err(ExportError::disk("create", dir))?;
        Ok(Self(place))
    }

    fn put(&self, file: &ExportFile) -> Result<(), ExportError> {
        let place = self.0.join(&file.path);
        create_parent(&place)?;
        fs::write(&place, &file.bytes).map_err(ExportError::disk("write", &place))?;
        if file.path == KEY_FILE {
            owner_only(&place)
        } else {
            Ok(())
        }
    }

    fn commit(
        &self,
        update: &Update<'_>,
        manifest: &ExportFile,
        dir: &Path,
    ) -> Result<(), ExportError> {
        if !update.over_own_output {
            // An empty folder in the way is replaced; should it have been filled meanwhile, it cannot be removed.
            match fs::remove_dir(dir) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(ExportError::disk("replace", dir)(error));
                }
                _ => {}
            }
            return fs::rename(&self.0, dir).map_err(ExportError::disk("create", dir));
        }
        // The manifest moves last: after a crash in between, the files moved so far equal the next export and pass.
        for file in update.changed.iter().copied().chain([manifest]) {
            let place = dir.join(&file.path);
            create_parent(&place)?;
            fs::rename(self.0.join(&file.path), &place)
                .map_err(ExportError::disk("replace", &place))?;
        }
        for path in &update.gone {
            let place = dir.join(path);
            fs::remove_file(&place).map_err(ExportError::disk("remove", &place))?;
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After a rename of the whole folder nothing is left to remove; elsewhere a leftover is harmless.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn create_parent(place: &Path) -> Result<(), ExportError> {
    let Some(parent) = place.parent() else {
        return Ok(());
    };
    fs::create_dir_all(parent).map_err(ExportError::disk("create", parent))
}

/// The file will hold a key, so that only its owner may read it.
fn owner_only(place: &Path) -> Result<(), ExportError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(place, fs::Permissions::from_mode(0o600))
            .map_err(ExportError::disk("protect", place))?;
    }
    #[cfg(not(unix))]
    let _ = place;
    Ok(())
}
