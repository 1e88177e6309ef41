//! The handler rmcp calls: a single shared pointer, since it is cloned per MCP session in one era and per request in
//! the other.

use std::sync::Arc;
use std::time::Instant;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::request::Parts;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult, DiscoverResult,
    ErrorData, GetPromptRequestParams, GetPromptResponse, Icon, Implementation, ListPromptsResult,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig,
    SubscribeRequestParams, SubscriptionFilter, Tool, UnsubscribeRequestParams,
};
use rmcp::service::{NotificationContext, RequestContext, SubscriptionContext};
use rmcp::{RoleServer, ServerHandler};
use url::Url;

use super::call::Call;
use super::client_log::Level;
use super::elicit::Dialogue;
use super::error::ToolError;
use super::fresh::{Fresh as _, Freshness};
use super::seal::Seal;
use super::tool::Entry;
use super::toolset::Selection;
use super::watch::{self, ListNews, Watches};
use super::{catalogue, completion, instructions, prompts, resources};
use crate::config::Upstreams;
use crate::key_page::KeyPages;
use crate::metrics::{Metrics, Outcome};
use crate::session::Directory;

/// What the handler needs to know of the server.
pub struct Context {
    /// Every session of the process.
    pub directory: Directory,
    /// Counters of the process.
    pub metrics: Arc<Metrics>,
    /// Whether the client sits at this machine: only then files are written and browsers opened.
    pub local: bool,
    /// Whether a browser may be opened.
    pub open: bool,
    /// Pages on which a person enters a key.
    pub key_pages: KeyPages,
    /// Closes what a call remembers while its client asks the person.
    pub seal: Seal,
    /// The API that exported apps talk to until their author says otherwise.
    pub upstreams: Upstreams,
    /// The tools offered; a request may ask for fewer.
    pub tools: Selection,
    /// Address under which browsers reach this server.
    pub base_url: Url,
}

impl Context {
    /// Whether a browser may be opened here: the user sits at this machine, has a display, and nothing says not to.
    pub(super) fn may_open_browser(&self) -> bool {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let display = !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY");
        self.local && self.open && display && !set("CI")
    }
}

/// The MCP server as one connection sees it. A clone serves another connection of the same server: in the older
/// revisions each has its log level and its watches, which end with it.
pub struct Handler {
    context: Arc<Context>,
    connection: Connection,
}

/// What a connection of the older revisions has for itself.
#[derive(Default)]
struct Connection {
    level: Level,
    watches: Watches,
    list_news: ListNews,
}

impl Clone for Handler {
    fn clone(&self) -> Self {
        Self {
            context: self.context.clone(),
            connection: Connection::default(),
        }
    }
}

impl Handler {
    /// A handler around this context.
    pub fn new(context: Context) -> Self {
        Self {
            context: Arc::new(context),
            connection: Connection::default(),
        }
    }

    /// The tools a request may use.
    fn asked_by(&self, context: &RequestContext<RoleServer>) -> Result<Selection, ErrorData> {
        let offer = &self.context.tools;
        match context.extensions.get::<Parts>() {
            None => Ok(offer.clone()),
            Some(parts) => offer
                .asked_by(parts)
                .map_err(|error| ErrorData::invalid_params(error.to_string(), None)),
        }
    }

    /// Runs a tool until it ends or the client goes away.
    async fn run(
        &self,
        entry: &Entry,
        mut request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let mut counted = Counted::start(&self.context.metrics, entry.name);
        let asking = context.clone();
        let cancelled = &asking.ct;
        let answering = async {
            let dialogue = Dialogue::of(&self.context.seal, &mut request, &context)?;
            let call = Call {
                context: &self.context,
                request: context,
                arguments: request.arguments.unwrap_or_default(),
                dialogue,
            };
            (entry.call)(call).await
        };
        let answered = tokio::select! {
            biased;
            () = cancelled.cancelled() => {
                return Err(ErrorData::internal_error("the call was cancelled", None));
            }
            answered = answering => answered,
        };
        counted.outcome = match &answered {
            Ok(_) => Outcome::Ok,
            Err(ToolError::Asks(_)) => Outcome::Asked,
            Err(ToolError::Refused(_) | ToolError::Malformed(_)) => Outcome::Refused,
            Err(ToolError::Ours(_)) => Outcome::Failed,
        };
        let took = counted.started.elapsed().as_millis();
        let level = &self.connection.level;
        level.tell(&asking, entry.name, counted.outcome, took).await;
        match answered {
            Ok(answer) => Ok(answer.into_result().into()),
            Err(error) => error.into_response(),
        }
    }
}

/// Counts and logs a tool call when it is dropped, so that a call whose client has gone is seen too.
struct Counted<'a> {
    metrics: &'a Metrics,
    tool: &'static str,
    started: Instant,
    outcome: Outcome,
}

