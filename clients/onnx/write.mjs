/**
 * Our side: writes models as ONNX folders, and in each what Inkling's own engine makes of some texts, for check.py and
 * check.mjs to hold against other programs.
 *
 *   WORK/NAME/…               the folder
 *   WORK/NAME/expected.json   the ids of some texts; and prompts, with how they go on at temperature 0
 *   WORK/NAME/expected.f32    the logits of all texts, [T, V] each, one after the other
 *
 * The shipped models, a tiny random one of every shape that packages/formats/test/onnx covers, and stories260K where the
 * reference data lies beside the repository.
 * Try it: node clients/onnx/write.mjs /tmp/work
 */
import { existsSync } from "node:fs";
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { llama2cSource, onnxFolder } from "@inkling/formats";
import { build } from "esbuild";
import { bytesAsSource, createEngine, folderSource, generate, modelOfSource } from "inkling";
import { openSet } from "inkling/node";

const NEW_TOKENS = 12;
/** Of a text whose logits are compared, in tokens. */
const LONGEST = 128;
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
const BEGINNINGS = ["Once upon a time", "Lily wanted", "One day, a big dog", "Tom"];
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DATA = join(ROOT, "../shared/data");

const [out] = process.argv.slice(2);
const engine = await createEngine();
const { randomSource, shapes } = await testModels();
let written = 0;

await proveShipped("inkling", QUESTIONS.map(chatText));
await proveShipped("glass-box", WORDS);
const tokenizer = await proveShipped("names", WORDS, lines("names.txt", "\n", 40));
if (existsSync(DATA)) {
  const [model, vocabulary] = await Promise.all(["stories260K.bin", "tok512.bin"].map(stories));
  const source = { ...(await llama2cSource(model, vocabulary)), name: "stories260K" };
  await prove(source, BEGINNINGS, await lines("tinystories-head-0.9MB.txt", /\n(?!\n)/, 8));
}
for (const [name, config] of Object.entries(shapes)) {
  const ends = { bosTokenId: tokenizer.bos, eosTokenIds: [tokenizer.bos] };
  const source = randomSource(name, config, { tokenizer, ...ends });
  await prove(source, ["Anna", "Bo", "Maximilia"], ["the quick", "brown fox ju", "mps over the", "lazy dog"]);
}
console.log(`${written} models written as ONNX`);

/** @returns its tokenizer */
async function proveShipped(name, prompts, texts) {
  const source = await folderSource(await openSet(join(ROOT, "models", name)));
  await prove({ ...source, name }, prompts, await texts);
  await source.close();
  return source.tokenizer;
}

/** Real text, where the reference data lies beside the repository. */
async function lines(file, separator, count) {
  if (!existsSync(DATA)) return undefined;
  return (await readFile(join(DATA, "text", file), "utf8")).split(separator).slice(0, count);
}

async function stories(file) {
  return bytesAsSource(file, await readFile(join(DATA, "models/stories260K", file)));
}

/** What the tests of packages/formats use, which is TypeScript. */
async function testModels() {
  const outfile = join(out, "models.mjs");
  const source = join(ROOT, "packages/formats/test/onnx/models.ts");
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

function idsOf(text, { tokenizer, bosTokenId }) {
  return [bosTokenId, ...tokenizer.encode(text, { special: "parse" })];
}

/** @param given what to compare the logits of; unless given, the prompts and how they go on */
async function prove(source, prompts, given) {
  const { tokenizer, config } = source;
  const model = await modelOfSource(engine, source);
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
  const texts =
    given?.map((text) => idsOf(text, source).slice(0, Math.min(LONGEST, config.contextLength))) ?? [];
  for (const prompt of prompts) {
    const ids = idsOf(prompt, source);
    const all = await goOn(model, ids, stop, NEW_TOKENS);
    // What the text has gained; decoded alone, it could lack the space it begins with.
    const [text, begun] = [all, ids].map((some) => tokenizer.decode(some, { special: "skip" }));
    greedy.push({ prompt: tokenizer.token(source.bosTokenId) + prompt, text: text.slice(begun.length) });
    if (!given) texts.push(await goOn(model, ids, new Set(), LONGEST));
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
  written++;
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
