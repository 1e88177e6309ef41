// The studio as an MCP App: inside a client's page, with the origin, the policy and the camera its resource asks for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hostApp } from "../harness/app-host.mjs";
import { assistant } from "../harness/assistant.mjs";
import { inBrowser, photograph } from "../harness/chromium.mjs";
import { recipe } from "../harness/environment.mjs";
import { walk, withMouse } from "../harness/person.mjs";
import { goodWays } from "../harness/recipes.mjs";

const flow = recipe("quickstart");

async function withApp(story) {
  const { app, call, close } = await assistant();
  try {
    const structuredContent = await call("launch_session_ui", { flow });
    const resource = await app("launch_session_ui");
    assert.equal(resource.mimeType, "text/html;profile=mcp-app");
    await hostApp(resource, { content: [], structuredContent }, (url) =>
      inBrowser(async (page) => {
        await page.goto(url);
        await story(page, page.frameLocator("iframe"), structuredContent);
      }),
    );
  } finally {
    await close();
  }
}

test("a session is walked inside the app", () =>
  withApp(async (page, app) => {
    await app.getByText("11 nodes.").waitFor();
    const studio = app.frameLocator("#studio");
    await studio.getByTestId("start-session").waitFor();
    await photograph(page, "mcp-app");
    await studio.getByTestId("start-session").click();
    const hosted = studio.frameLocator('[data-testid="session-frame"]');
    await walk(withMouse(page, hosted), goodWays.quickstart);
    await hosted.getByTestId("finished").waitFor({ state: "attached" });
  }));

test("the app asks its client to open the browser", () =>
  withApp(async (page, app, { previewUrl }) => {
    await app.getByRole("button", { name: "Open in browser" }).click();
    const asked = await page.waitForFunction(() => window.heard.find(({ method }) => method === "ui/open-link"));
    assert.equal((await asked.jsonValue()).params.url, previewUrl);
  }));
