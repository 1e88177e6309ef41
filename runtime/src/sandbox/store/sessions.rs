//! Rows of sessions.

use rusqlite::{OptionalExtension, Row, Transaction, named_params, params};

use super::super::fault::Fault;
use super::super::tenant::Tenant;
use super::super::walk::{Scene, Walk};
use super::super::{IDLE_MS, LEFT_GRACE_MS, MAX_SESSIONS, RETENTION_MS};
use crate::api::wire::{Session, SessionSettings, SessionStatus};
use crate::flow::Flow;

/// Columns in the order [`Record::read`] takes them.
pub(super) const COLUMNS: &str =
    "id, tenant, created_at, started_at, finished_at, status, seen_at, left_at, settings, walk";

/// A session as it is stored.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct Record {
    pub(in crate::sandbox) id: String,
    pub(in crate::sandbox) tenant: Tenant,
    pub(in crate::sandbox) created_at: i64,
    pub(in crate::sandbox) started_at: Option<i64>,
    pub(in crate::sandbox) finished_at: Option<i64>,
    pub(in crate::sandbox) status: SessionStatus,
    /// Last sign of life of the hosted page.
    pub(in crate::sandbox) seen_at: Option<i64>,
    /// When the hosted page was left, unless it came back.
    pub(in crate::sandbox) left_at: Option<i64>,
    pub(in crate::sandbox) settings: SessionSettings,
    pub(in crate::sandbox) walk: Walk,
}

impl Record {
    /// The session as the API shows it, media aside.
    pub(in crate::sandbox) fn session(self) -> Session {
        Session {
            id: self.id,
            created_at: self.created_at,
            started_at: self.started_at,
            finished_at: self.finished_at,
            status: self.status,
            settings: self.settings,
            version: None,
            report: Some(self.walk.report),
            extra: serde_json::Map::default(),
        }
    }

    /// The walk, and the scene it plays in.
    pub(in crate::sandbox) fn stage<'a>(
        &'a mut self,
        flow: &'a Flow,
        now: i64,
    ) -> (&'a mut Walk, Scene<'a>) {
        let scene = Scene {
            flow,
            settings: &self.settings,
            now,
        };
        (&mut self.walk, scene)
    }

    /// Ends the session; nothing changes it afterwards.
    pub(in crate::sandbox) fn end(&mut self, status: SessionStatus, now: i64) {
        self.status = status;
        self.finished_at = Some(now);
    }

    /// Stores a new session.
    pub(in crate::sandbox) fn insert(&self, tx: &Transaction<'_>) -> Result<(), Fault> {
        tx.execute(
            "DELETE FROM sessions WHERE created_at < ?1",
            params![self.created_at - RETENTION_MS],
        )?;
        let kept: i64 = tx.query_row("SELECT count(*) FROM sessions", [], |row| row.get(0))?;
        if kept >= MAX_SESSIONS {
            return Err(Fault::Full { max: MAX_SESSIONS });
        }
        tx.execute(
            "INSERT INTO sessions (id, tenant, created_at, started_at, finished_at, status, seen_at, left_at,
                 client_reference_id, flow_id, haystack, settings, walk)
             VALUES (:id, :tenant, :created_at, :started_at, :finished_at, :status, :seen_at, :left_at,
                 :reference, :flow_id, :haystack, :settings, :walk)",
            named_params! {
                ":id": self.id, ":tenant": self.tenant.0, ":created_at": self.created_at,
                ":started_at": self.started_at, ":finished_at": self.finished_at, ":status": self.status.as_str(),
                ":seen_at": self.seen_at, ":left_at": self.left_at, ":reference": self.settings.client_reference_id,
                ":flow_id": self.flow_id(), ":haystack": self.haystack()?,
                ":settings": serde_json::to_string(&self.settings)?, ":walk": serde_json::to_string(&self.walk)?,
            },
        )?;
        Ok(())
    }

    /// Stores what may change.
    pub(in crate::sandbox) fn update(&self, tx: &Transaction<'_>) -> Result<(), Fault> {
        tx.execute(
            "UPDATE sessions SET started_at = :started_at, finished_at = :finished_at, status = :status,
                 seen_at = :seen_at, left_at = :left_at, walk = :walk WHERE id = :id",
            named_params! {
                ":id": self.id, ":started_at": self.started_at, ":finished_at": self.finished_at,
                ":status": self.status.as_str(), ":seen_at": self.seen_at, ":left_at": self.left_at,
                ":walk": serde_json::to_string(&self.walk)?,
            },
        )?;
        Ok(())
    }

    /// A tenant's session; another tenant's is as unknown as one that never was.
    pub(in crate::sandbox) fn load(
        tx: &Transaction<'_>,
        tenant: &Tenant,
        id: &str,
    ) -> Result<Self, Fault> {
        let sql = format!("SELECT {COLUMNS} FROM sessions WHERE id = ?1 AND tenant = ?2");
        tx.query_row(&sql, params![id, tenant.0], |row| Ok(Self::read(row)))
            .optional()?
            .ok_or_else(|| Fault::NoSession(id.chars().take(60).collect()))?
    }

    /// The session of an id that came from our own tables.
    pub(super) fn load_any(tx: &Transaction<'_>, id: &str) -> Result<Self, Fault> {
        let sql = format!("SELECT {COLUMNS} FROM sessions WHERE id = ?1");
        tx.query_row(&sql, params![id], |row| Ok(Self::read(row)))?
    }

    /// Reads a row of [`COLUMNS`].
    pub(super) fn read(row: &Row<'_>) -> Result<Self, Fault> {
        let settings: String = row.get(8)?;
        let walk: String = row.get(9)?;
        Ok(Self {
            id: row.get(0)?,
            tenant: Tenant(row.get(1)?),
            created_at: row.get(2)?,
            started_at: row.get(3)?,
            finished_at: row.get(4)?,
            status: SessionStatus::from_name(&row.get::<_, String>(5)?),
            seen_at: row.get(6)?,
            left_at: row.get(7)?,
            settings: serde_json::from_str(&settings)?,
            walk: serde_json::from_str(&walk)?,
        })
    }

    /// What the `flowId` filter compares: flows have no id of their own here, so the integrator's `metadata.flowId`.
    fn flow_id(&self) -> Option<&str> {
        self.settings
            .metadata
            .get("flowId")
            .and_then(serde_json::Value::as_str)
    }

    /// What `search` looks into: id, reference, metadata and provided data, in lower case.
    fn haystack(&self) -> Result<String, Fault> {
        let settings = &self.settings;
        let reference = settings.client_reference_id.as_deref().unwrap_or_default();
        let metadata = serde_json::to_string(&settings.metadata)?;
        let provided = serde_json::to_string(&settings.provided_data)?;
        Ok(format!("{}\n{reference}\n{metadata}\n{provided}", self.id).to_lowercase())
    }
}

/// Ends sessions whose page was left or fell silent. Evaluated before every read instead of by a timer.
pub(in crate::sandbox) fn expire(tx: &Transaction<'_>, now: i64) -> Result<(), Fault> {
    tx.execute(
        "UPDATE sessions SET status = 'incomplete', finished_at = coalesce(left_at, seen_at)
         WHERE status = 'inProgress' AND (left_at < ?1 OR seen_at < ?2)",
        params![now - LEFT_GRACE_MS, now - IDLE_MS],
    )?;
    Ok(())
}
