// What the preview's script does when a person clicks Start Session, without a browser.
import assert from "node:assert/strict";

/** Creates a verification session of the previewed plan; returns its id. */
export async function clickStart(previewUrl) {
  const page = await fetch(previewUrl);
  assert.equal(page.status, 200, `preview page at ${previewUrl}`);
  const response = await fetch(`${previewUrl}/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-facesign-preview": "1", origin: new URL(previewUrl).origin },
    body: "{}",
  });
  const body = await response.text();
  assert.equal(response.status, 200, body);
  return JSON.parse(body).sessionId;
}
