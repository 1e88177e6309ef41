// What a person does when the client passes on a question of the server: enters a key on its page, fills in a form.
import assert from "node:assert/strict";
import { newKey } from "../harness/environment.mjs";

/** Capabilities of a client whose person can be asked both ways. */
export const canAsk = { elicitation: { form: {}, url: {} } };

/** A key set on the page of the server, by a client that `listen`s for questions. */
export async function keyByPage(client, listen) {
  const key = newKey();
  const asked = [];
  listen(client, async ({ params }) => {
    asked.push(params);
    assert.equal(params.mode, "url");
    // The person agrees first and types later.
    setTimeout(() => enter(params, key).catch((error) => asked.push(error)), 300);
    return { action: "accept" };
  });
  const set = await client.callTool({ name: "set_api_key", arguments: {} });
  assert.ok(!set.isError, JSON.stringify(set));
  assert.equal(asked.length, 1, JSON.stringify(asked));
  assert.ok(!JSON.stringify([set, asked]).includes(key), "the key never meets the client");
  const { session, apiKey } = set.structuredContent;
  assert.equal(apiKey, `sk_test_…${key.slice(-4)}`);
  const listed = await client.callTool({ name: "list_sessions", arguments: { session } });
  assert.ok(!listed.isError, JSON.stringify(listed));

  listen(client, async () => ({ action: "decline" }));
  const declined = await client.callTool({ name: "set_api_key", arguments: { session } });
  assert.ok(declined.isError, "a person who would not is no error of the client");

  const forgotten = await client.callTool({ name: "set_api_key", arguments: { session, forget: true } });
  assert.ok(!forgotten.isError, JSON.stringify(forgotten));
  const over = await client.callTool({ name: "list_sessions", arguments: { session } });
  assert.ok(over.isError, "a forgotten key opens nothing");
}

/** A flow whose open choices the person makes in a form. */
export async function flowByForm(client, listen) {
  const asked = [];
  listen(client, async ({ params }) => {
    asked.push(params);
    assert.equal(params.mode ?? "form", "form");
    const choices = Object.entries(params.requestedSchema.properties).filter(([, field]) => field.enum);
    return { action: "accept", content: Object.fromEntries(choices.map(([id, field]) => [id, field.enum[0]])) };
  });
  const wish = { description: "Check that the person is live, then send a code by email." };
  const built = await client.callTool({ name: "build_flow", arguments: wish });
  assert.ok(!built.isError, JSON.stringify(built));
  assert.equal(asked.length, 1, JSON.stringify(asked));
  const answered = Object.entries(asked[0].requestedSchema.properties).filter(([, field]) => field.enum);
  assert.ok(answered.length > 0, JSON.stringify(asked));
  const left = built.structuredContent.questions.map(({ id }) => id);
  for (const [id] of answered) assert.ok(!left.includes(id), `${id} was answered`);
  assert.ok(built.structuredContent.flow.some(({ type }) => type === "two_factor_email"));

  listen(client, async () => ({ action: "decline" }));
  const declined = await client.callTool({ name: "build_flow", arguments: wish });
  assert.ok(!declined.isError, "without answers the defaults hold");
  assert.ok(declined.structuredContent.questions.length >= answered.length);
  // What the person said travels by itself: the client must not hang up while it does.
  await client.listTools();
}

/** Fills the page in as a browser does. */
async function enter({ url, message }, key) {
  const [code] = message.match(/\b[A-Z2-9]{3}-[A-Z2-9]{3}\b/);
  const page = await fetch(url);
  assert.equal(page.status, 200);
  const answer = await fetch(url, {
    method: "POST",
    headers: { origin: new URL(url).origin },
    body: new URLSearchParams({ code, key }),
  });
  assert.equal(answer.status, 200, await answer.text());
}
