// What a page of somebody else can frame: nothing that acts with a key, but for the preview where it is asked to be embedded.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { assistant } from "../harness/assistant.mjs";
import { inBrowser } from "../harness/chromium.mjs";
import { mcpUrl, recipe } from "../harness/environment.mjs";

/** What Chromium says of a frame that its page forbids. */
const refused = /frame-ancestors/;

/** Frames the address in a page of another origin; resolves with what the frame shows, null where it shows nothing. */
async function framed(url, options) {
  const host = createServer((_, response) =>
    response
      .writeHead(200, { "content-type": "text/html" })
      .end(`<!doctype html><title>Host</title><link rel="icon" href="data:,"><iframe src="${url.replaceAll("&", "&amp;")}"></iframe>`),
  );
  await new Promise((ready) => host.listen(0, "127.0.0.1", ready));
  let shown;
  try {
    await inBrowser(async (page) => {
      await page.goto(`http://127.0.0.1:${host.address().port}/`, { waitUntil: "load" });
      const frame = page.frames().find((one) => one !== page.mainFrame());
      shown = frame.url().startsWith("chrome-error:") ? null : await frame.title();
    }, options);
  } finally {
    host.closeAllConnections();
    await new Promise((closed) => host.close(closed));
  }
  return shown;
}

test("the page for a key cannot be framed", async () => {
  const client = new Client(
    { name: "facesign-e2e-framing", version: "1.0.0" },
    { capabilities: { elicitation: { url: {} } }, versionNegotiation: { mode: "auto" } },
  );
  const shown = [];
  client.setRequestHandler("elicitation/create", async ({ params: { url } }) => {
    for (const address of [url, `${url}?embed`, `${url}?embed=1`]) shown.push(await framed(address, { expected: refused }));
    return { action: "decline" };
  });
  await client.connect(new StreamableHTTPClientTransport(mcpUrl()));
  try {
    await client.callTool({ name: "set_api_key", arguments: {} }, { timeout: 120_000 });
  } finally {
    await client.close();
  }
  assert.deepEqual(shown, [null, null, null]);
});

test("the preview is framed by others only where it is embedded, and tells its token to no referrer", async () => {
  const { call, close } = await assistant();
  try {
    const { previewUrl } = await call("launch_session_ui", { flow: recipe("quickstart") });
    assert.equal(await framed(previewUrl, { expected: refused }), null);
    assert.match(await framed(`${previewUrl}?embed=1`), /FaceSign/);
    const { headers } = await fetch(`${previewUrl}?embed=1`);
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    const unknown = `${new URL(previewUrl).origin}/preview/${"A".repeat(43)}?embed=1`;
    assert.equal(await framed(unknown, { expected: /frame-ancestors|404/ }), null);
  } finally {
    await close();
  }
});
