// ajv and zod over the corpus: text to verdict, as in benches/src/table.rs. Arguments: the corpus, the JSON Schema.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import Ajv2020 from "ajv/dist/2020.js";
import { isSound } from "./graph.mjs";
import { flow } from "./zod.mjs";

const [corpus, schema] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const documents = corpus.trimEnd().split("\n");
const bytes = documents.reduce((sum, document) => sum + Buffer.byteLength(document), 0);
const nodes = documents.reduce((sum, document) => sum + JSON.parse(document).length, 0);

const matches = new Ajv2020({ strict: false }).compile(JSON.parse(schema));
const contestants = [
  ["ajv", "text to values, schema with oneOf per node type, graph", (text) => {
    const read = JSON.parse(text);
    return matches(read) && isSound(read);
  }],
  ["zod", "text to values, union by type, graph", (text) => {
    const read = flow.safeParse(JSON.parse(text));
    return read.success && isSound(read.data);
  }],
  ["JSON.parse only", "text to values, nothing checked: the scale", (text) => Array.isArray(JSON.parse(text))],
];

/** Mistakes that each contestant but the scale must see: one that did less would win for the wrong reason. */
const broken = (change) => {
  const read = JSON.parse(documents[30]);
  change(read);
  return JSON.stringify(read);
};
const mistakes = [
  broken((read) => (read[0].outcome = "nowhere")),
  broken((read) => (read[2].id = "start")),
  broken((read) => (read[2].type = "telepathy")),
  broken((read) => (read[1].outcomes = [])),
  broken((read) => delete read.find(({ type }) => type === "liveness_detection").outcomes.inconclusive),
  broken((read) => (read.find(({ type }) => type === "two_factor_email").otpLength = 9)),
];
for (const [name, , accepts] of contestants) {
  documents.forEach((text, index) => { if (!accepts(text)) throw new Error(`${name} refuses document ${index}`); });
  if (name === "JSON.parse only") continue;
  mistakes.forEach((text, index) => { if (accepts(text)) throw new Error(`${name} accepts mistake ${index}`); });
}

const best = contestants.map(() => Infinity);
for (let round = 0; round < 5; round += 1) {
  for (const [place, [, , accepts]] of contestants.entries()) {
    for (const begin = performance.now(); performance.now() - begin < 200;) {
      const pass = performance.now();
      documents.forEach(accepts);
      best[place] = Math.min(best[place], performance.now() - pass);
    }
  }
}
contestants.forEach(([name, does], place) => {
  const ms = best[place];
  console.log(`| ${name} | ${(bytes / ms / 1e3).toFixed(0)} | ${((ms * 1e6) / nodes).toFixed(0)} | ${does} |`);
});
