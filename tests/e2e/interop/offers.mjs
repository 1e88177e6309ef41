// What a server offers besides tools, as a client asks for it: fewer tools, completions, news of a session.
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { mcpUrl, newKey, recipe } from "../harness/environment.mjs";
import { leave, openSession } from "../harness/studio.mjs";

/** The address by which a client asks for the tools that only read, of one set. */
export function narrowUrl() {
  const url = mcpUrl();
  url.searchParams.set("toolsets", "core");
  url.searchParams.set("readonly", "1");
  return url;
}

export async function fewerTools(client) {
  const { tools } = await client.listTools();
  assert.deepEqual(
    tools.map(({ name }) => name),
    ["set_api_key", "get_session", "list_sessions"],
  );
  const refused = await client.callTool({ name: "export_app", arguments: {} });
  assert.ok(refused.isError);
  assert.match(refused.content[0].text, /read-only/);
}

/**
 * Completions, and the end of a verification session as a subscriber hears of it.
 *
 * @param subscribe `(client, uri, heard)`: subscribes and calls `heard(uri)` on every update
 */
export async function completionsAndNews(client, subscribe) {
  const set = await client.callTool({ name: "set_api_key", arguments: { apiKey: newKey() } });
  const { session } = set.structuredContent;
  const complete = async (ref, name, value) => {
    const asked = { ref, argument: { name, value }, context: { arguments: { session } } };
    return (await client.complete(asked)).completion.values;
  };
  const node = { type: "ref/resource", uri: "facesign://nodes/{type}" };
  assert.deepEqual(await complete(node, "type", "two"), ["two_factor_email", "two_factor_sms"]);
  const design = { type: "ref/prompt", name: "design-a-flow" };
  assert.ok((await complete(design, "avatar", "")).length > 0, "avatars of the account");
  assert.ok((await complete(design, "language", "en")).includes("en"));

  const launched = await client.callTool({
    name: "launch_session_ui",
    arguments: { session, flow: recipe("quickstart") },
  });
  const opened = await openSession(launched.structuredContent.previewUrl);
  const uri = `session://${opened.sessionId}?session=${session}`;
  const news = new EventEmitter();
  const unsubscribe = await subscribe(client, uri, (of) => news.emit("update", of));
  const first = once(news, "update", { signal: AbortSignal.timeout(20_000) });
  await leave(opened);
  assert.deepEqual(await first, [uri]);
  await unsubscribe();
  const { contents } = await client.readResource({ uri });
  assert.equal(JSON.parse(contents[0].text).status, "incomplete");
}

/**
 * The list of resources grows when a person starts a session, and the client is told.
 *
 * @param key set where the client brings it in its header
 * @param follow `(client, heard)`: calls `heard()` whenever the list has changed
 */
export async function listIsTold(client, key, follow) {
  const set = await client.callTool({ name: "set_api_key", arguments: key ? {} : { apiKey: newKey() } });
  assert.ok(!set.isError, JSON.stringify(set));
  const { session } = set.structuredContent;
  const news = new EventEmitter();
  await follow(client, () => news.emit("changed"));
  const sessions = async () => {
    const { resources } = await client.listResources();
    return resources.map(({ uri }) => uri).filter((uri) => uri.startsWith("session://"));
  };
  assert.deepEqual(await sessions(), []);

  const launched = await client.callTool({ name: "launch_session_ui", arguments: { session, flow: recipe("quickstart") } });
  const first = once(news, "changed", { signal: AbortSignal.timeout(20_000) });
  const opened = await openSession(launched.structuredContent.previewUrl);
  await first;
  const uri = `session://${opened.sessionId}`;
  assert.deepEqual(await sessions(), [uri]);
  const { contents } = await client.readResource({ uri });
  assert.equal(JSON.parse(contents[0].text).id, opened.sessionId);

  const over = once(news, "changed", { signal: AbortSignal.timeout(20_000) });
  await client.callTool({ name: "set_api_key", arguments: { session, forget: true } });
  await over;
}

/** A connection whose configuration brings a key. */
export const withKey = (key) => ({ requestInit: { headers: { authorization: `Bearer ${key}` } } });
