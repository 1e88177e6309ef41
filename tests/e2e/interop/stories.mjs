// What every story of an assistant shares: calls that hide no key, and what is done with an exported app.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unpack } from "../harness/archive.mjs";

/** The exporter's own record of what it wrote: in the zip, but no file of the app. */
const manifest = ".facesign-export.json";

/** Over HTTP an app comes as a link to a zip. A story is `(client, look, exportArguments)`. */
export const overHttp = (story) => (client) =>
  story(client, async (exported, key) => {
    const { folder, files } = await unpack(exported.downloadUrl);
    try {
      const listed = exported.files.map(({ path }) => `${exported.appName}/${path}`);
      assert.deepEqual(files, [...listed, `${exported.appName}/${manifest}`].sort());
      for (const file of files) assertKeepsSecret(join(folder, file), key);
    } finally {
      rmSync(join(folder, ".."), { recursive: true });
    }
  });

/** Over stdio it is written to a folder of the user. */
export const overStdio = (story) => async (client) => {
  const outputDir = join(mkdtempSync(join(tmpdir(), "facesign-export-")), "app");
  const look = async (exported, key) => {
    for (const { path } of exported.files) assertKeepsSecret(join(outputDir, path), key);
  };
  try {
    await story(client, look, { outputDir });
  } finally {
    rmSync(join(outputDir, ".."), { recursive: true });
  }
};

/** The file is there, and the key is not in it. */
function assertKeepsSecret(file, key) {
  assert.ok(!readFileSync(file).includes(key), `${file} gives the key away`);
}

/** Calls a tool and returns its structured answer, which must not contain the key. */
export function caller(client, key) {
  return async (name, args) => {
    const result = await client.callTool({ name, arguments: args });
    const text = JSON.stringify(result);
    assert.ok(!result.isError, `${name}: ${text}`);
    assert.ok(!text.includes(key), `${name} gives the key away`);
    assert.ok(result.content.some(({ type }) => type === "text"), `${name} answers in text too`);
    return result.structuredContent;
  };
}
