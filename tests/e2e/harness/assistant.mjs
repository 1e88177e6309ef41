// An MCP client that behaves: sets a key, launches previews, reads results.
import assert from "node:assert/strict";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { mcpUrl, newKey } from "./environment.mjs";

/** Connects with a fresh key; `call` returns structured answers and fails on a refusal. */
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
  ({ session } = await call("set_api_key", { apiKey: newKey() }));
  return { call, close: () => client.close() };
}
