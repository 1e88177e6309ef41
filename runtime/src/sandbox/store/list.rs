//! Lists of sessions: filters, order, and pages that neither repeat nor lose a session.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::types::Value as Sql;
use rusqlite::{Transaction, params_from_iter};
use serde::{Deserialize, Serialize};

use super::super::fault::Fault;
use super::super::tenant::Tenant;
use super::Record;
use super::sessions::COLUMNS;
use crate::api::wire::{ListQuery, SortBy, SortOrder};

/// Page size where none is asked for (`FaceSign` API reference, listSessions).
const DEFAULT_LIMIT: u32 = 25;
/// Largest page (`FaceSign` API reference, listSessions).
pub(in crate::sandbox) const MAX_LIMIT: u32 = 100;

/// A page of records.
pub(in crate::sandbox) struct Page {
    pub(in crate::sandbox) records: Vec<Record>,
    pub(in crate::sandbox) next_cursor: Option<String>,
    pub(in crate::sandbox) total: Option<i64>,
}

/// Place after the last item of a page: its value of the sort column and its row, with the order they belong to.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Cursor {
    by: SortBy,
    order: SortOrder,
    key: serde_json::Value,
    seq: i64,
}

/// A checked query on one tenant's sessions.
pub(in crate::sandbox) struct Filter {
    query: ListQuery,
    by: SortBy,
    order: SortOrder,
    cursor: Option<Cursor>,
}

impl Filter {
    /// Checks what only the list can know: that the cursor belongs to this order.
    pub(in crate::sandbox) fn new(query: ListQuery) -> Result<Self, Fault> {
        let (by, order) = (
            query.sort_by.unwrap_or_default(),
            query.sort_order.unwrap_or_default(),
        );
        let cursor = match &query.cursor {
            None => None,
            Some(text) => Some(
                Cursor::read(text)
                    .filter(|c| (c.by, c.order) == (by, order))
                    .ok_or_else(|| {
                        Fault::invalid(
                            "cursor",
                            "this cursor is not from a list in the same order; start without one",
                        )
                    })?,
            ),
        };
        Ok(Self {
            query,
            by,
            order,
            cursor,
        })
    }

    /// Reads one page.
    pub(in crate::sandbox) fn page(
        &self,
        tx: &Transaction<'_>,
        tenant: &Tenant,
    ) -> Result<Page, Fault> {
        let (mut conditions, mut values) = self.conditions(tenant);
        let total = if self.query.include_total {
            let sql = format!(
                "SELECT count(*) FROM sessions WHERE {}",
                conditions.join(" AND ")
            );
            Some(tx.query_row(&sql, params_from_iter(values.iter()), |row| row.get(0))?)
        } else {
            None
        };
        let column = column(self.by);
        let (than, direction) = match self.order {
            SortOrder::Asc => (">", "ASC"),
            SortOrder::Desc => ("<", "DESC"),
        };
        if let Some(cursor) = &self.cursor {
            conditions.push(format!("({column}, seq) {than} (?, ?)"));
            values.push(match &cursor.key {
                serde_json::Value::String(text) => Sql::Text(text.clone()),
                other => Sql::Integer(other.as_i64().unwrap_or_default()),
            });
            values.push(Sql::Integer(cursor.seq));
        }
        let limit = self.query.limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
        let sql = format!(
            "SELECT {COLUMNS}, {column}, seq FROM sessions WHERE {} ORDER BY {column} {direction}, seq {direction} LIMIT {}",
            conditions.join(" AND "),
            limit + 1,
        );
        let mut statement = tx.prepare(&sql)?;
        let mut rows = statement.query(params_from_iter(values.iter()))?;
        let (mut records, mut last, mut more) = (Vec::new(), None, false);
        while let Some(row) = rows.next()? {
            if records.len() == limit as usize {
                more = true;
                break;
            }
            let key = match row.get(10)? {
                Sql::Text(text) => serde_json::Value::String(text),
                Sql::Integer(number) => number.into(),
                _ => 0.into(),
            };
            last = Some(Cursor {
                by: self.by,
                order: self.order,
                key,
                seq: row.get(11)?,
            });
            records.push(Record::read(row)?);
        }
        let next_cursor = last
            .filter(|_| more)
            .map(|cursor| cursor.text())
            .transpose()?;
        Ok(Page {
            records,
            next_cursor,
            total,
        })
    }

    /// The filters as conditions with their values, in the same order.
    fn conditions(&self, tenant: &Tenant) -> (Vec<String>, Vec<Sql>) {
        let query = &self.query;
        let mut conditions = vec!["tenant = ?".to_owned()];
        let mut values = vec![Sql::Text(tenant.0.clone())];
        let mut add = |condition: &str, value: Option<Sql>| {
            if let Some(value) = value {
                conditions.push(condition.to_owned());
                values.push(value);
            }
        };
        add(
            "client_reference_id = ?",
            query.client_reference_id.clone().map(Sql::Text),
        );
        add("flow_id = ?", query.flow_id.clone().map(Sql::Text));
        add("created_at >= ?", query.from_date.map(Sql::Integer));
        add("created_at <= ?", query.to_date.map(Sql::Integer));
        add(
            "instr(haystack, ?) > 0",
            query
                .search
                .as_ref()
                .map(|text| Sql::Text(text.to_lowercase())),
        );
        if !query.status.is_empty() {
            conditions.push(format!(
                "status IN ({})",
                vec!["?"; query.status.len()].join(", ")
            ));
            values.extend(
                query
                    .status
                    .iter()
                    .map(|status| Sql::Text(status.as_str().to_owned())),
            );
        }
        (conditions, values)
    }
}

impl Cursor {
    fn text(&self) -> Result<String, Fault> {
        Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(self)?))
    }

    fn read(text: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
}

/// Column or expression of an order; sessions that have not finished sort as if they had at 0.
fn column(by: SortBy) -> &'static str {
    match by {
        SortBy::CreatedAt => "created_at",
        SortBy::Status => "status",
        SortBy::FinishedAt => "coalesce(finished_at, 0)",
    }
}
