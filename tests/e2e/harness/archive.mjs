// Downloads an exported app and unpacks it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

/** The relative paths of the files in the zip behind a link, and the folder they were unpacked to. */
export async function unpack(url) {
  const response = await fetch(url);
  assert.equal(response.status, 200, `download of ${url}`);
  const folder = mkdtempSync(join(tmpdir(), "facesign-export-"));
  const zip = join(folder, "app.zip");
  writeFileSync(zip, Buffer.from(await response.arrayBuffer()));
  const unpacked = join(folder, "unpacked");
  execFileSync("unzip", ["-q", zip, "-d", unpacked]);
  const files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(unpacked, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
  return { folder: unpacked, files };
}
