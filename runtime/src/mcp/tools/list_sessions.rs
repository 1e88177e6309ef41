//! `list_sessions`: past verification sessions, filtered and page by page.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::api::Environment;
use crate::api::wire::{ListQuery, Session, SessionPage, SessionStatus, SortBy, SortOrder};
use crate::mcp::call::{Answer, Answered, Call};
use crate::mcp::error::ToolError;
use crate::mcp::schema::{self, any_object};
use crate::mcp::tool::{Effect, Entry};
use crate::mcp::toolset::Toolset;
use crate::timestamp;

/// Sessions per page where nothing is said; REST's own default is 25 (`FaceSign` MCP reference, `list_sessions`).
const DEFAULT_LIMIT: u32 = 10;
/// Largest page (`FaceSign` API reference, `listSessions`).
const MAX_LIMIT: u32 = 100;
const STATUSES: [&str; 4] = ["created", "inProgress", "complete", "incomplete"];

pub(in crate::mcp) const TOOL: Entry = Entry {
    name: "list_sessions",
    title: "List verification sessions",
    description: "Lists past FaceSign verification sessions, newest first, 10 per page: filter by status, client \
    reference, flow, date range or free text. Answers with one row per session; give `nextCursor` as `cursor` for the \
    next page and read a session in full with get_session.",
    set: Toolset::Core,
    effect: Effect::Reads,
    input: schema::input::<Input>,
    output: schema::output::<Output>,
    in_studio: false,
    call: |call| Box::pin(run(call)),
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Input {
    /// Sessions per page; 10 by default.
    #[serde(default)]
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// One status or several.
    #[serde(default)]
    #[schemars(schema_with = "status_schema")]
    status: Option<OneOrMany>,
    /// Only sessions with exactly this reference.
    #[serde(default)]
    client_reference_id: Option<String>,
    /// Only sessions of this flow.
    #[serde(default)]
    flow_id: Option<String>,
    /// Text to find in metadata, client reference and other fields.
    #[serde(default)]
    search: Option<String>,
    /// Only sessions created from then on: Unix milliseconds or an ISO 8601 date.
    #[serde(default)]
    #[schemars(schema_with = "moment_schema")]
    from_date: Option<Moment>,
    /// Only sessions created until then, written likewise.
    #[serde(default)]
    #[schemars(schema_with = "moment_schema")]
    to_date: Option<Moment>,
    /// `createdAt` by default.
    #[serde(default)]
    sort_by: Option<SortBy>,
    /// `desc` by default.
    #[serde(default)]
    sort_order: Option<SortOrder>,
    /// The session handle that `set_api_key` returned.
    #[serde(default)]
    session: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a status or an array of statuses")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected Unix milliseconds or an ISO 8601 date such as 2026-01-31"
)]
enum Moment {
    Millis(i64),
    Text(String),
}

fn status_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "anyOf": [{"type": "string", "enum": STATUSES}, {"type": "array", "items": {"type": "string", "enum": STATUSES}}]
    })
}

fn moment_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({"type": ["integer", "string"]})
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Output {
    /// The sessions, in the order asked for.
    sessions: Vec<Row>,
    /// Give it as `cursor` for the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether another page follows.
    has_more: bool,
    /// Environment of the key.
    environment: Environment,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Row {
    /// Id to give to `get_session`.
    id: String,
    /// Where it stands.
    status: String,
    /// Unix milliseconds.
    created_at: i64,
    /// Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<i64>,
    /// The integrator's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_reference_id: Option<String>,
    /// Free key-value pairs of the session.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[schemars(schema_with = "any_object")]
    metadata: Map<String, Value>,
    /// Nodes of its flow.
    nodes: usize,
}

async fn run(mut call: Call<'_>) -> Answered {
    let mut input: Input = call.read()?;
    let handle = input.session.take();
    let query = input.query()?;
    let (session, summary) = call.session(handle).await?;
    let page = session.list(query).await?;
    let output = Output::of(page, summary.environment);
    Answer::new(output.text(), &output)
}

impl Input {
    fn query(self) -> Result<ListQuery, ToolError> {
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            let message = format!("`limit`: {limit} is not between 1 and {MAX_LIMIT}");
            return Err(ToolError::refused(
                message,
                "Ask for 1 to 100, and follow `nextCursor` for more.",
            ));
        }
        let names = match self.status {
            None => Vec::new(),
            Some(OneOrMany::One(name)) => vec![name],
            Some(OneOrMany::Many(names)) => names,
        };
        let from_date = self.from_date.map(|at| at.millis("fromDate")).transpose()?;
        let to_date = self.to_date.map(|at| at.millis("toDate")).transpose()?;
        if let (Some(from), Some(to)) = (from_date, to_date)
            && from > to
        {
            return Err(ToolError::refused(
                "`fromDate` is after `toDate`",
                "Swap them.",
            ));
        }
        Ok(ListQuery {
            limit: Some(limit),
            cursor: self.cursor,
            flow_id: self.flow_id,
            client_reference_id: self.client_reference_id,
            status: names
                .iter()
                .map(|name| status(name))
                .collect::<Result<_, _>>()?,
            from_date,
            to_date,
            sort_by: self.sort_by,
            sort_order: self.sort_order,
            search: self.search,
            include_total: false,
        })
    }
}

