// A client that shows MCP Apps, as small as it can be: each app stands in a frame with an origin of its own, the policy and
// the permissions its resource asks for, and speaks with the page around it.
import { createServer } from "node:http";

const protocol = "2026-01-26";

/** Serves a host page with the app of a resource inside, and hands it the result of its tool. */
export async function hostApp(resource, toolResult, story) {
  const { csp, permissions } = resource._meta.ui;
  const policy = [
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:",
    `connect-src ${csp.connectDomains.join(" ") || "'none'"}`,
    `frame-src ${csp.frameDomains.join(" ") || "'none'"}`,
  ].join("; ");
  const app = await serve(resource.text, { "content-security-policy": policy });
  const features = Object.keys(permissions).map((name) => `${name} *`).join("; ");
  const host = await serve(
    `<!doctype html><title>Host</title><style>html, body, iframe { margin: 0; border: 0; width: 100%; height: 100vh; }</style>
<link rel="icon" href="data:,"><iframe sandbox="allow-scripts allow-same-origin allow-forms" allow="${features}" src="${app.url}"></iframe>
<script type="module">(${speak})(${JSON.stringify({ protocol, toolResult }).replaceAll("<", "\\u003c")})</script>`,
  );
  try {
    await story(host.url);
  } finally {
    await Promise.all([app.close(), host.close()]);
  }
}

/** Runs in the host page: answers the handshake, then tells the result; keeps what the app said in `heard`. */
function speak({ protocol, toolResult }) {
  window.heard = [];
  addEventListener("message", ({ data, source }) => {
    window.heard.push(data);
    const say = (message) => source.postMessage({ jsonrpc: "2.0", ...message }, "*");
    if (data.method === "ui/initialize") {
      const result = { protocolVersion: protocol, hostInfo: { name: "e2e", version: "1" }, hostCapabilities: { openLinks: {} }, hostContext: {} };
      say({ id: data.id, result });
    } else if (data.method === "ui/notifications/initialized") {
      say({ method: "ui/notifications/tool-result", params: toolResult });
    } else if (data.method === "ui/open-link") {
      say({ id: data.id, result: {} });
    }
  });
}

async function serve(html, headers = {}) {
  const server = createServer((_, response) => response.writeHead(200, { "content-type": "text/html", ...headers }).end(html));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}
