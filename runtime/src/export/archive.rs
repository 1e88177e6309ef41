//! The zip of an app, byte for byte the same for the same files.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::manifest::Manifest;
use super::{AppName, ExportError, ExportFile, Progress, path, report};

/// Packs the files under one top folder named like the app, with the manifest of the export added.
///
/// Entries are sorted by path, dated 1980-01-01 (the zero of the format) and have mode 0644, so equal files give equal bytes.
///
/// # Errors
/// [`ExportError::Path`] or [`ExportError::Duplicate`] for a list that must not be unpacked,
/// [`ExportError::Cancelled`] if `progress` breaks, [`ExportError::Archive`] if the writer refuses.
pub fn archive(
    files: &[ExportFile],
    name: &AppName,
    progress: &mut Progress<'_>,
) -> Result<Vec<u8>, ExportError> {
    path::check_all(files)?;
    let manifest = Manifest::of(files).file();
    let mut sorted: Vec<&ExportFile> = files.iter().chain([&manifest]).collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let total = sorted.len();
    report(progress, 0, total)?;
    for (done, file) in sorted.into_iter().enumerate() {
        zip.start_file(format!("{name}/{}", file.path), options)?;
        zip.write_all(&file.bytes)
            .map_err(zip::result::ZipError::from)?;
        report(progress, done + 1, total)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::ops::ControlFlow;

    use super::*;

    fn pack(files: &[ExportFile], name: &AppName) -> Result<Vec<u8>, ExportError> {
        archive(files, name, &mut |_, _| ControlFlow::Continue(()))
    }

    fn file(path: &str, text: &str) -> ExportFile {
        ExportFile {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
        }
    }

    #[test]
    fn equal_files_give_equal_bytes_in_any_order() {
        let (a, b) = (
            file("app/page.tsx", "page"),
            file(".env.local", "FACESIGN_API_KEY=\n"),
        );
        let name = AppName::default();
        let one = pack(&[a.clone(), b.clone()], &name).unwrap();
        assert_eq!(one, pack(&[b, a], &name).unwrap());
        assert_ne!(one, pack(&[file("app/page.tsx", "other")], &name).unwrap());
    }

    #[test]
    fn everything_lies_under_the_app_folder() {
        let bytes = pack(
            &[file("b.txt", "two"), file("a/b.txt", "one")],
            &AppName::parse("my-app").unwrap(),
        )
        .unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = zip
            .file_names()
            .map(|name| name.unwrap().into_owned())
            .collect();
        assert_eq!(
            names,
            [
                "my-app/.facesign-export.json",
                "my-app/a/b.txt",
                "my-app/b.txt"
            ]
        );
        let mut text = String::new();
        zip.by_name("my-app/a/b.txt")
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, "one");
    }

    #[test]
    fn refuses_paths_that_climb_out() {
        let climbing = pack(&[file("../../x", "x")], &AppName::default());
        assert!(matches!(climbing, Err(ExportError::Path { .. })));
    }

    #[test]
    fn progress_counts_every_file_and_can_cancel() {
        let files = [file("a.txt", "one"), file("b.txt", "two")];
        let mut heard = Vec::new();
        let mut listen = |done, total| {
            heard.push((done, total));
            ControlFlow::Continue(())
        };
        archive(&files, &AppName::default(), &mut listen).unwrap();
        assert_eq!(heard, [(0, 3), (1, 3), (2, 3), (3, 3)]);
        let stop = &mut |done, _| {
            if done == 1 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let cancelled = archive(&files, &AppName::default(), stop);
        assert!(matches!(cancelled, Err(ExportError::Cancelled)));
    }
}
