//! Rows of client secrets. The secret itself is stored: reading a session answers with the newest one.

use rusqlite::{OptionalExtension, Transaction, params};

use super::super::fault::Fault;
use super::super::{SECRET_MS, Sandbox, random};
use super::Record;
use crate::api::wire::ClientSecret;

impl Record {
    /// Creates a further secret; the older ones stay valid until they expire.
    pub(in crate::sandbox) fn add_secret(
        &self,
        tx: &Transaction<'_>,
        sandbox: &Sandbox,
        now: i64,
    ) -> Result<ClientSecret, Fault> {
        let secret = random::client_secret();
        tx.execute(
            "INSERT INTO client_secrets (secret, session, created_at, expire_at) VALUES (?1, ?2, ?3, ?4)",
            params![secret, self.id, now, now + SECRET_MS],
        )?;
        Ok(shown(sandbox, secret, now))
    }

    /// The newest secret.
    pub(in crate::sandbox) fn secret(
        &self,
        tx: &Transaction<'_>,
        sandbox: &Sandbox,
    ) -> Result<ClientSecret, Fault> {
        let (secret, created_at) = tx.query_row(
            "SELECT secret, created_at FROM client_secrets WHERE session = ?1 ORDER BY created_at DESC, secret LIMIT 1",
            params![self.id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(shown(sandbox, secret, created_at))
    }

    /// The session a secret opens.
    pub(in crate::sandbox) fn by_secret(
        tx: &Transaction<'_>,
        secret: &str,
        now: i64,
    ) -> Result<Self, Fault> {
        let found: Option<(String, i64)> = tx
            .query_row(
                "SELECT session, expire_at FROM client_secrets WHERE secret = ?1",
                params![secret],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let (session, expire_at) = found.ok_or(Fault::UnknownSecret)?;
        if now >= expire_at {
            return Err(Fault::ExpiredSecret);
        }
        Self::load_any(tx, &session)
    }
}

fn shown(sandbox: &Sandbox, secret: String, created_at: i64) -> ClientSecret {
    let url = sandbox.address(&format!("/session?cs={secret}"));
    ClientSecret {
        secret,
        created_at,
        expire_at: created_at + SECRET_MS,
        url,
    }
}
