// A person enters a key on the page that the client was asked to open, with the keyboard alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { inBrowser, photograph } from "../harness/chromium.mjs";
import { mcpUrl, newKey } from "../harness/environment.mjs";

test("a key is entered on the local page", async () => {
  const key = newKey();
  const identity = { name: "story", title: "Story Assistant", version: "1.0.0" };
  const client = new Client(identity, {
    capabilities: { elicitation: { url: {} } },
    versionNegotiation: { mode: "auto" },
  });
  client.setRequestHandler("elicitation/create", async ({ params: { url, message } }) => {
    await inBrowser((page) => enter(page, url, message.match(/\b[A-Z2-9]{3}-[A-Z2-9]{3}\b/)[0], key));
    return { action: "accept" };
  });
  await client.connect(new StreamableHTTPClientTransport(mcpUrl()));
  try {
    const set = await client.callTool({ name: "set_api_key", arguments: {} }, { timeout: 120_000 });
    assert.ok(!set.isError, JSON.stringify(set));
  } finally {
    await client.close();
  }
});

async function enter(page, url, code, key) {
  await page.goto(url);
  await page.getByText("Story Assistant 1.0.0").waitFor();
  await photograph(page, "key-form");
  assert.equal(await page.evaluate(() => document.activeElement.id), "code", "typing can begin at once");
  await page.keyboard.type(code.toLowerCase());
  await page.keyboard.press("Tab");
  await page.keyboard.type(key);
  assert.ok(!(await page.content()).includes(key), "the key stands in no markup");
  await page.keyboard.press("Enter");
  await page.getByText("Your key is set").first().waitFor();
  await photograph(page, "key-done");
  assert.ok(!(await page.content()).includes(key), "the page does not show the key");
}
