// Sessions that come to nothing: what the studio says to somebody who leaves, and to somebody without a camera.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assistant } from "../harness/assistant.mjs";
import { inBrowser, photograph } from "../harness/chromium.mjs";
import { recipe } from "../harness/environment.mjs";

/** Opens a preview, starts a session and gives its page and frame to the story. */
async function started(story, options) {
  const { call, close } = await assistant();
  try {
    const { previewUrl } = await call("launch_session_ui", { flow: recipe("quickstart") });
    await inBrowser(async (page) => {
      await page.goto(previewUrl);
      await page.locator("#steps-empty", { hasText: "Start a session" }).waitFor();
      await page.getByTestId("start-session").click();
      await page.locator("#steps-empty", { hasText: "waits for the person" }).waitFor();
      await story(page, page.frameLocator('[data-testid="session-frame"]'));
    }, options);
  } finally {
    await close();
  }
}

test("a session that is left says so, and no recap takes its place", () =>
  started(async (page, frame) => {
    await frame.getByTestId("allow-devices").click();
    await frame.getByRole("button", { name: "Leave the session" }).click();
    await page.locator("#status", { hasText: "Incomplete" }).waitFor();
    await frame.getByTestId("finished").filter({ hasText: "left before an end node" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Session", exact: true }).getAttribute("aria-pressed"), "true");
    await photograph(page, "left");
  }));

test("without a camera the reason and the ways on are in sight", () =>
  started(
    async (page, frame) => {
      await frame.getByTestId("allow-devices").click();
      await frame.getByTestId("device-status").filter({ hasText: "No camera was found" }).waitFor();
      const told = frame.getByTestId("device-status");
      const [place, view] = [await told.boundingBox(), await page.getByTestId("session-frame").boundingBox()];
      assert.ok(place.y >= view.y && place.y + place.height <= view.y + view.height, "the reason is in sight");
      const focused = await frame.locator(":focus").textContent();
      assert.equal(focused, "Try again");
      await photograph(page, "no-camera");
      await frame.getByTestId("continue-without").click();
      await page.locator('[data-node="greeting"].current').waitFor();
    },
    { camera: false, viewport: { width: 1280, height: 800 } },
  ));
