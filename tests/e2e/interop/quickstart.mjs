// The quickstart as a client lives through it: key, preview, results, list, export. The same story for every client.
import assert from "node:assert/strict";
import { newKey, recipe } from "../harness/environment.mjs";
import { clickStart } from "../harness/studio.mjs";
import { caller } from "./stories.mjs";

/** Steps of the quickstart recipe on the way to success. */
const happyPath = ["greeting", "liveness", "security_question", "email_code", "thanks"];

export async function quickstart(client, look, exportArguments = {}) {
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

  await look(await call("export_app", { session, ...exportArguments }), key);
}
