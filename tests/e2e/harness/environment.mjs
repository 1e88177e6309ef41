// Where the server under test is and what it is fed with; tests/setup/server.sh sets the variables.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests through tests/run`);
  return value;
}

export const mcpUrl = () => new URL(required("E2E_MCP_URL"));
export const sandboxUrl = () => new URL(required("E2E_SANDBOX_URL"));
export const binary = () => required("E2E_BINARY");
export const artifacts = () => required("E2E_ARTIFACTS");

/** The nodes of a recipe that ships with the server. */
export function recipe(name) {
  return JSON.parse(readFileSync(join(required("E2E_RECIPES"), `${name}.flow.json`), "utf8"));
}

/** A key nobody used before: to the sandbox each key is a tenant of its own. */
export function newKey() {
  return `sk_test_e2e${randomBytes(12).toString("hex")}`;
}
