//! Starting and stopping: listeners first, so that a port in use is told before anything else happens.

use std::future::Future;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::guard::fn_guard;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::bridge;
use super::front;
use super::gate::Gate;
use super::guard::{self, Guard};
use super::status;
use crate::api::{self, ApiError};
use crate::config::{Config, Mode, PUBLIC_API, Upstreams};
use crate::export::{self, DownloadLimits, Downloads};
use crate::key_page::{self, KeyPages};
use crate::mcp::{Context, Doors, Handler, Seal, Serve, service};
use crate::metrics::Metrics;
use crate::preview::{self, PreviewLimits, Previews};
use crate::sandbox::{Sandbox, SandboxError, Storage};
use crate::session::{Directory, Environs};

/// Threads per listener: bridging is cheap, sessions have threads of their own.
const WORKERS: usize = 2;
/// Time for the accepting threads to stop taking connections: a pause is acknowledged before they have seen it (actix-server
/// 2.10), and a connection that is taken when the workers are gone is logged as an error.
const PAUSE: Duration = Duration::from_millis(100);
/// Origin of the hosted session page (FaceSign API reference, client secrets).
const HOSTED_PAGE: &str = "https://session.facesign.ai";

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken or may not be used.
    #[error(
        "cannot listen on {address}: {reason}; choose another port with `{flag}` or in the configuration"
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        reason: std::io::Error,
        /// The flag of that port.
        flag: &'static str,
    },
    /// The sandbox could not be opened.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// The HTTP client could not be set up.
    #[error(transparent)]
    Client(#[from] ApiError),
    /// The system gave no random bytes.
    #[error("the system gave no random bytes to seal with: {0}")]
    Random(String),
    /// An address cannot be formed.
    #[error("`{0}` is not an address a server can have")]
    Address(String),
}

/// A server that runs.
pub struct Running<H = Handler> {
    /// Address of MCP, preview and exports, ends with a slash.
    pub base_url: Url,
    /// Address of the embedded sandbox, where there is one.
    pub sandbox_url: Option<Url>,
    /// The handler, for further transports.
    pub handler: H,
    gate: Gate,
    streams: CancellationToken,
    drain: Duration,
    servers: Vec<(ServerHandle, JoinHandle<std::io::Result<()>>)>,
}

/// Starts the server and, where configured, the sandbox.
///
/// Must be called where an actix system runs.
///
/// # Errors
/// [`StartError`], with the address where a port is in use.
pub async fn start(config: Config) -> Result<Running, StartError> {
    start_with(config, Handler::new).await
}

/// Starts the server around a handler of the caller's making, on the same transport with the same checks.
///
/// Must be called where an actix system runs.
///
/// # Errors
/// As for [`start`].
pub async fn start_with<H: Serve>(
    config: Config,
    handler: impl FnOnce(Context) -> H,
) -> Result<Running<H>, StartError> {
    let listener = listen(config.listen, "--port")?;
    let base_url = config
        .public_url
        .clone()
        .map_or_else(|| url_of(&listener, config.listen), Ok)?;
    let mut servers = Vec::new();
    let sandbox_url = match &config.sandbox {
        None => None,
        Some(sandbox) => {
            let address = SocketAddr::new(config.listen.ip(), sandbox.port);
            let listener = listen(address, "--sandbox-port")?;
            let url = url_of(&listener, address)?;
            servers.push(serve_sandbox(
                open_sandbox(sandbox.state_dir.as_deref(), url.clone())?,
                listener,
                address,
            )?);
            Some(url)
        }
    };
    let upstreams = upstreams(&config, sandbox_url.as_ref())?;
    let previews = Previews::new(PreviewLimits {
        idle: config.limits.idle,
        ..PreviewLimits::default()
    });
    let downloads = Downloads::new(DownloadLimits::default());
    let directory = Directory::new(Environs {
        http: api::http_client()?,
        session_origins: session_origins(&upstreams),
        upstreams: upstreams.clone(),
        previews: previews.clone(),
        downloads: downloads.clone(),
        base_url: base_url.clone(),
        limits: config.limits,
        default_key: config.api_key.clone(),
    });
    let metrics = Arc::new(Metrics::default());
    let key_pages = KeyPages::new(directory.clone(), base_url.clone());
    let handler = handler(Context {
        directory: directory.clone(),
        metrics: metrics.clone(),
        local: config.is_local(),
        open: config.open,
        key_pages: key_pages.clone(),
        seal: Seal::random().map_err(|error| StartError::Random(error.to_string()))?,
        upstreams,
        tools: config.tools.clone(),
        base_url: base_url.clone(),
    });
    let (gate, streams) = (Gate::new(), CancellationToken::new());
    let site = Site {
        guard: Guard::of(&config),
        gate: gate.clone(),
        metrics,
        directory,
        previews,
        downloads,
        key_pages,
        streams: streams.clone(),
        mcp_url: (config.mode != Mode::Stdio).then(|| mcp_url(&base_url)),
    };
    servers.push(serve_site(site, handler.clone(), &config, listener)?);
    Ok(Running {
        base_url,
        sandbox_url,
        handler,
        gate,
        streams,
        drain: config.limits.drain,
        servers,
    })
}

