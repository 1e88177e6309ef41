// The studio as an MCP App in the Inspector: its web page shows the flow, and opens the preview where asked to.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { inBrowser } from "../harness/chromium.mjs";
import { artifacts, mcpUrl, recipe } from "../harness/environment.mjs";
import { freePorts } from "../harness/ports.mjs";

/** The Inspector needs a newer Node than the rest; both are installed beside the conformance suite. */
const programs = new URL("../conformance/node_modules/.bin/", import.meta.url).pathname;

for (const era of ["legacy", "modern"]) {
  test(`the Inspector shows the studio, ${era} era`, async () => {
    const previewUrl = await launch();
    await withInspector(era, (url) =>
      inBrowser(async (page) => {
        // Its fonts come from elsewhere; the test needs this machine alone.
        const elsewhere = ({ hostname }) => !["127.0.0.1", "localhost"].includes(hostname);
        await page.route(elsewhere, (route) => route.fulfill({ status: 200, body: "" }));
        await page.goto(url);
        await page.getByRole("switch").first().click({ force: true });
        await page.getByText("Apps", { exact: true }).first().click();
        await page.getByText("Preview a flow").first().click();
        await page.getByRole("button", { name: "Open App" }).click();
        const app = page.frameLocator("iframe").frameLocator("iframe");
        await app.getByText("11 nodes.").waitFor();
        await app.getByText("liveness_detection").waitFor();
        await page.screenshot({ path: join(artifacts(), "screenshots", `inspector-${era}.png`) });

        const opening = page.waitForEvent("popup");
        await app.getByRole("button", { name: "Open in browser" }).click();
        const studio = await opening;
        await studio.getByTestId("start-session").waitFor();
        assert.equal(studio.url(), previewUrl);
      }),
    );
  });
}

/** Makes the quickstart the current flow of the session that the key of the process opens; the Inspector shares it. */
async function launch() {
  const client = new Client({ name: "facesign-e2e-inspector", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  await client.connect(new StreamableHTTPClientTransport(mcpUrl()));
  const launched = await client.callTool({ name: "launch_session_ui", arguments: { flow: recipe("quickstart") } });
  await client.close();
  assert.ok(!launched.isError, JSON.stringify(launched));
  return launched.structuredContent.previewUrl;
}

async function withInspector(era, story) {
  const home = mkdtempSync(join(tmpdir(), "facesign-inspector-"));
  const [page, sandbox, apps] = await freePorts(3);
  const options = ["--web", "--server-url", mcpUrl().href, "--transport", "http", "--protocol-era", era];
  const inspector = spawn(join(programs, "node"), [join(programs, "mcp-inspector"), ...options], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      MCP_STORAGE_DIR: home,
      MCP_INSPECTOR_SECRET_STORE: "memory",
      MCP_AUTO_OPEN_ENABLED: "false",
      CLIENT_PORT: page,
      MCP_SANDBOX_PORT: sandbox,
      MCP_APP_ORIGIN_PORT: apps,
    },
  });
  try {
    await story(await addressIn(inspector.stdout));
  } finally {
    inspector.kill();
    if (inspector.exitCode === null && inspector.signalCode === null) await once(inspector, "exit");
    rmSync(home, { recursive: true });
  }
}

async function addressIn(output) {
  for await (const line of createInterface({ input: output })) {
    const [url] = line.match(/http:\S+MCP_INSPECTOR_API_TOKEN=\w+/) ?? [];
    if (url) return url;
  }
  throw new Error("the Inspector ended before it told its address");
}
