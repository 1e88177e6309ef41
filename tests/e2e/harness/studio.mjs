// What the preview's script does when a person clicks Start Session, without a browser.
import assert from "node:assert/strict";

/** Creates a verification session of the previewed plan; returns its id. */
export async function clickStart(previewUrl) {
  return (await start(previewUrl)).sessionId;
}

/** Creates a verification session and opens its hosted page. */
export async function openSession(previewUrl) {
  const started = await start(previewUrl);
  await onPage(started, "open");
  return started;
}

/** Leaves the hosted page of a session, which ends it. */
export const leave = (started) => onPage(started, "leave?now");

async function onPage({ url }, action) {
  const page = new URL(url);
  const response = await fetch(new URL(`/hosted/api/${action}`, page), {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${page.searchParams.get("cs")}` },
    body: "{}",
  });
  assert.equal(response.status, 200, await response.text());
}

async function start(previewUrl) {
  const page = await fetch(previewUrl);
  assert.equal(page.status, 200, `preview page at ${previewUrl}`);
  const response = await fetch(`${previewUrl}/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-facesign-preview": "1", origin: new URL(previewUrl).origin },
    body: "{}",
  });
  const body = await response.text();
  assert.equal(response.status, 200, body);
  return JSON.parse(body);
}
