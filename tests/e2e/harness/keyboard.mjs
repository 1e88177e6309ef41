// A person without a mouse: reaches a control with Tab alone.
import assert from "node:assert/strict";

/** Most presses of Tab until the focus has been everywhere on a page. */
const aroundThePage = 80;

/** Presses Tab until the control with that test id has the focus. */
export async function tabTo(page, testId) {
  for (let presses = 0; presses < aroundThePage; presses += 1) {
    if (await hasFocus(page, testId)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`\`${testId}\` is not reached with Tab`);
}

async function hasFocus(page, testId) {
  for (const frame of page.frames()) {
    const focused = await frame
      .evaluate((id) => document.hasFocus() && document.activeElement?.dataset?.testid === id, testId)
      .catch(() => false);
    if (focused) return true;
  }
  return false;
}
