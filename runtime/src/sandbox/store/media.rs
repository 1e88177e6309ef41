//! Rows of pictures taken at the hosted page.

use rusqlite::{OptionalExtension, Transaction, params};

use super::super::fault::Fault;
use super::super::random;

/// Pictures kept per session; a further one replaces the oldest.
const MAX_PICTURES: i64 = 8;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Picture {
    Document,
    Face,
}

impl Picture {
    pub(in crate::sandbox) fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Face => "face",
        }
    }

    pub(in crate::sandbox) fn from_name(name: &str) -> Option<Self> {
        [Self::Document, Self::Face]
            .into_iter()
            .find(|picture| picture.as_str() == name)
    }
}

/// A stored picture without its bytes.
pub(in crate::sandbox) struct MediaRow {
    pub(in crate::sandbox) id: String,
    pub(in crate::sandbox) kind: Picture,
    pub(in crate::sandbox) created_at: i64,
    pub(in crate::sandbox) content_type: String,
}

impl MediaRow {
    /// Stores a picture of a session.
    pub(in crate::sandbox) fn insert(
        tx: &Transaction<'_>,
        session: &str,
        kind: Picture,
        content_type: &str,
        bytes: &[u8],
        now: i64,
    ) -> Result<(), Fault> {
        tx.execute(
            "INSERT INTO media (id, session, kind, created_at, content_type, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![random::media_id(), session, kind.as_str(), now, content_type, bytes],
        )?;
        tx.execute(
            "DELETE FROM media WHERE session = ?1 AND id NOT IN
                 (SELECT id FROM media WHERE session = ?1 ORDER BY created_at DESC, id LIMIT ?2)",
            params![session, MAX_PICTURES],
        )?;
        Ok(())
    }

    /// The pictures of a session, oldest first.
    pub(in crate::sandbox) fn of(tx: &Transaction<'_>, session: &str) -> Result<Vec<Self>, Fault> {
        let mut statement = tx
            .prepare("SELECT id, kind, created_at, content_type FROM media WHERE session = ?1 ORDER BY created_at, id")?;
        let rows = statement.query_map(params![session], |row| {
            let kind: String = row.get(1)?;
            let kind = Picture::from_name(&kind).unwrap_or(Picture::Face);
            Ok(Self {
                id: row.get(0)?,
                kind,
                created_at: row.get(2)?,
                content_type: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Media type and bytes of a picture.
    pub(in crate::sandbox) fn bytes(
        tx: &Transaction<'_>,
        id: &str,
    ) -> Result<Option<(String, Vec<u8>)>, Fault> {
        let sql = "SELECT content_type, bytes FROM media WHERE id = ?1";
        Ok(tx
            .query_row(sql, params![id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?)
    }
}
