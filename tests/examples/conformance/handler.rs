//! The handler: looks an entry up in the surface and does what it says.

use std::sync::Arc;
use std::time::Duration;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, CancelTaskParams, ClientCapabilities,
    CompleteRequestParams, CompleteResult, CompletionInfo, ContentBlock, ElicitRequest, ErrorData,
    GetPromptRequestParams, GetPromptResponse, GetPromptResult, GetTaskParams, GetTaskResult,
    Implementation, InputRequest, JsonObject, ListPromptsResult, ListResourceTemplatesResult,
    ListResourcesResult, ListToolsResult, PaginatedRequestParams, ProgressNotificationParam,
    ProtocolVersion, ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult,
    RequestStateCodec, ServerCapabilities, ServerConfig, SubscribeRequestParams,
    SubscriptionFilter, Tool, UnsubscribeRequestParams, UpdateTaskParams,
};
#[expect(
    deprecated,
    reason = "the older revisions have sampling and logging, and the suite tests them"
)]
use rmcp::model::{
    CreateMessageRequest, LoggingLevel, LoggingMessageNotificationParam, SetLevelRequestParams,
};
use rmcp::service::{RequestContext, ServiceError, SubscriptionContext};
use rmcp::task_manager::TaskManager;
use rmcp::{RoleServer, ServerHandler};
use serde_json::{Value, json};
use tokio::sync::broadcast;

use super::ask::{self, Given, Turn};
use super::job;
use super::surface::{Ask, Does, List, Surface, ToolEntry, fill_text, filled, result};

/// Pause between two notes of a tool that sends several, as the suite asks for.
const PAUSE: Duration = Duration::from_millis(50);

type Context = RequestContext<RoleServer>;

/// The handler; clones share everything.
#[derive(Clone)]
pub(crate) struct Fixture {
    surface: &'static Surface,
    codec: RequestStateCodec,
    tasks: TaskManager,
    changes: Arc<broadcast::Sender<List>>,
}

impl Fixture {
    /// Reads the surface.
    pub(crate) fn new() -> Result<Self, Box<dyn std::error::Error>> {
        Ok(Self {
            // One per process, for its whole life: jobs refer to it.
            surface: Box::leak(Box::new(Surface::load()?)),
            codec: RequestStateCodec::try_new("a key of the conformance fixture, no secret")?,
            tasks: TaskManager::new(),
            changes: Arc::new(broadcast::channel(16).0),
        })
    }

    fn entry(&self, name: &str) -> Option<&'static ToolEntry> {
        self.surface
            .tools
            .iter()
            .find(|entry| entry.tool.name == name)
    }

    fn ask(&self, asks: &'static Ask, given: Given<'_>) -> Result<CallToolResponse, ErrorData> {
        match ask::step(&self.codec, &asks.rounds, asks.sealed, given)? {
            Turn::Asks(question) => Ok(question.into()),
            Turn::Done(known) => {
                let result = says(fill_text(&asks.says, &known));
                Ok(if asks.then_task {
                    job::says(&self.tasks, result)
                } else {
                    result.into()
                })
            }
        }
    }
}

