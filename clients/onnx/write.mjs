/**
 * Our side: writes models as ONNX folders, and in each what Inkling's own engine makes of some texts, for check.py and
 * check.mjs to hold against other programs.
 *
 *   WORK/NAME/…               the folder
 *   WORK/NAME/expected.json   the ids of some texts; and prompts, with how they go on at temperature 0
 *   WORK/NAME/expected.f32    the logits of all texts, [T, V] each, one after the other
 *
 * The shipped models, and a tiny random one of every shape that packages/formats/test/onnx covers.
 * Try it: node clients/onnx/write.mjs /tmp/work
 */
import { mkdir, open, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onnxFolder } from "@inkling/formats";
import { build } from "esbuild";
import { createEngine, folderSource, generate, modelOfSource } from "inkling";
import { openSet } from "inkling/node";

const NEW_TOKENS = 12;
const QUESTIONS = [
  "What colour is Ada's boat?",
  "Who is the baker?",
  "What is two plus three?",
  "Spell the word boat.",
  "Tell me a story about Ada.",
  "How do you work?",
  "Hello!",
  "Where does the baker live?",
];

const WORDS = ["copyingcop", "abcab", "em", "jo", "al", "be", "ch", "da"];

const [out] = process.argv.slice(2);
const engine = await createEngine();
const { randomSource, shapes } = await testModels();

let tokenizer;
for (const name of ["inkling", "glass-box", "names"]) {
  const source = { ...(await folderSource(await openSet(join("models", name)))), name };
  const prompts = source.chatTemplate ? QUESTIONS.map(chatText) : WORDS;
  await prove(source, prompts, async (model) => {
    const texts = [];
    for (const prompt of prompts)
      texts.push(await goOn(model, promptIds(prompt, source.tokenizer), new Set(), 48));
    return texts;
  });
  await source.close();
  ({ tokenizer } = source); // of names, for those that have none
}
for (const [name, config] of Object.entries(shapes)) {
  const ends = { bosTokenId: tokenizer.bos, eosTokenIds: [tokenizer.bos] };
  const source = randomSource(name, config, { tokenizer, ...ends });
  const texts = Array.from({ length: 4 }, (_, n) =>
    Array.from({ length: 12 + n }, (_, i) => (7 * i * i + 3 * i + 11 * n + 1) % config.vocabSize),
  );
  await prove(source, ["Anna", "Bo", "Maximilia"], () => texts);
}
console.log(`${3 + Object.keys(shapes).length} models written as ONNX`);

/** What the tests of packages/formats use, which is TypeScript. */
async function testModels() {
  const outfile = join(out, "models.mjs");
  const source = fileURLToPath(new URL("../../packages/formats/test/onnx/models.ts", import.meta.url));
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  return import(pathToFileURL(outfile).href);
}

/** A chat as its template writes it, ready for the answer. */
function chatText(content) {
  return `<|im_start|>user\n${content}<|im_end|>\n<|im_start|>assistant\n`;
}

function promptIds(prompt, tokenizer) {
  return [tokenizer.bos, ...tokenizer.encode(prompt, { special: "parse" })];
}

async function prove(source, prompts, textsOf) {
  const { tokenizer } = source;
  const model = await modelOfSource(engine, source);
  const texts = await textsOf(model);
  const folder = join(
    out,
    source.name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, ""),
  );
  for (const { name, write } of onnxFolder(source, { type: "int8" })) {
    await toFile(join(folder, name), (file) =>
      write({ write: async (bytes) => void (await file.write(bytes)) }),
    );
  }
  const stop = new Set(source.eosTokenIds);
  const greedy = [];
  for (const prompt of prompts) {
    const ids = promptIds(prompt, tokenizer);
    const all = await goOn(model, ids, stop, NEW_TOKENS);
    const text = tokenizer.decode(all.slice(ids.length), { special: "skip" });
    greedy.push({ prompt: tokenizer.token(tokenizer.bos) + prompt, text });
  }
  const facts = { name: source.name, newTokens: NEW_TOKENS, texts, greedy };
  await writeFile(join(folder, "expected.json"), JSON.stringify(facts));
  await toFile(join(folder, "expected.f32"), async (file) => {
    for (const ids of texts) {
      await engine.step(async () => {
        const logits = Float32Array.from(await model.forward(engine.ids([1, ids.length], ids)).read());
        await file.write(new Uint8Array(logits.buffer));
      });
    }
  });
  model.dispose();
}

/** `ids` and what follows, always the likeliest, as far as the context reaches. */
async function goOn(model, ids, stopIds, most) {
  const all = [...ids];
  const maxTokens = Math.min(most, model.config.contextLength - ids.length);
  for await (const { id } of generate(model, ids, { temperature: 0, maxTokens, stopIds })) all.push(id);
  return all;
}

async function toFile(path, fill) {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "w");
  await fill(file);
  await file.close();
}
