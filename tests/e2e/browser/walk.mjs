// One story of the studio: start a session, walk it in the frame, look at the result on the page and through MCP.
import assert from "node:assert/strict";
import { assistant } from "../harness/assistant.mjs";
import { inBrowser, photograph } from "../harness/chromium.mjs";
import { recipe } from "../harness/environment.mjs";
import { walk, withMouse } from "../harness/person.mjs";

/**
 * Walks a recipe in the preview; `hand` is how its controls are used, `photographed` the steps of which
 * screenshots are kept.
 */
export async function walkInStudio(name, steps, { hand = withMouse, photographed = [] } = {}) {
  const flow = recipe(name);
  const { call, close } = await assistant();
  try {
    const { previewUrl } = await call("launch_session_ui", { flow });
    await inBrowser(async (page) => {
      await page.goto(previewUrl);
      await page.getByTestId("start-session").waitFor();
      if (photographed.length) await photograph(page, `${name}-studio`);

      const created = page.waitForResponse((response) => response.request().method() === "POST");
      await page.getByTestId("start-session").click();
      const { sessionId } = await (await created).json();

      const person = hand(page, page.frameLocator('[data-testid="session-frame"]'));
      await walk(person, steps, async (nodeId) => {
        await page.locator(`[data-node="${nodeId}"].current`).waitFor();
        await page.getByTestId("current-node").filter({ hasText: nodeId }).waitFor();
        if (photographed.includes(nodeId)) await photograph(page, `${name}-${nodeId}`);
      });

      // The studio turns to the recap page at once, so the frame need not be visible any more.
      await person.frame.getByTestId("finished").waitFor({ state: "attached" });
      await page.getByTestId("result-json").filter({ hasText: sessionId }).waitFor();
      assert.ok((await page.getByTestId("transcript").innerText()).length > 0, "the page shows a transcript");
      await sessionIsComplete(await call("get_session", { sessionId }), flow, steps);
      if (photographed.includes("result")) await photograph(page, `${name}-result`);
    });
  } finally {
    await close();
  }
}

/** The record of a walked session: complete, a transcript, exactly one report per node met. */
export function sessionIsComplete({ verification: session }, flow, steps) {
  const types = new Map(flow.map(({ id, type }) => [id, type]));
  assert.equal(session.status, "complete");
  assert.deepEqual(
    session.report.nodeReports.map(({ nodeId, type }) => [nodeId, type]),
    steps.map(([nodeId]) => [nodeId, types.get(nodeId)]),
  );
  const spoken = session.report.transcript;
  assert.ok(spoken.some(({ isAvatar, text }) => isAvatar && text.length > 0), "the avatar spoke");
}