/// Starts the sandbox alone.
///
/// # Errors
/// As for [`start`].
pub fn start_sandbox(
    host: IpAddr,
    port: u16,
    state_dir: Option<&std::path::Path>,
) -> Result<RunningSandbox, StartError> {
    let address = SocketAddr::new(host, port);
    let listener = listen(address, "--port")?;
    let url = url_of(&listener, address)?;
    let (handle, task) = serve_sandbox(open_sandbox(state_dir, url.clone())?, listener, address)?;
    Ok(RunningSandbox { url, handle, task })
}

/// A sandbox that runs by itself.
pub struct RunningSandbox {
    /// Its address, ends with a slash.
    pub url: Url,
    handle: ServerHandle,
    task: JoinHandle<std::io::Result<()>>,
}

impl RunningSandbox {
    /// Serves until `shutdown` ends.
    pub async fn until(self, shutdown: impl Future<Output = ()>) {
        shutdown.await;
        self.handle.stop(true).await;
        // The server task has ended with the stop; what it returns is how.
        let _ = self.task.await;
    }
}

impl<H> Running<H> {
    /// Address of the MCP endpoint.
    pub fn mcp_url(&self) -> String {
        mcp_url(&self.base_url)
    }

    /// Serves until `shutdown` ends, then lets calls in flight finish within the configured time.
    pub async fn until(self, shutdown: impl Future<Output = ()>) {
        shutdown.await;
        self.stop().await;
    }

    /// Refuses new calls, waits for those in flight, then closes everything.
    pub async fn stop(self) {
        self.gate.close();
        if tokio::time::timeout(self.drain, self.gate.drained())
            .await
            .is_err()
        {
            tracing::warn!(
                calls = self.gate.in_flight(),
                "calls still in flight are given up"
            );
        }
        // Clients whose streams end come back at once; nobody would be there to serve them.
        for (handle, _) in &self.servers {
            handle.pause().await;
        }
        tokio::time::sleep(PAUSE).await;
        self.streams.cancel();
        for (handle, task) in self.servers {
            handle.stop(false).await;
            // The server task has ended with the stop; what it returns is how.
            let _ = task.await;
        }
    }
}

fn mcp_url(base: &Url) -> String {
    let mut url = base.clone();
    url.set_path("/mcp");
    url.to_string()
}

/// Everything a worker thread needs.
#[derive(Clone)]
struct Site {
    guard: Guard,
    gate: Gate,
    metrics: Arc<Metrics>,
    directory: Directory,
    previews: Previews,
    downloads: Downloads,
    key_pages: KeyPages,
    streams: CancellationToken,
    /// Address of the MCP endpoint, where HTTP serves it.
    mcp_url: Option<String>,
}

type Served = (ServerHandle, JoinHandle<std::io::Result<()>>);

