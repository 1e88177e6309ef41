//! Progress of a call, told to clients that asked for it.

use rmcp::RoleServer;
use rmcp::model::ProgressNotificationParam;
use rmcp::service::RequestContext;

/// Tells that `done` of `total` steps are done and what is under way.
pub(super) async fn report(
    request: &RequestContext<RoleServer>,
    doing: &str,
    done: usize,
    total: usize,
) {
    let Some(token) = request.meta.get_progress_token() else {
        return;
    };
    #[expect(clippy::cast_precision_loss, reason = "no call has 2^52 steps")]
    let (done, total) = (done as f64, total as f64);
    let note = ProgressNotificationParam::new(token, done)
        .with_total(total)
        .with_message(doing);
    // A client that has gone is noticed by the cancellation, not here.
    let _ = request.peer.notify_progress(note).await;
}