fn status(name: &str) -> Result<SessionStatus, ToolError> {
    let known = STATUSES
        .iter()
        .find(|known| known.eq_ignore_ascii_case(name));
    known
        .map(|known| SessionStatus::from_name(known))
        .ok_or_else(|| {
            let message = format!("`status`: there is no status `{name}`");
            ToolError::refused(message, "Use created, inProgress, complete or incomplete.")
        })
}

impl Moment {
    fn millis(self, name: &str) -> Result<i64, ToolError> {
        match self {
            Self::Millis(ms) => Ok(ms),
            Self::Text(text) => timestamp::parse(&text).ok_or_else(|| {
                let message =
                    format!("`{name}`: `{text}` is neither Unix milliseconds nor an ISO 8601 date");
                ToolError::refused(message, "Write it like 2026-01-31 or 2026-01-31T12:00:00Z.")
            }),
        }
    }
}

impl Output {
    fn of(page: SessionPage, environment: Environment) -> Self {
        Self {
            sessions: page.sessions.into_iter().map(Row::of).collect(),
            next_cursor: page.next_cursor.filter(|_| page.has_more),
            has_more: page.has_more,
            environment,
        }
    }

    fn text(&self) -> String {
        if self.sessions.is_empty() {
            return format!(
                "No verification session ({}) fits. With no filter: none was started with this key yet; a click on Start Session \
                 in a preview starts one.\n",
                self.environment
            );
        }
        let mut text = format!(
            "Verification sessions ({}), {} on this page:\n",
            self.environment,
            self.sessions.len()
        );
        for row in &self.sessions {
            let reference = row
                .client_reference_id
                .as_ref()
                .map(|id| format!(", reference {id}"))
                .unwrap_or_default();
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "- {}: {}, created {}{reference}",
                row.id,
                row.status,
                timestamp::iso(row.created_at)
            );
        }
        match &self.next_cursor {
            Some(cursor) => {
                let _ = writeln!(text, "More follow: call again with cursor {cursor}");
            }
            None => text.push_str("No more.\n"),
        }
        text
    }
}

impl Row {
    fn of(session: Session) -> Self {
        Self {
            id: session.id,
            status: session.status.to_string(),
            created_at: session.created_at,
            finished_at: session.finished_at,
            nodes: session.settings.flow.as_array().map_or(0, Vec::len),
            client_reference_id: session.settings.client_reference_id,
            metadata: session.settings.metadata,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn query(arguments: Value) -> Result<ListQuery, String> {
        let input: Input = serde_json::from_value(arguments).map_err(|error| error.to_string())?;
        input.query().map_err(|error| match error {
            ToolError::Refused(refusal) => refusal.message,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn nothing_given_means_ten_of_any_kind() {
        let query = query(json!({})).expect("no argument is needed");
        assert_eq!(
            query,
            ListQuery {
                limit: Some(10),
                ..ListQuery::default()
            }
        );
    }

    #[test]
    fn one_status_several_and_dates_in_both_forms_are_read() {
        let one = query(json!({"status": "complete", "fromDate": 5})).expect("one status");
        assert_eq!(
            (one.status, one.from_date),
            (vec![SessionStatus::Complete], Some(5))
        );
        let two = query(json!({"status": ["complete", "INPROGRESS"], "toDate": "2026-09-21"}))
            .expect("two");
        assert_eq!(
            two.status,
            [SessionStatus::Complete, SessionStatus::InProgress]
        );
        assert_eq!(two.to_date, Some(1_789_948_800_000));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (arguments, part) in [
            (json!({"limit": 0}), "`limit`: 0"),
            (json!({"limit": 101}), "`limit`: 101"),
            (json!({"status": "done"}), "no status `done`"),
            (json!({"fromDate": "soon"}), "`fromDate`: `soon`"),
            (
                json!({"fromDate": 2, "toDate": 1}),
                "`fromDate` is after `toDate`",
            ),
            (json!({"Limit": 5}), "unknown field `Limit`"),
        ] {
            let error = query(arguments.clone()).expect_err("does not fit");
            assert!(error.contains(part), "{arguments}: {error}");
        }
    }
}
