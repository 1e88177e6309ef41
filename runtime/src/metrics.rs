//! Counters of the process in the Prometheus text format.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

/// How a tool call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The tool did what was asked.
    Ok,
    /// The client was told to ask its person and call again.
    Asked,
    /// The caller can repair what went wrong.
    Refused,
    /// The fault is ours.
    Failed,
    /// The client went away first.
    Cancelled,
}

impl Outcome {
    /// Spelling in the metrics and in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Asked => "asked",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// Numbers read at the moment of a scrape.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gauges {
    /// Sessions alive.
    pub sessions: usize,
    /// MCP requests in flight.
    pub in_flight: usize,
}

/// The counters; one per process.
#[derive(Debug, Default)]
pub struct Metrics {
    calls: Mutex<BTreeMap<(&'static str, Outcome), u64>>,
}

impl Metrics {
    /// Counts one finished tool call.
    pub fn count(&self, tool: &'static str, outcome: Outcome) {
        // A counter map is whole after every statement, so a panic elsewhere leaves it usable.
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        *calls.entry((tool, outcome)).or_default() += 1;
    }

    /// All numbers as one page.
    pub fn render(&self, gauges: Gauges) -> String {
        let mut page = String::new();
        gauge(
            &mut page,
            "facesign_sessions",
            "Sessions alive.",
            gauges.sessions,
        );
        gauge(
            &mut page,
            "facesign_requests_in_flight",
            "MCP requests in flight.",
            gauges.in_flight,
        );
        page.push_str("# HELP facesign_tool_calls_total Finished tool calls by tool and result.\n");
        page.push_str("# TYPE facesign_tool_calls_total counter\n");
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        for ((tool, outcome), count) in &*calls {
            let result = outcome.as_str();
            line(
                &mut page,
                format_args!(
                    "facesign_tool_calls_total{{tool=\"{tool}\",result=\"{result}\"}} {count}"
                ),
            );
        }
        page
    }
}

fn gauge(page: &mut String, name: &str, help: &str, value: usize) {
    line(page, format_args!("# HELP {name} {help}"));
    line(page, format_args!("# TYPE {name} gauge"));
    line(page, format_args!("{name} {value}"));
}

fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(page, "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_by_tool_and_result() {
        let metrics = Metrics::default();
        metrics.count("get_session", Outcome::Ok);
        metrics.count("get_session", Outcome::Ok);
        metrics.count("export_app", Outcome::Refused);
        let page = metrics.render(Gauges {
            sessions: 2,
            in_flight: 1,
        });
        assert!(
            page.contains("facesign_tool_calls_total{tool=\"get_session\",result=\"ok\"} 2\n"),
            "{page}"
        );
        assert!(
            page.contains("facesign_tool_calls_total{tool=\"export_app\",result=\"refused\"} 1\n"),
            "{page}"
        );
        assert!(page.contains("\nfacesign_sessions 2\n"), "{page}");
        assert!(page.contains("\nfacesign_requests_in_flight 1\n"), "{page}");
    }
}