impl<'a> Counted<'a> {
    fn start(metrics: &'a Metrics, tool: &'static str) -> Self {
        Self {
            metrics,
            tool,
            started: Instant::now(),
            outcome: Outcome::Cancelled,
        }
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.metrics.count(self.tool, self.outcome);
        let ms = self.started.elapsed().as_millis();
        tracing::info!(
            tool = self.tool,
            outcome = self.outcome.as_str(),
            ms,
            "tool call"
        );
    }
}

#[expect(
    deprecated,
    reason = "subscriptions and log levels of the older revisions, which their clients use"
)]
impl ServerHandler for Handler {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_prompts()
            .enable_resources()
            .enable_resources_list_changed()
            .enable_resources_subscribe()
            .enable_completions()
            .enable_logging()
            .enable_extensions_with(resources::extension())
            .build();
        let mut identity = Implementation::new("facesign-mcp", env!("CARGO_PKG_VERSION"));
        identity.title = Some("FaceSign".to_owned());
        identity.description =
            Some("Builds, validates, previews and exports FaceSign verification flows.".to_owned());
        identity.icons = Some(vec![icon()]);
        let mut config = ServerConfig::new(capabilities);
        config.server_info = identity;
        config.instructions = Some(instructions::TEXT.clone());
        config
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let asked = self.asked_by(&context)?;
        let tools = ListToolsResult::with_all_items(catalogue::list(&asked));
        Ok(tools.fresh(Freshness::OfClient, &context))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        catalogue::definition(name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let asked = self.asked_by(&context)?;
        let Some(entry) = catalogue::find(&request.name) else {
            let message = format!(
                "there is no tool `{}`; there are {}",
                request.name,
                catalogue::names(&asked)
            );
            return Err(ErrorData::invalid_params(message, None));
        };
        if !asked.offers(entry) {
            let refusal = ToolError::refused(
                asked.reason_against(entry),
                "Go on with the tools that are listed, or tell the user that the client's configuration leaves this one out: \
                 its toolsets or read-only setting would have to change.",
            );
            return refusal.into_response();
        }
        self.run(entry, request, context).await
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        let prompts = ListPromptsResult::with_all_items(prompts::list());
        Ok(prompts.fresh(Freshness::OfBuild, &context))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        prompts::get(&request).map(Into::into)
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let all = resources::list(&self.context, &context).await;
        let resources = ListResourcesResult::with_all_items(all);
        Ok(resources.fresh(Freshness::Never, &context))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let templates = ListResourceTemplatesResult::with_all_items(resources::templates());
        Ok(templates.fresh(Freshness::OfBuild, &context))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        resources::read(&self.context, &request.uri, &context)
            .await
            .map(Into::into)
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        Ok(completion::complete(&self.context, &request, &context).await)
    }

    async fn discover(
        &self,
        context: RequestContext<RoleServer>,
    ) -> Result<DiscoverResult, ErrorData> {
        let versions = self.supported_protocol_versions().into_owned();
        let discovered = DiscoverResult::from_server_info(versions, self.get_info());
        Ok(discovered.fresh(Freshness::OfBuild, &context))
    }

    async fn on_initialized(&self, context: NotificationContext<RoleServer>) {
        self.connection.list_news.begin(&self.context, &context);
    }

    async fn subscribe(
        &self,
        request: SubscribeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        let watches = &self.connection.watches;
        let watching = watches.add(&self.context, request.uri, &context).await;
        watching.map_err(ToolError::into_protocol)
    }

    async fn unsubscribe(
        &self,
        request: UnsubscribeRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.connection.watches.remove(&request.uri);
        Ok(())
    }

    fn accepted_subscription_filter(
        &self,
        requested: &SubscriptionFilter,
    ) -> Option<SubscriptionFilter> {
        let uris = requested.resource_subscriptions.iter().flatten();
        let sessions = uris.filter(|uri| resources::can_change(uri)).cloned();
        let mut accepted = SubscriptionFilter::builder().resource_subscriptions(sessions);
        if requested.resources_list_changed == Some(true) {
            accepted = accepted.resources_list_changed();
        }
        Some(accepted.build())
    }

    async fn listen(&self, subscription: SubscriptionContext) -> Result<(), ErrorData> {
        watch::listen(&self.context, &subscription).await;
        Ok(())
    }

    async fn set_level(
        &self,
        request: rmcp::model::SetLevelRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.connection.level.set(request.level);
        Ok(())
    }
}

/// The mark of the product, within the answer: a client need not ask another server for it.
fn icon() -> Icon {
    let picture = BASE64_STANDARD.encode(include_bytes!("../preview/assets/icon.svg"));
    Icon::new(format!("data:image/svg+xml;base64,{picture}"))
        .with_mime_type("image/svg+xml")
        .with_sizes(vec!["any".to_owned()])
}
