//! One file per tool: arguments, definition, call, answer.

pub(super) mod build_flow;
pub(super) mod export_app;
pub(super) mod get_session;
pub(super) mod launch_session_ui;
pub(super) mod list_sessions;
pub(super) mod set_api_key;
pub(super) mod simulate_flow;
pub(super) mod validate_flow;
