//! The query string of `GET /sessions`: each parameter once, `status` any number of times.

use super::super::fault::Fault;
use super::super::store::MAX_LIMIT;
use crate::api::wire::{ListQuery, SessionStatus, SortBy, SortOrder};

/// Reads the parameters; unknown ones are ignored, as web servers do.
pub(super) fn read(query: &str) -> Result<ListQuery, Fault> {
    let mut list = ListQuery::default();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let text = || Some(value.to_string()).filter(|text| !text.is_empty());
        match name.as_ref() {
            "limit" => list.limit = Some(limit(&value)?),
            "cursor" => list.cursor = text(),
            "flowId" => list.flow_id = text(),
            "clientReferenceId" => list.client_reference_id = text(),
            "status" | "status[]" => list.status.push(status(&value)?),
            "fromDate" => list.from_date = Some(milliseconds("fromDate", &value)?),
            "toDate" => list.to_date = Some(milliseconds("toDate", &value)?),
            "sortBy" => list.sort_by = Some(sort_by(&value)?),
            "sortOrder" => list.sort_order = Some(sort_order(&value)?),
            "search" => list.search = text(),
            "includeTotal" => list.include_total = flag(&value)?,
            _ => {}
        }
    }
    Ok(list)
}

/// 0 is tolerated and means an empty page, as the real server does.
fn limit(value: &str) -> Result<u32, Fault> {
    value
        .parse()
        .ok()
        .filter(|limit| *limit <= MAX_LIMIT)
        .ok_or_else(|| {
            Fault::invalid(
                "limit",
                format!("`limit` is not a whole number from 1 to {MAX_LIMIT}"),
            )
        })
}

fn status(value: &str) -> Result<SessionStatus, Fault> {
    match SessionStatus::from_name(value) {
        SessionStatus::Other(_) => Err(Fault::invalid(
            "status",
            "`status` is none of `created`, `inProgress`, `complete`, `incomplete`",
        )),
        known => Ok(known),
    }
}

fn milliseconds(name: &str, value: &str) -> Result<i64, Fault> {
    value
        .parse()
        .map_err(|_| Fault::invalid(name, format!("`{name}` is not a Unix time in milliseconds")))
}

fn sort_by(value: &str) -> Result<SortBy, Fault> {
    [SortBy::CreatedAt, SortBy::Status, SortBy::FinishedAt]
        .into_iter()
        .find(|by| by.as_str() == value)
        .ok_or_else(|| {
            Fault::invalid(
                "sortBy",
                "`sortBy` is none of `createdAt`, `status`, `finishedAt`",
            )
        })
}

fn sort_order(value: &str) -> Result<SortOrder, Fault> {
    [SortOrder::Asc, SortOrder::Desc]
        .into_iter()
        .find(|order| order.as_str() == value)
        .ok_or_else(|| Fault::invalid("sortOrder", "`sortOrder` is neither `asc` nor `desc`"))
}

fn flag(value: &str) -> Result<bool, Fault> {
    match value {
        "true" | "1" => Ok(true),
        "false" | "0" | "" => Ok(false),
        _ => Err(Fault::invalid(
            "includeTotal",
            "`includeTotal` is neither `true` nor `false`",
        )),
    }
}