impl ServerHandler for Fixture {
    fn get_info(&self) -> ServerConfig {
        #[expect(
            deprecated,
            reason = "the older revisions have logging, and the suite tests it"
        )]
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_tool_list_changed()
            .enable_prompts()
            .enable_prompts_list_changed()
            .enable_resources()
            .enable_resources_subscribe()
            .enable_completions()
            .enable_logging()
            .enable_tasks()
            .build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("conformance-fixture", "1.0.0"))
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: Context,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = self.surface.tools.iter().map(|entry| entry.tool.clone());
        Ok(ListToolsResult::with_all_items(tools.collect()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.entry(name).map(|entry| entry.tool.clone())
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: Context,
    ) -> Result<CallToolResponse, ErrorData> {
        let entry = self
            .entry(&request.name)
            .ok_or_else(|| ErrorData::invalid_params("there is no such tool", None))?;
        let arguments = request.arguments.unwrap_or_default();
        let can = context.client_capabilities().unwrap_or_default();
        match &entry.does {
            Does::Answer { result: told } => result(told, &arguments).map(Into::into),
            Does::Log { messages } => log(&context, messages).await,
            Does::Progress { steps, total } => progress(&context, steps, *total).await,
            Does::Request {
                request,
                says: text,
            } => {
                let answer = ask_now(&context, filled(request, &arguments)?).await?;
                let known = JsonObject::from_iter([("response".to_owned(), answer)]);
                Ok(says(fill_text(text, &known)).into())
            }
            Does::Ask(asks) => self.ask(
                asks,
                Given {
                    name: &request.name,
                    can,
                    responses: request.input_responses,
                    state: request.request_state,
                },
            ),
            Does::Job(job) => job::run(&self.tasks, job, arguments, &can).await,
            Does::Needs { capabilities } => needs(capabilities, &can),
            Does::Change { list } => {
                // Nobody may be listening.
                let _ = self.changes.send(*list);
                Ok(says("told").into())
            }
        }
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: Context,
    ) -> Result<ListPromptsResult, ErrorData> {
        let prompts = self
            .surface
            .prompts
            .iter()
            .map(|entry| entry.prompt.clone());
        Ok(ListPromptsResult::with_all_items(prompts.collect()))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: Context,
    ) -> Result<GetPromptResponse, ErrorData> {
        let entry = self
            .surface
            .prompts
            .iter()
            .find(|entry| entry.prompt.name == request.name)
            .ok_or_else(|| ErrorData::invalid_params("there is no such prompt", None))?;
        let mut known = request.arguments.unwrap_or_default();
        if !entry.asks.is_empty() {
            let given = Given {
                name: &request.name,
                can: context.client_capabilities().unwrap_or_default(),
                responses: request.input_responses,
                state: request.request_state,
            };
            match ask::step(&self.codec, std::slice::from_ref(&entry.asks), false, given)? {
                Turn::Asks(question) => return Ok(question.into()),
                Turn::Done(answers) => known.extend(answers),
            }
        }
        Ok(GetPromptResult::new(filled(&entry.messages, &known)?).into())
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: Context,
    ) -> Result<ListResourcesResult, ErrorData> {
        let resources = self
            .surface
            .resources
            .iter()
            .map(|entry| entry.resource.clone());
        Ok(ListResourcesResult::with_all_items(resources.collect()))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: Context,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let template = self.surface.template.template.clone();
        Ok(ListResourceTemplatesResult::with_all_items(vec![template]))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: Context,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let uri = &request.uri;
        let fixed = self
            .surface
            .resources
            .iter()
            .find(|entry| entry.resource.uri == *uri);
        let (contents, known) = match (fixed, id_in(uri)) {
            (Some(entry), _) => (&entry.contents, JsonObject::new()),
            (None, Some(id)) => {
                let known = JsonObject::from_iter([("id".to_owned(), json!(id))]);
                (&self.surface.template.contents, known)
            }
            (None, None) => {
                let message = format!("there is no resource `{uri}`");
                return Err(ErrorData::resource_not_found(
                    message,
                    Some(json!({"uri": uri})),
                ));
            }
        };
        Ok(ReadResourceResult::new(vec![filled(contents, &known)?]).into())
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        _: Context,
    ) -> Result<CompleteResult, ErrorData> {
        let values = ["paris", "park", "party"].map(str::to_owned).into_iter();
        let fitting = values.filter(|value| value.starts_with(&request.argument.value));
        CompletionInfo::new(fitting.collect())
            .map(CompleteResult::new)
            .map_err(|error| ErrorData::internal_error(error, None))
    }

    #[expect(
        deprecated,
        reason = "the older revisions have logging, and the suite tests it"
    )]
    async fn set_level(&self, _: SetLevelRequestParams, _: Context) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn subscribe(&self, _: SubscribeRequestParams, _: Context) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn unsubscribe(&self, _: UnsubscribeRequestParams, _: Context) -> Result<(), ErrorData> {
        Ok(())
    }

    fn accepted_subscription_filter(
        &self,
        requested: &SubscriptionFilter,
    ) -> Option<SubscriptionFilter> {
        Some(requested.supported_by(&self.get_info().capabilities))
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let mut changes = self.changes.subscribe();
        loop {
            let list = tokio::select! {
                () = context.cancelled() => return Ok(()),
                list = changes.recv() => list,
            };
            // A subscriber hears of the lists it asked for; the sink refuses the others.
            let _ = match list {
                Ok(List::Tools) => context.sink().notify_tool_list_changed().await,
                Ok(List::Prompts) => context.sink().notify_prompt_list_changed().await,
                Err(_) => return Ok(()),
            };
        }
    }

    async fn get_task(
        &self,
        request: GetTaskParams,
        _: Context,
    ) -> Result<GetTaskResult, ErrorData> {
        self.tasks
            .get_task(&request.task_id)
            .map(GetTaskResult::new)
    }

    async fn update_task(&self, request: UpdateTaskParams, _: Context) -> Result<(), ErrorData> {
        self.tasks
            .update_task(&request.task_id, request.input_responses)
    }

    async fn cancel_task(&self, request: CancelTaskParams, _: Context) -> Result<(), ErrorData> {
        self.tasks.cancel_task(&request.task_id)
    }
}

