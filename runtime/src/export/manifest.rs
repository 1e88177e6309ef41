//! The list of what an export wrote: it travels with the app, so that a later export knows its own files again.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ExportFile;

/// Where the manifest lies inside an app.
pub(super) const PATH: &str = ".facesign-export.json";

/// Path → SHA-256 (hex) of every file of one export, the manifest itself left out.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Tells a reader what this file is for.
    note: String,
    /// Version of this format.
    format: u32,
    pub(super) files: BTreeMap<String, String>,
}

impl Manifest {
    const FORMAT: u32 = 1;

    pub(super) fn of(files: &[ExportFile]) -> Self {
        Self {
            note:
                "written by facesign-mcp export; lets a later export tell its own files from yours"
                    .to_owned(),
            format: Self::FORMAT,
            files: files
                .iter()
                .map(|file| (file.path.clone(), fingerprint(&file.bytes)))
                .collect(),
        }
    }

    /// Reads a manifest; `None` when the bytes are not one of a format known here.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes)
            .ok()
            .filter(|manifest: &Self| manifest.format == Self::FORMAT)
    }

    /// The manifest as a file of the app.
    pub(super) fn file(&self) -> ExportFile {
        let mut text =
            serde_json::json!({ "note": self.note, "format": self.format, "files": self.files });
        text.sort_all_objects();
        ExportFile {
            path: PATH.to_owned(),
            bytes: format!("{text:#}\n").into_bytes(),
        }
    }
}

/// SHA-256 in lower-case hex.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a `String` cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
