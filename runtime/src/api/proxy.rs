//! Which proxy requests go through: the system's, except that loopback addresses are always direct.

use reqwest::{ClientBuilder, NoProxy, Proxy};

/// Hosts that no proxy can reach for us: the embedded sandbox listens there.
const LOOPBACK: &str = "localhost,127.0.0.1,::1";

/// Applies the proxies of the environment, with loopback excepted.
///
/// Without such variables the client keeps its own default, which also asks the operating system.
pub(super) fn apply(mut builder: ClientBuilder) -> ClientBuilder {
    let read = |names: [&str; 2]| {
        names
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()))
    };
    let every = read(["ALL_PROXY", "all_proxy"]);
    let http = read(["HTTP_PROXY", "http_proxy"]).or_else(|| every.clone());
    let https = read(["HTTPS_PROXY", "https_proxy"]).or(every);
    let mut except = LOOPBACK.to_owned();
    if let Some(more) = read(["NO_PROXY", "no_proxy"]) {
        except = format!("{except},{more}");
    }
    for proxy in [http.map(Proxy::http), https.map(Proxy::https)]
        .into_iter()
        .flatten()
        .flatten()
    {
        builder = builder.proxy(proxy.no_proxy(NoProxy::from_string(&except)));
    }
    builder
}