fn says(text: impl Into<String>) -> CallToolResult {
    CallToolResult::success(vec![ContentBlock::text(text)])
}

/// The part that the template leaves open.
fn id_in(uri: &str) -> Option<&str> {
    uri.strip_prefix("test://template/")?.strip_suffix("/data")
}

/// Revision 2026-07-28 logs only where the request asks for it; older ones do at the level of the session.
#[expect(
    deprecated,
    reason = "the older revisions have logging, and the suite tests it"
)]
async fn log(context: &Context, messages: &[String]) -> Result<CallToolResponse, ErrorData> {
    let modern = context.protocol_version() == Some(ProtocolVersion::V_2026_07_28);
    if !modern || context.meta.log_level().is_some() {
        for message in messages {
            let note = LoggingMessageNotificationParam::new(LoggingLevel::Info, json!(message));
            context
                .peer
                .notify_logging_message(note)
                .await
                .map_err(ours)?;
            tokio::time::sleep(PAUSE).await;
        }
    }
    Ok(says("logged").into())
}

async fn progress(
    context: &Context,
    steps: &[f64],
    total: f64,
) -> Result<CallToolResponse, ErrorData> {
    for step in steps {
        if let Some(token) = context.meta.get_progress_token() {
            let note = ProgressNotificationParam::new(token, *step).with_total(total);
            context.peer.notify_progress(note).await.map_err(ours)?;
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(says("done").into())
}

/// Asks the client while the call waits.
async fn ask_now(context: &Context, request: InputRequest) -> Result<Value, ErrorData> {
    let answer = match request {
        InputRequest::Elicitation(ElicitRequest { params, .. }) => context
            .peer
            .create_elicitation(params)
            .await
            .map(|answer| json!(answer)),
        #[expect(
            deprecated,
            reason = "the older revisions have sampling, and the suite tests it"
        )]
        InputRequest::CreateMessage(CreateMessageRequest { params, .. }) => context
            .peer
            .create_message(params)
            .await
            .map(|answer| json!(answer)),
        _ => {
            return Err(ErrorData::internal_error(
                "surface.json asks for something else",
                None,
            ));
        }
    };
    answer.map_err(ours)
}

fn needs(capabilities: &Value, can: &ClientCapabilities) -> Result<CallToolResponse, ErrorData> {
    let needed: ClientCapabilities = filled(capabilities, &JsonObject::new())?;
    if needed.sampling.is_some() && can.sampling.is_none() {
        return Err(ErrorData::missing_required_client_capability(needed));
    }
    Ok(says("the client has what it takes").into())
}

#[expect(clippy::needless_pass_by_value, reason = "the signature of `map_err`")]
fn ours(error: ServiceError) -> ErrorData {
    ErrorData::internal_error(error.to_string(), None)
}
