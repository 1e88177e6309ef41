// What a server does when calls are given up, and after very many of them.
import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { newKey, recipe, sandboxUrl } from "../harness/environment.mjs";
import { withServer } from "../harness/own-server.mjs";
import { slowUpstream } from "../harness/slow-upstream.mjs";

const newest = "2026-07-28";
const identity = { name: "facesign-e2e-endurance", version: "1.0.0" };

/** Longest time until an upstream call that nobody waits for any more has ended, in milliseconds. */
const soon = 2_000;

/** Calls after which a server has everything it needs, and calls in all. */
const warm = 200;
const all = 1_000;

/** Growth of memory between the two that is no leak, in KiB: a whole answer kept per call would be 8 MiB. */
const memoryMargin = 4_096;

// In the era with sessions the client sends a notification, in the other it hangs up: either ends the call upstream.
for (const [era, mode] of [["legacy", "legacy"], ["modern", { pin: newest }]]) {
  test(`a call given up by its client ends upstream, ${era} era`, async () => {
    const upstream = await slowUpstream("/sessions");
    const story = async (server) => {
      const client = new Client(identity, { versionNegotiation: { mode } });
      await client.connect(new StreamableHTTPClientTransport(server.mcpUrl));
      const set = await client.callTool({ name: "set_api_key", arguments: { apiKey: newKey() } });
      const { session } = set.structuredContent;

      const patience = new AbortController();
      const call = client.callTool({ name: "list_sessions", arguments: { session } }, { signal: patience.signal });
      call.catch(() => {});
      const { ended } = await upstream.next();
      const { facesign_requests_in_flight: meanwhile } = await server.metrics();
      assert.ok(meanwhile >= 1, "the call is in flight");

      patience.abort();
      const late = wait(soon, "late", { ref: false });
      assert.notEqual(await Promise.race([ended, late]), "late", "the upstream call is still waited for");
      await assert.rejects(call);
      await eventually(async () => {
        const metrics = await server.metrics();
        assert.equal(metrics['facesign_tool_calls_total{tool="list_sessions",result="cancelled"}'], 1);
        assert.equal(metrics.facesign_requests_in_flight, 0);
      });
      await client.close();
    };
    try {
      await withServer(upstream.url, story);
    } finally {
      await upstream.close();
    }
  });
}

for (const era of ["legacy", "modern"]) {
  test(`${all} calls on one connection leave nothing behind, ${era} era`, async (context) => {
    await withServer(sandboxUrl(), async (server) => {
      const line = new Line(server.mcpUrl, era);
      await line.open();
      const { session } = await line.call("set_api_key", { apiKey: newKey() });
      const round = [
        ["validate_flow", { flow: recipe("wire-transfer") }],
        ["simulate_flow", { flow: recipe("quickstart") }],
        ["list_sessions", { session, limit: 5 }],
      ];
      let early;
      for (let made = 0; made < all; made += 1) {
        if (made === warm) early = await look(server);
        await line.call(...round[made % round.length]);
      }
      const late = await look(server);
      context.diagnostic(`after ${warm} calls ${JSON.stringify(early)}, after ${all} ${JSON.stringify(late)}`);
      assert.equal(line.connections.size, 1, "all calls went over one connection");
      assert.equal(late.sessions, 1, "one session, as there was one key");
      assert.equal(late.inFlight, 0);
      assert.ok(late.files <= early.files, `open files: ${early.files}, then ${late.files}`);
      assert.ok(late.memory <= early.memory + memoryMargin, `memory in KiB: ${early.memory}, then ${late.memory}`);
      line.close();
    });
  });
}

async function look(server) {
  let metrics;
  // The end of a call is counted when its answer is out.
  await eventually(async () => {
    metrics = await server.metrics();
    assert.equal(metrics.facesign_requests_in_flight, 0);
  });
  return {
    sessions: metrics.facesign_sessions,
    inFlight: metrics.facesign_requests_in_flight,
    files: server.openFiles(),
    memory: server.memory(),
  };
}

/** Tries again for two seconds. */
async function eventually(holds) {
  for (const deadline = Date.now() + 2_000; ; await wait(20)) {
    try {
      return await holds();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** Raw JSON-RPC over one kept connection: the official clients open as many as they please. */
class Line {
  connections = new Set();
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  #id = 0;

  constructor(url, era) {
    this.url = url;
    this.modern = era === "modern";
  }

  async open() {
    if (this.modern) {
      this.#headers["mcp-protocol-version"] = newest;
      return;
    }
    const hello = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: identity };
    const { headers } = await this.#send({ id: 0, method: "initialize", params: hello });
    this.#headers["mcp-session-id"] = headers["mcp-session-id"];
    this.#headers["mcp-protocol-version"] = "2025-11-25";
    await this.#send({ method: "notifications/initialized" });
  }

  async call(name, args) {
    const params = { name, arguments: args };
    if (this.modern) {
      params._meta = {
        "io.modelcontextprotocol/protocolVersion": newest,
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": identity,
      };
    }
    const { body } = await this.#send({ id: (this.#id += 1), method: "tools/call", params }, name);
    const lines = body.split("\n").map((line) => line.replace(/^data:\s*/, ""));
    const answer = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line)).find(({ id }) => id);
    assert.ok(answer?.result && !answer.result.isError, `${name}: ${body}`);
    return answer.result.structuredContent;
  }

  close() {
    this.#agent.destroy();
  }

  #send(message, name) {
    const headers = { ...this.#headers };
    if (this.modern) Object.assign(headers, { "mcp-method": message.method, "mcp-name": name });
    return new Promise((resolve, reject) => {
      const sent = request(this.url, { method: "POST", agent: this.#agent, headers }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (text) => (body += text));
        response.on("end", () => resolve({ headers: response.headers, body }));
      });
      sent.on("socket", (socket) => this.connections.add(socket));
      sent.on("error", reject).end(JSON.stringify({ jsonrpc: "2.0", ...message }));
    });
  }
}
