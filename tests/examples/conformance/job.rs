//! Tools that run as tasks where the client knows tasks.

use std::time::Duration;

use rmcp::model::{
    CallToolResponse, CallToolResult, ClientCapabilities, CreateTaskResult, ErrorData, JsonObject,
};
use rmcp::task_manager::{TaskContext, TaskExit, TaskManager, TaskOptions};

use super::ask::short;
use super::surface::{Ends, Job, requests, result};

/// How often a client should look, in milliseconds.
const POLL: u64 = 200;

/// Starts a job, or runs it to its end where the client knows no tasks.
///
/// # Errors
/// A missing capability where the job must be a task and the client knows none; else as the job ends.
pub(crate) async fn run(
    tasks: &TaskManager,
    job: &'static Job,
    arguments: JsonObject,
    can: &ClientCapabilities,
) -> Result<CallToolResponse, ErrorData> {
    if can.supports_tasks() {
        return Ok(start(tasks, job, arguments));
    }
    if job.required {
        let needed = ClientCapabilities::builder().enable_tasks().build();
        return Err(ErrorData::missing_required_client_capability(needed));
    }
    tokio::time::sleep(duration(job, &arguments)).await;
    end(job, &arguments).map(Into::into)
}

fn start(tasks: &TaskManager, job: &'static Job, arguments: JsonObject) -> CallToolResponse {
    let options = TaskOptions::new().with_poll_interval_ms(POLL);
    let task = tasks.spawn(options, move |context| {
        Box::pin(work(job, arguments, context))
    });
    CreateTaskResult::new(task).into()
}

/// A task that only says something.
pub(crate) fn says(tasks: &TaskManager, result: CallToolResult) -> CallToolResponse {
    let options = TaskOptions::new().with_poll_interval_ms(POLL);
    let task = tasks.spawn(options, move |_| Box::pin(async move { Ok(result) }));
    CreateTaskResult::new(task).into()
}

async fn work(
    job: &Job,
    mut arguments: JsonObject,
    context: TaskContext,
) -> Result<CallToolResult, TaskExit> {
    tokio::select! {
        () = context.cancelled() => return Err(TaskExit::Cancelled),
        () = tokio::time::sleep(duration(job, &arguments)) => {}
    }
    let asked = requests(&job.inputs, &arguments)?
        .into_iter()
        .map(|(key, request)| {
            let context = context.clone();
            async move {
                context
                    .request_input(key.clone(), request)
                    .await
                    .map(|answer| (key, answer))
            }
        });
    for (key, answer) in futures_util::future::try_join_all(asked).await? {
        arguments.insert(key, short(&answer).unwrap_or(answer));
    }
    Ok(end(job, &arguments)?)
}

fn end(job: &Job, arguments: &JsonObject) -> Result<CallToolResult, ErrorData> {
    match &job.ends {
        Ends::Result(told) => result(told, arguments),
        Ends::Error(error) => Err(error.clone()),
    }
}

fn duration(job: &Job, arguments: &JsonObject) -> Duration {
    let asked = arguments.get("seconds").and_then(serde_json::Value::as_f64);
    Duration::try_from_secs_f64(asked.unwrap_or(job.seconds)).unwrap_or_default()
}
