//! The servers: ours as it is run, and the same handler on axum.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
use facesign_mcp::config::{Config, Mode, Sources};
use facesign_mcp::http;
use facesign_mcp::mcp::{Doors, Handler, McpService, service};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// A server that listens until the process ends.
pub(crate) struct Server {
    pub(crate) name: &'static str,
    pub(crate) address: SocketAddr,
}

/// Places in the list.
pub(crate) const OURS: usize = 0;
pub(crate) const AXUM: usize = 1;

/// Threads of axum's runtime: as many as our listener has.
const WORKERS: usize = 2;

/// Starts all of them, each on threads of its own.
pub(crate) fn start() -> Vec<Server> {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || ours(&tell));
    let (address, service) = told.recv().expect("our server starts");
    let prompt = axum(service.clone(), true);
    let default = axum(service, false);
    [
        ("facesign-mcp", address),
        ("axum, TCP_NODELAY", prompt),
        ("axum, default socket", default),
    ]
    .map(|(name, address)| Server { name, address })
    .into()
}

/// Runs our server; tells its address, and the service for the others: the same handler behind the same checks.
fn ours(tell: &mpsc::Sender<(SocketAddr, McpService)>) {
    actix_web::rt::System::new().block_on(async {
        let flags = [("port", "0"), ("open", "false"), ("log", "off")];
        let sources = Sources {
            flags: flags.map(|(key, value)| (key, value.to_owned())).to_vec(),
            ..Sources::default()
        };
        let config = Config::load(Mode::Serve, sources).expect("flags load");
        let doors = Doors {
            hosts: vec!["127.0.0.1".to_owned()],
            origins: Vec::new(),
            body: config.limits.body,
            idle: Duration::from_mins(1),
            stop: CancellationToken::new(),
        };
        let mut peer = None;
        let running = http::start_with(config, |context| {
            let directory = context.directory.clone();
            let handler = Handler::new(context);
            peer = Some(service(handler.clone(), directory, doors));
            handler
        })
        .await
        .expect("a free port");
        let port = running.base_url.port().expect("a port");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        tell.send((address, peer.expect("made with the handler")))
            .expect("somebody waits");
        running.until(std::future::pending()).await;
    });
}

fn axum(service: McpService, nodelay: bool) -> SocketAddr {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .enable_all()
        .build()
        .expect("threads");
    let listener = runtime
        .block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let router = Router::new().route_service("/mcp", service);
    std::thread::spawn(move || {
        runtime.block_on(async {
            if nodelay {
                let prompt = listener.tap_io(|socket| socket.set_nodelay(true).expect("a socket"));
                axum::serve(prompt, router).await
            } else {
                axum::serve(listener, router).await
            }
        })
    });
    address
}
