//! The database: opening it, and one transaction at a time.

mod list;
mod media;
mod secrets;
mod sessions;

pub(super) use list::{Filter, MAX_LIMIT};
pub(super) use media::{MediaRow, Picture};
pub(super) use sessions::{Record, expire};

use std::fs::{DirBuilder, OpenOptions};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::fault::Fault;
use super::{SandboxError, Storage};

/// Layout that [`schema.sql`](./schema.sql) creates.
const LAYOUT: i64 = 1;

/// One connection behind a lock: `SQLite` writes one at a time anyway, and a sandbox has few users.
#[derive(Debug)]
pub(super) struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    pub(super) fn open(storage: Storage) -> Result<Self, SandboxError> {
        let path = match storage {
            Storage::Memory => None,
            Storage::File(path) => {
                create_private(&path).map_err(|cause| SandboxError::File {
                    path: path.clone(),
                    cause,
                })?;
                Some(path)
            }
        };
        let opened = match &path {
            None => Connection::open_in_memory(),
            Some(path) => Connection::open(path),
        };
        let prepare = |connection: Connection| -> Result<(Connection, i64), rusqlite::Error> {
            connection.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
            )?;
            let layout = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
            if layout == 0 {
                connection.execute_batch(&format!(
                    "BEGIN; {} PRAGMA user_version = {LAYOUT}; COMMIT;",
                    include_str!("schema.sql")
                ))?;
                return Ok((connection, LAYOUT));
            }
            Ok((connection, layout))
        };
        match opened.and_then(prepare) {
            Ok((connection, LAYOUT)) => Ok(Self {
                connection: Mutex::new(connection),
            }),
            Ok((_, found)) => Err(SandboxError::Layout {
                path,
                found,
                expected: LAYOUT,
            }),
            Err(cause) => Err(SandboxError::Database { path, cause }),
        }
    }

    /// Runs `work` in one transaction, which is undone where it fails. Blocks; call it off the async threads.
    pub(super) fn transact<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

/// Creates a missing file, and the folders above it, for their owner alone: it will hold client secrets. `SQLite` gives its
/// side files the same mode.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut folders = DirBuilder::new();
    folders.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
    path.parent()
        .map_or(Ok(()), |folder| folders.create(folder))?;
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
