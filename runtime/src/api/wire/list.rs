//! The query and the answer of `GET /sessions` (`FaceSign` API reference, listSessions).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Session, SessionStatus, null_as_default};

/// Field that a list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SortBy {
    /// Time of creation.
    #[default]
    CreatedAt,
    /// Status, by its name.
    Status,
    /// Time of the end; sessions that have not ended come as if it were 0.
    FinishedAt,
}

impl SortBy {
    /// Spelling in the query.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CreatedAt => "createdAt",
            Self::Status => "status",
            Self::FinishedAt => "finishedAt",
        }
    }
}

/// Direction of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SortOrder {
    /// Smallest first.
    Asc,
    /// Greatest first.
    #[default]
    Desc,
}

impl SortOrder {
    /// Spelling in the query.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asc => "asc",
            Self::Desc => "desc",
        }
    }
}

/// Filters and paging of a list; everything absent lists the newest 25 sessions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListQuery {
    /// Most sessions per page: 1 to 100, 25 where absent.
    pub limit: Option<u32>,
    /// `nextCursor` of the page before.
    pub cursor: Option<String>,
    /// Only sessions of this flow.
    pub flow_id: Option<String>,
    /// Only sessions with exactly this reference.
    pub client_reference_id: Option<String>,
    /// Only sessions in one of these states; empty means any.
    pub status: Vec<SessionStatus>,
    /// Only sessions created at or after this time, Unix milliseconds.
    pub from_date: Option<i64>,
    /// Only sessions created at or before this time, Unix milliseconds.
    pub to_date: Option<i64>,
    /// Order; by creation where absent.
    pub sort_by: Option<SortBy>,
    /// Direction; greatest first where absent.
    pub sort_order: Option<SortOrder>,
    /// Text to find in id, reference and metadata.
    pub search: Option<String>,
    /// Whether to count all matches, which costs the server time.
    pub include_total: bool,
}

impl ListQuery {
    /// Names and values for the query string, `status` repeated once per value.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut put = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        put("limit", self.limit.map(|n| n.to_string()));
        put("cursor", self.cursor.clone());
        put("flowId", self.flow_id.clone());
        put("clientReferenceId", self.client_reference_id.clone());
        for status in &self.status {
            put("status", Some(status.as_str().to_owned()));
        }
        put("fromDate", self.from_date.map(|ms| ms.to_string()));
        put("toDate", self.to_date.map(|ms| ms.to_string()));
        put("sortBy", self.sort_by.map(|by| by.as_str().to_owned()));
        put(
            "sortOrder",
            self.sort_order.map(|order| order.as_str().to_owned()),
        );
        put("search", self.search.clone());
        put(
            "includeTotal",
            self.include_total.then(|| "true".to_owned()),
        );
        pairs
    }
}

/// One page of sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionPage {
    /// The sessions, in the order asked for.
    #[serde(default, deserialize_with = "null_as_default")]
    pub sessions: Vec<Session>,
    /// Cursor of the next page, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// Whether another page follows.
    #[serde(default, deserialize_with = "null_as_default")]
    pub has_more: bool,
    /// Number of all matches, only if it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_count: Option<i64>,
}
