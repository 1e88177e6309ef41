// The TypeScript SDK of the first generation: revisions up to 2025-11-25 only.
import { test } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { binary, mcpUrl, sandboxUrl } from "../harness/environment.mjs";
import { connected } from "../harness/connected.mjs";
import { overHttp, overStdio } from "./quickstart.mjs";

const identity = { name: "facesign-e2e-v1", version: "1.0.0" };

test("TypeScript SDK v1 over HTTP", () =>
  connected(new Client(identity), new StreamableHTTPClientTransport(mcpUrl()), overHttp));

test("TypeScript SDK v1 over stdio", () =>
  connected(
    new Client(identity),
    new StdioClientTransport({ command: binary(), args: ["stdio", "--api-url", sandboxUrl().origin], stderr: "pipe" }),
    overStdio,
  ));
