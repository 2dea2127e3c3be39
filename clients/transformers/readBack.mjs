/**
 * The way back: opens what transformers saved again, and holds every parameter, setting and token id against the original,
 * bit for bit.
 *
 * Try it: node clients/transformers/readBack.mjs /tmp/work       (after make.mjs and compare.py)
 */
import { deepStrictEqual } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createEngine } from "inkling";
import { openModel } from "inkling/node";

/** Where compare.py saved: in one file, in several. */
const SAVED = ["again", "shards"];

const work = process.argv[2];
const engine = await createEngine({ threads: 1 });
let parameters = 0;

async function compareParameters(original, back, what) {
  for (const { name, tensor } of original.parameters) {
    const differs = Buffer.compare(
      bytesOf(await tensor.read()),
      bytesOf(await back.parameters.get(name).read()),
    );
    if (differs !== 0) throw new Error(`${what}: ${name} is not what it was.`);
    parameters++;
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength);

async function compareFolder({ name, texts, bos }, folder) {
  const what = `${folder}/${name}`;
  const original = await openModel(engine, join(work, name));
  const back = await openModel(engine, join(work, folder, name));
  deepStrictEqual(back.model.config, original.model.config, what);
  deepStrictEqual(
    [back.chat, back.endIds, back.sampling],
    [original.chat, original.endIds, original.sampling],
    what,
  );
  deepStrictEqual(back.tokenizer.bos, bos, what);
  for (const { text, ids } of texts)
    deepStrictEqual(back.tokenizer.encode(text, { special: "parse" }), ids, what);
  await compareParameters(original.model, back.model, what);
  original.model.dispose();
  back.model.dispose();
}

const cases = JSON.parse(await readFile(join(work, "cases.json"), "utf8"));
const wrong = [];
for (const folder of SAVED) {
  for (const one of cases) await compareFolder(one, folder).catch((error) => wrong.push(error.message));
}
engine.dispose();
console.log(wrong.join("\n"));
console.log(`${cases.length * SAVED.length} folders read back, ${parameters} parameters the same bits`);
process.exitCode = wrong.length > 0 ? 1 : 0;
