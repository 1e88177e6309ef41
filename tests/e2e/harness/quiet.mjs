// Fails a test run in which anything was warned about or complained of.
import assert from "node:assert/strict";
import { format } from "node:util";

const complaints = [];
for (const channel of ["warn", "error"]) {
  console[channel] = (...parts) => complaints.push(`console.${channel}: ${format(...parts)}`);
}
process.on("warning", (warning) => complaints.push(`process warning: ${warning.stack ?? warning.message}`));

/** Asserts that nothing complained since the last look. */
export function assertQuiet() {
  assert.deepEqual(complaints.splice(0), [], "nothing may warn or complain");
}
