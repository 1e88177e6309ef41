// The TypeScript SDK of the first generation: revisions up to 2025-11-25 only.
import { test } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  ElicitRequestSchema,
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { binary, mcpUrl, newKey, sandboxUrl } from "../harness/environment.mjs";
import { connected } from "../harness/connected.mjs";
import { canAsk, flowByForm, keyByPage } from "./questions.mjs";
import { completionsAndNews, fewerTools, listIsTold, narrowUrl, withKey } from "./offers.mjs";
import { fromWish } from "./authoring.mjs";
import { quickstart } from "./quickstart.mjs";
import { overHttp, overStdio } from "./stories.mjs";

const identity = { name: "facesign-e2e-v1", version: "1.0.0" };

test("TypeScript SDK v1 over HTTP", () =>
  connected(new Client(identity), new StreamableHTTPClientTransport(mcpUrl()), overHttp(quickstart)));

test("TypeScript SDK v1, from a wish, over HTTP", () =>
  connected(new Client(identity), new StreamableHTTPClientTransport(mcpUrl()), overHttp(fromWish)));

const stdio = () =>
  new StdioClientTransport({ command: binary(), args: ["stdio", "--api-url", sandboxUrl().origin], stderr: "pipe" });

test("TypeScript SDK v1 over stdio", () => connected(new Client(identity), stdio(), overStdio(quickstart)));

test("TypeScript SDK v1, from a wish, over stdio", () => connected(new Client(identity), stdio(), overStdio(fromWish)));

const asking = () => new Client(identity, { capabilities: canAsk });
const listen = (client, person) => client.setRequestHandler(ElicitRequestSchema, person);
const onPage = (client) => keyByPage(client, listen);

test("TypeScript SDK v1, key by page over HTTP", () =>
  connected(asking(), new StreamableHTTPClientTransport(mcpUrl()), onPage));

const inForm = (client) => flowByForm(client, listen);

test("TypeScript SDK v1, flow by form over HTTP", () =>
  connected(asking(), new StreamableHTTPClientTransport(mcpUrl()), inForm));

test("TypeScript SDK v1, flow by form over stdio", () => connected(asking(), stdio(), inForm));

test("TypeScript SDK v1, key by page over stdio", () => connected(asking(), stdio(), onPage));

test("TypeScript SDK v1, fewer tools by address", () =>
  connected(new Client(identity), new StreamableHTTPClientTransport(narrowUrl()), fewerTools));

const subscribe = async (client, uri, heard) => {
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => heard(params.uri));
  await client.subscribeResource({ uri });
  return () => client.unsubscribeResource({ uri });
};

test("TypeScript SDK v1, completions and news of a session", () =>
  connected(new Client(identity), new StreamableHTTPClientTransport(mcpUrl()), (client) =>
    completionsAndNews(client, subscribe),
  ));

const follow = (client, heard) => client.setNotificationHandler(ResourceListChangedNotificationSchema, heard);

test("TypeScript SDK v1, news of the list of resources", () =>
  connected(new Client(identity), new StreamableHTTPClientTransport(mcpUrl()), (client) =>
    listIsTold(client, undefined, follow),
  ));

test("TypeScript SDK v1, news of the list of resources, key in a header", () => {
  const key = newKey();
  return connected(new Client(identity), new StreamableHTTPClientTransport(mcpUrl(), withKey(key)), (client) =>
    listIsTold(client, key, follow),
  );
});

test("TypeScript SDK v1, news of the list of resources over stdio", () =>
  connected(new Client(identity), stdio(), (client) => listIsTold(client, undefined, follow)));