fn serve_site<H: Serve>(
    site: Site,
    handler: H,
    config: &Config,
    listener: TcpListener,
) -> Result<Served, StartError> {
    let doors = Doors {
        hosts: site.guard.hosts.clone(),
        origins: site.guard.origins.clone(),
        body: config.limits.body,
        idle: config.limits.idle,
        stop: site.streams.clone(),
    };
    let service = web::Data::new(service(handler, site.directory.clone(), doors));
    let server = HttpServer::new(move || {
        let site = site.clone();
        let app = App::new()
            .app_data(web::Data::new(site.guard))
            .app_data(web::Data::new(site.gate))
            .app_data(web::Data::new(site.metrics))
            .app_data(web::Data::new(site.directory))
            .app_data(service.clone())
            .configure(status::configure)
            .configure(preview::configure(site.previews))
            .configure(export::configure(site.downloads))
            .configure(key_page::configure(site.key_pages));
        let mcp_url = site.mcp_url;
        let app = if mcp_url.is_some() {
            app.service(
                web::resource("/mcp")
                    .route(
                        // Who opens the endpoint in a browser wants to know what it is.
                        web::get()
                            .guard(fn_guard(front::asks_for_page))
                            .to(front::door(mcp_url.clone())),
                    )
                    .route(web::route().to(bridge::mcp::<H>)),
            )
        } else {
            app
        };
        app.route("/", web::get().to(front::door(mcp_url)))
            .default_service(web::to(front::nowhere))
            .wrap(from_fn(guard::watch))
    });
    let server = server
        .workers(WORKERS)
        // Without these two a client that goes away leaves its call running, and short replies wait 44 ms.
        .h1_allow_half_closed(false)
        .tcp_nodelay(true)
        .disable_signals()
        .shutdown_timeout(config.limits.drain.as_secs())
        .listen(listener)
        .map_err(|reason| StartError::Listen {
            address: config.listen,
            reason,
            flag: "--port",
        })?
        .run();
    Ok((server.handle(), actix_web::rt::spawn(server)))
}

fn serve_sandbox(
    sandbox: Sandbox,
    listener: TcpListener,
    address: SocketAddr,
) -> Result<Served, StartError> {
    let server = HttpServer::new(move || {
        let sandbox = sandbox.clone();
        App::new().configure(move |app| sandbox.configure(app))
    });
    let server = server
        .workers(WORKERS)
        .tcp_nodelay(true)
        .disable_signals()
        .shutdown_timeout(1)
        .listen(listener)
        .map_err(|reason| StartError::Listen {
            address,
            reason,
            flag: "--sandbox-port",
        })?
        .run();
    Ok((server.handle(), actix_web::rt::spawn(server)))
}

fn open_sandbox(state_dir: Option<&std::path::Path>, url: Url) -> Result<Sandbox, SandboxError> {
    let storage = state_dir.map_or(Storage::Memory, |dir| {
        Storage::File(dir.join("sandbox.sqlite"))
    });
    Sandbox::open(storage, url)
}

fn listen(address: SocketAddr, flag: &'static str) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).map_err(|reason| StartError::Listen {
        address,
        reason,
        flag,
    })
}

/// The address of a bound listener as browsers at this machine write it.
fn url_of(listener: &TcpListener, asked: SocketAddr) -> Result<Url, StartError> {
    let port = listener
        .local_addr()
        .map_or(asked.port(), |address| address.port());
    let host = match asked.ip() {
        ip if ip.is_unspecified() => "127.0.0.1".to_owned(),
        IpAddr::V6(ip) => format!("[{ip}]"),
        IpAddr::V4(ip) => ip.to_string(),
    };
    let text = format!("http://{host}:{port}/");
    text.parse().map_err(|_| StartError::Address(text))
}

fn upstreams(config: &Config, sandbox: Option<&Url>) -> Result<Upstreams, StartError> {
    if let Some(upstreams) = &config.upstreams {
        return Ok(upstreams.clone());
    }
    let public = || {
        PUBLIC_API
            .parse()
            .map_err(|_| StartError::Address(PUBLIC_API.to_owned()))
    };
    let base = sandbox.cloned().map_or_else(public, Ok)?;
    Ok(Upstreams {
        sandbox: base.clone(),
        production: base,
    })
}

/// Where the hosted session page may come from: FaceSign's own, and for another API its own origin.
fn session_origins(upstreams: &Upstreams) -> Vec<String> {
    let own =
        [&upstreams.sandbox, &upstreams.production].map(|url| url.origin().ascii_serialization());
    let mut origins = vec![HOSTED_PAGE.to_owned()];
    origins.extend(own.into_iter().filter(|origin| origin != PUBLIC_API));
    origins.dedup();
    origins
}
