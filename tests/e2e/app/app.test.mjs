// An exported, built app: `next start` against the sandbox, and a person who completes a session in it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { inBrowser, photograph } from "../harness/chromium.mjs";
import { newKey, sandboxUrl } from "../harness/environment.mjs";
import { walk, withMouse } from "../harness/person.mjs";
import { goodWays } from "../harness/recipes.mjs";

const folder = process.env.E2E_APP_FOLDER;
const name = process.env.E2E_APP_RECIPE;

test(`the app of ${name} takes a person through a session`, async () => {
  const key = newKey();
  const app = await nextStart(key);
  try {
    await inBrowser(async (page) => {
      await page.goto(app.url);
      await page.getByTestId("start").waitFor();
      await photograph(page, `app-${name}-start`);
      await page.getByTestId("start").click();
      await walk(withMouse(page, page.frameLocator('[data-testid="session-frame"]')), goodWays[name]);
      await page.getByTestId("result").waitFor();
      assert.equal(await page.getByTestId("status").getAttribute("data-status"), "complete");
      assert.equal(await page.getByTestId("result").getAttribute("data-verdict"), "passed");
      await photograph(page, `app-${name}-result`);
      assert.ok(!(await page.content()).includes(key), "the key is not in the page");
    });
  } finally {
    await app.stop();
  }
  assert.ok(!app.output().includes(key), "the key is not in the app's output");
});

async function nextStart(key) {
  const child = spawn("node_modules/.bin/next", ["start", "--hostname", "127.0.0.1", "--port", "0"], {
    cwd: folder,
    env: {
      ...process.env,
      FACESIGN_API_KEY: key,
      FACESIGN_API_URL: sandboxUrl().origin,
      NEXT_TELEMETRY_DISABLED: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (output += bytes));
  const ended = once(child, "exit");
  let url;
  for (let tries = 0; ; tries += 1) {
    url = /http:\/\/127\.0\.0\.1:[1-9][0-9]*/.exec(output)?.[0];
    if (url && (await fetch(url).then((response) => response.ok, () => false))) break;
    assert.ok(child.exitCode === null && tries < 100, `next start did not answer: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    url,
    output: () => output,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
