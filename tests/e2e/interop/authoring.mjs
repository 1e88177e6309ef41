// From a wish to an app, as an assistant goes about it: build, answer, prove, edit, prove again, walk, show, read, export.
import assert from "node:assert/strict";
import { newKey } from "../harness/environment.mjs";
import { clickStart } from "../harness/studio.mjs";
import { caller } from "./stories.mjs";

const wish = "Check that the person is live, ask what the transfer is for, then send a code.";

/** What `payment-sca` misses in that wish: something that recognises the person, and a code by SMS. */
const repair = [
  { op: "insert_before", node: "liveness", step: { type: "recognition" } },
  { op: "replace", node: "email_code", step: { type: "two_factor_sms" } },
];
const repaired = ["greeting", "recognition", "liveness", "question", "sms_code"];

export async function fromWish(client, look, exportArguments = {}) {
  const key = newKey();
  const call = caller(client, key);
  const { session } = await call("set_api_key", { apiKey: key });

  const asked = await call("build_flow", { session, description: wish });
  const open = asked.questions.filter((question) => question.open);
  assert.deepEqual(open.map(({ id }) => id), ["channel"]);
  const answers = { channel: "email", retries: "1" };
  const built = await call("build_flow", { session, description: wish, answers });
  assert.deepEqual(built.questions.filter((question) => question.open), []);
  assert.ok(built.valid && built.stored);

  const proved = await call("validate_flow", { session, policy: "step-up" });
  assert.ok(proved.valid && proved.policy.holds, JSON.stringify(proved.policy));
  const refuted = await call("validate_flow", { session, policy: "payment-sca" });
  const missed = refuted.policy.clauses.filter(({ verdict }) => verdict !== "proved");
  assert.ok(missed.length > 0 && missed.every(({ path }) => path.length > 0), JSON.stringify(refuted.policy));

  const edited = await call("build_flow", { session, edits: repair });
  assert.deepEqual(edited.path.map(({ id }) => id), ["start", ...repaired, "verified"]);
  const again = await call("validate_flow", { session, policy: "payment-sca" });
  assert.ok(again.policy.holds, JSON.stringify(again.policy));

  const walked = await call("simulate_flow", { session, paths: true });
  const { routes, complete } = walked.paths;
  assert.ok(complete, `${routes.length} paths`);
  assert.equal(routes[0].end, "verified");
  for (const end of ["verified", "rejected"]) assert.ok(routes.some((route) => route.end === end), end);

  const launched = await call("launch_session_ui", { session, metadata: { sandboxScenario: "happy" } });
  const sessionId = await clickStart(launched.previewUrl);
  const { verification } = await call("get_session", { session, sessionId });
  assert.equal(verification.status, "complete");
  assert.deepEqual(verification.report.nodeReports.map(({ nodeId }) => nodeId), repaired);

  await look(await call("export_app", { session, ...exportArguments }), key);
}
