//! The two transports: streamable HTTP for any number of clients, standard input and output for one.

use std::sync::Arc;
use std::time::Duration;

use futures_util::Stream;
use rmcp::ServiceExt as _;
use rmcp::model::{ClientJsonRpcMessage, ServerJsonRpcMessage};
use rmcp::transport::streamable_http_server::session::local::{
    LocalSessionManager, LocalSessionManagerError,
};
use rmcp::transport::streamable_http_server::session::{
    RestoreOutcome, ServerSseMessage, SessionId, SessionManager,
};
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use tokio_util::sync::CancellationToken;

use super::handler::Handler;
use crate::session::Directory;

/// What the transports serve: the product's [`Handler`], or in the conformance tests the handler that suite expects.
pub trait Serve: rmcp::ServerHandler + Clone {}

impl<H: rmcp::ServerHandler + Clone> Serve for H {}

/// The service behind `/mcp`: both eras on one endpoint.
pub type McpService<H = Handler> = StreamableHttpService<H, McpSessions>;

/// Who is let in, how much, and until when.
#[derive(Clone, Debug)]
pub struct Doors {
    /// Host names answered.
    pub hosts: Vec<String>,
    /// Browser origins answered; none besides them.
    pub origins: Vec<String>,
    /// Largest request body in bytes.
    pub body: usize,
    /// Idle time after which an MCP session of the older revisions is closed.
    pub idle: Duration,
    /// Ends every standing stream.
    pub stop: CancellationToken,
}

/// Builds the HTTP service.
pub fn service<H: Serve>(handler: H, directory: Directory, doors: Doors) -> McpService<H> {
    let mut config = StreamableHttpServerConfig::default()
        .with_allowed_hosts(doors.hosts)
        .with_allowed_origins(doors.origins)
        .enforce_origin_validation()
        .with_cancellation_token(doors.stop);
    config.max_request_body_bytes = doors.body;
    let mut inner = LocalSessionManager::default();
    // A person tries a preview for longer than rmcp's five minutes.
    inner.session_config.keep_alive = Some(doors.idle);
    StreamableHttpService::new(
        move || Ok(handler.clone()),
        Arc::new(McpSessions { inner, directory }),
        config,
    )
}

/// Serves one client over standard input and output until it closes them.
///
/// # Errors
/// The reason in rmcp's words, where the handshake fails or the transport breaks.
pub async fn serve_stdio(handler: impl Serve, stop: CancellationToken) -> Result<(), String> {
    let running = handler
        .serve_with_ct(rmcp::transport::stdio(), stop)
        .await
        .map_err(|error| error.to_string())?;
    running
        .waiting()
        .await
        .map(drop)
        .map_err(|error| error.to_string())
}

/// rmcp's sessions of the older revisions; the end of one is told to the directory.
pub struct McpSessions {
    inner: LocalSessionManager,
    directory: Directory,
}

type Error = LocalSessionManagerError;

impl SessionManager for McpSessions {
    type Error = Error;
    type Transport = <LocalSessionManager as SessionManager>::Transport;

    async fn create_session(&self) -> Result<(SessionId, Self::Transport), Error> {
        self.inner.create_session().await
    }

    async fn initialize_session(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> Result<ServerJsonRpcMessage, Error> {
        self.inner.initialize_session(id, message).await
    }

    async fn has_session(&self, id: &SessionId) -> Result<bool, Error> {
        self.inner.has_session(id).await
    }

    async fn close_session(&self, id: &SessionId) -> Result<(), Error> {
        self.directory.close_mcp_session(id).await;
        self.inner.close_session(id).await
    }

    async fn create_stream(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Error> {
        self.inner.create_stream(id, message).await
    }

    async fn accept_message(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> Result<(), Error> {
        self.inner.accept_message(id, message).await
    }

    async fn create_standalone_stream(
        &self,
        id: &SessionId,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Error> {
        self.inner.create_standalone_stream(id).await
    }

    async fn resume(
        &self,
        id: &SessionId,
        last_event_id: String,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Error> {
        self.inner.resume(id, last_event_id).await
    }

    async fn restore_session(
        &self,
        id: SessionId,
    ) -> Result<RestoreOutcome<Self::Transport>, Error> {
        self.inner.restore_session(id).await
    }
}
