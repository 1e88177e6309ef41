// A server of a test's own, where the process itself is looked at or its upstream is not the sandbox.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { binary } from "./environment.mjs";

/** Runs `story` with a server whose upstream is `apiUrl`; in the end the server must stop well and have warned of nothing. */
export async function withServer(apiUrl, story) {
  const child = spawn(binary(), ["serve", "--no-open", "--port", "0", "--api-url", apiUrl.origin], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (bytes) => (log += bytes));
  try {
    await story(new Server(child.pid, await addressIn(child.stdout)));
  } finally {
    child.kill("SIGINT");
    if (child.exitCode === null) await once(child, "exit");
  }
  assert.equal(child.exitCode, 0, log);
  const alarming = log.split("\n").filter((line) => /\b(WARN|ERROR)\b|panicked/.test(line));
  assert.deepEqual(alarming, [], "the server warned of nothing");
}

async function addressIn(output) {
  for await (const line of createInterface({ input: output })) {
    const [, url] = line.match(/^MCP server: +(\S+)/) ?? [];
    if (url) return new URL(url);
  }
  throw new Error("the server ended before it told its address");
}

class Server {
  constructor(pid, mcpUrl) {
    this.pid = pid;
    this.mcpUrl = mcpUrl;
  }

  /** Numbers of `/metrics` by name and labels. */
  async metrics() {
    const page = await (await fetch(new URL("/metrics", this.mcpUrl))).text();
    const lines = page.split("\n").filter((line) => line && !line.startsWith("#"));
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
  }

  /** Files and sockets the process has open. */
  openFiles() {
    return readdirSync(`/proc/${this.pid}/fd`).length;
  }

  /** Resident memory in KiB. */
  memory() {
    return Number(readFileSync(`/proc/${this.pid}/status`, "utf8").match(/^VmRSS:\s+(\d+) kB$/m)[1]);
  }
}
