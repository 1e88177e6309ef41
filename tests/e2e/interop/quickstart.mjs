// The quickstart as a client lives through it: key, preview, results, list, export. The same story for every client.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unpack } from "../harness/archive.mjs";
import { newKey, recipe } from "../harness/environment.mjs";
import { clickStart } from "../harness/studio.mjs";

/** Steps of the quickstart recipe on the way to success. */
const happyPath = ["greeting", "liveness", "security_question", "email_code", "thanks"];

/** The exporter's own record of what it wrote: in the zip, but no file of the app. */
const manifest = ".facesign-export.json";

export async function overHttp(client) {
  await quickstart(client, async (exported) => {
    const { folder, files } = await unpack(exported.downloadUrl);
    try {
      const listed = exported.files.map(({ path }) => `${exported.appName}/${path}`);
      assert.deepEqual(files, [...listed, `${exported.appName}/${manifest}`].sort());
    } finally {
      rmSync(join(folder, ".."), { recursive: true });
    }
  });
}

export async function overStdio(client) {
  const outputDir = join(mkdtempSync(join(tmpdir(), "facesign-export-")), "app");
  try {
    await quickstart(
      client,
      async (exported) => {
        for (const { path } of exported.files) assert.ok(existsSync(join(outputDir, path)), path);
      },
      { outputDir },
    );
  } finally {
    rmSync(join(outputDir, ".."), { recursive: true });
  }
}

async function quickstart(client, look, exportArguments = {}) {
  const key = newKey();
  const { tools } = await client.listTools();
  const names = tools.map(({ name }) => name);
  for (const name of ["set_api_key", "launch_session_ui", "export_app", "get_session", "list_sessions"]) {
    assert.ok(names.includes(name), `tool ${name}`);
  }
  const call = caller(client, key);

  const { session } = await call("set_api_key", { apiKey: key });
  const launched = await call("launch_session_ui", {
    session,
    flow: recipe("quickstart"),
    metadata: { sandboxScenario: "happy" },
  });
  const sessionId = await clickStart(launched.previewUrl);

  const { verification: result } = await call("get_session", { session, sessionId });
  assert.equal(result.status, "complete");
  assert.deepEqual(result.report.nodeReports.map(({ nodeId }) => nodeId), happyPath);
  assert.ok(result.report.transcript.length > 0, "a transcript");

  const { sessions } = await call("list_sessions", { session, limit: 10, status: "complete" });
  assert.deepEqual(sessions.map(({ id }) => id), [sessionId]);

  await look(await call("export_app", { session, ...exportArguments }));
}

/** Calls a tool and returns its structured answer, which must not contain the key. */
function caller(client, key) {
  return async (name, args) => {
    const result = await client.callTool({ name, arguments: args });
    const text = JSON.stringify(result);
    assert.ok(!result.isError, `${name}: ${text}`);
    assert.ok(!text.includes(key), `${name} gives the key away`);
    assert.ok(result.content.some(({ type }) => type === "text"), `${name} answers in text too`);
    return result.structuredContent;
  };
}
