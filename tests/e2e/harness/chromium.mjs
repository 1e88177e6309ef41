// Chromium with a fake camera and microphone, whose every complaint is kept.
import assert from "node:assert/strict";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { artifacts } from "./environment.mjs";

const wide = { width: 1440, height: 1000 };
const narrow = { width: 390, height: 844 };

/** Opens a browser for one story, with or without a fake camera, closes it afterwards, and fails if any page or frame complained of what is not `expected`. */
export async function inBrowser(story, { colorScheme = "light", viewport = wide, expected = /^$/, camera = true } = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.E2E_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      ...(camera ? ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] : []),
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  try {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
    const complaints = [];
    watch(context, complaints);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    try {
      await story(page);
    } catch (error) {
      await page.screenshot({ path: shotPath(`failure-${Date.now()}`), fullPage: true }).catch(() => {});
      error.message += `\nthe browser said: ${JSON.stringify(complaints, null, 2)}`;
      throw error;
    }
    const unexpected = complaints.filter((complaint) => !expected.test(complaint));
    assert.deepEqual(unexpected, [], "no console error, no policy violation, no failed request");
  } finally {
    await browser.close();
  }
}

function watch(context, complaints) {
  // Violations of a content security policy arrive as console errors, from frames too.
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  context.on("weberror", (error) => complaints.push(`uncaught: ${error.error()}`));
  context.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
}

const shotPath = (name) => join(artifacts(), "screenshots", `${name}.png`);

/** Screenshots of a page as it stands: light and dark, wide and narrow. */
export async function photograph(page, name) {
  for (const [width, viewport] of Object.entries({ wide, narrow })) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: shotPath(`${name}-${width}-${colorScheme}`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(wide);
}
