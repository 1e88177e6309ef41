// An MCP client that behaves: sets a key, launches previews, reads results.
import assert from "node:assert/strict";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { mcpUrl, newKey } from "./environment.mjs";

/** Connects with a fresh key; `call` returns structured answers and fails on a refusal, `app` the page of a tool. */
export async function assistant() {
  const client = new Client(
    { name: "facesign-e2e-assistant", version: "1.0.0" },
    { versionNegotiation: { mode: "auto" } },
  );
  await client.connect(new StreamableHTTPClientTransport(mcpUrl()));
  let session;
  const call = async (name, args) => {
    const result = await client.callTool({ name, arguments: { ...(session && { session }), ...args } });
    assert.ok(!result.isError, `${name}: ${JSON.stringify(result.content)}`);
    return result.structuredContent;
  };
  /** The page that a client with MCP Apps shows for a tool. */
  const app = async (name) => {
    const { tools } = await client.listTools();
    const { resourceUri } = tools.find((tool) => tool.name === name)._meta.ui;
    return (await client.readResource({ uri: resourceUri })).contents[0];
  };
  ({ session } = await call("set_api_key", { apiKey: newKey() }));
  return { app, call, close: () => client.close() };
}
