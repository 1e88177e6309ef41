// Connects an official client, tells it a story, and hears nothing unusual meanwhile.
import assert from "node:assert/strict";
import { assertQuiet } from "./quiet.mjs";

export async function connected(client, transport, story) {
  const errors = [];
  client.onerror = (error) => errors.push(String(error?.stack ?? error));
  let spoken = "";
  transport.stderr?.on("data", (bytes) => (spoken += bytes));
  await client.connect(transport);
  try {
    await story(client);
  } finally {
    await client.close();
  }
  assert.deepEqual(errors, [], "the client met no error");
  assert.doesNotMatch(spoken, /\b(WARN|ERROR)\b|panicked/, "the server on stdio warned of nothing");
  assertQuiet();
}
