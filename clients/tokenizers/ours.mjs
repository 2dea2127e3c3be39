/**
 * Our side: opens what make.py made, and writes down what Inkling makes of its texts and ids, for compare.py.
 *
 *   WORK/again/NAME.json    the tokenizer as Inkling writes it
 *   WORK/ours.json          name → { encoded: [[plain, parsed], …], decoded: [[shown, skipped], …], around, files }
 *
 * Each encoding is { ids, places }, the places in characters (code points), as Python counts. The texts beside the
 * repository (../shared/data/text) are encoded whole where they are present, and their ids hashed.
 *
 * Try it: node clients/tokenizers/ours.mjs /tmp/work       (after make.py)
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTokenizerJson } from "inkling";

const work = process.argv[2];
const shared = new URL("../../../shared/data/text/", import.meta.url);
const tasks = JSON.parse(readFileSync(join(work, "tasks.json"), "utf8"));

/** Whole files only for one tokenizer of each way of cutting. */
const READS_FILES = ["llama-3", "qwen2", "llama-2", "llama-2-across", "metaspace-first"];

function encoding(tokenizer, text, special) {
  const charactersBefore = new Int32Array(text.length + 1);
  for (let i = 0, count = 0; i < text.length; count++) {
    const units = text.codePointAt(i) > 0xffff ? 2 : 1;
    charactersBefore.fill(count + 1, i + 1, i + units + 1);
    i += units;
  }
  const { tokens } = tokenizer.encodeShowingWork(text, { special });
  return {
    ids: tokenizer.encode(text, { special }),
    places: tokens.map(({ start, end, bytes }) =>
      placeAsTheirs(charactersBefore[start], charactersBefore[end], bytes),
    ),
  };
}

/**
 * In `tokenizers`, every token of a character that is spread over several has that character's whole place, and the blank
 * that is put before a text has its first character's; in Inkling only one token has a place, and tokens tile the text.
 */
function placeAsTheirs(start, end, bytes) {
  const isInsideCharacter = (bytes[0] & 0xc0) === 0x80;
  if (isInsideCharacter) return [start - 1, end];
  return start === end ? [start, end + 1] : [start, end];
}

function filesOf(name, tokenizer) {
  if (!READS_FILES.includes(name) || !existsSync(shared)) return {};
  const hashes = readdirSync(shared).map((file) => {
    const ids = Int32Array.from(tokenizer.encode(readFileSync(new URL(file, shared), "utf8")));
    return [file, createHash("sha256").update(ids).digest("hex")];
  });
  return Object.fromEntries(hashes);
}

mkdirSync(join(work, "again"), { recursive: true });
const ours = {};
for (const [name, { texts, ids }] of Object.entries(tasks)) {
  const tokenizer = readTokenizerJson(readFileSync(join(work, `${name}.json`), "utf8"), name);
  writeFileSync(join(work, "again", `${name}.json`), JSON.stringify(tokenizer));
  ours[name] = {
    encoded: texts.map((text) => ["text", "parse"].map((special) => encoding(tokenizer, text, special))),
    decoded: ids.map((list) => ["show", "skip"].map((special) => tokenizer.decode(list, { special }))),
    around: tokenizer.around,
    files: filesOf(name, tokenizer),
  };
}
writeFileSync(join(work, "ours.json"), JSON.stringify(ours));
console.log(`${Object.keys(ours).length} tokenizers read`);
