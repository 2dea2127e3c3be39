/**
 * Writes models as ONNX folders for other programs to open, and in each what Inkling's own engine makes of some texts:
 *
 *   expected.json   the ids of each text; and for whoever has a tokenizer, prompts and how they go on at temperature 0
 *   expected.f32    the logits of all texts, [T, V] each, one after the other
 *
 * prove.mjs bundles it (it is TypeScript that it imports) and runs it: node write.mjs OUT
 */
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { onnxFolder } from "@inkling/formats";
import { createEngine, generate, modelOfSource } from "inkling";
import { openModel } from "inkling/node";
import { randomSource, shapes, sourceOfModel } from "../../packages/formats/test/onnx/models.ts";

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

const [out] = process.argv.slice(2);
const engine = await createEngine();

for (const folder of ["names", "glass-box", "inkling"]) await writeShipped(folder);
const { tokenizer } = await openModel(engine, "models/names");
for (const [name, config] of Object.entries(shapes)) {
  const source = randomSource(name, config, {
    tokenizer,
    bosTokenId: tokenizer.bos,
    eosTokenIds: [tokenizer.bos],
  });
  const model = await modelOfSource(engine, source);
  const texts = Array.from({ length: 4 }, (_, n) =>
    Array.from({ length: 12 + n }, (_, i) => (7 * i * i + 3 * i + 11 * n + 1) % config.vocabSize),
  );
  await writeProof(source, model, texts, ["Anna", "Bo", "Maximilia"]);
  model.dispose();
}

async function writeShipped(name) {
  const folder = join("models", name);
  const { model, tokenizer, chat, endIds, sampling } = await openModel(engine, folder);
  const config = JSON.parse(await readFile(join(folder, "tokenizer_config.json"), "utf8"));
  const facts = { tokenizer, chatTemplate: config.chat_template, bosTokenId: tokenizer.bos, sampling };
  const source = sourceOfModel(name, model, { ...facts, eosTokenIds: [...endIds] });
  const prompts = chat
    ? QUESTIONS.map((content) => chatText(content))
    : ["copyingcop", "abcab", "em", "jo", "al", "be", "ch", "da"];
  const texts = [];
  for (const prompt of prompts)
    texts.push(await goOn(model, promptIds(prompt, tokenizer), new Set(), chat ? 48 : 12));
  await writeProof(source, model, texts, prompts);
  model.dispose();
}

/** A chat as its template writes it, ready for the answer. */
function chatText(content) {
  return `<|im_start|>user\n${content}<|im_end|>\n<|im_start|>assistant\n`;
}

function promptIds(prompt, tokenizer) {
  return [tokenizer.bos, ...tokenizer.encode(prompt, { special: "parse" })];
}

async function writeProof(source, model, texts, prompts) {
  const { tokenizer } = source;
  const folder = join(out, source.name.replace(/[^a-z0-9]+/g, "-"));
  for (const { name, write } of onnxFolder(source, { type: "int8" })) {
    await toFile(join(folder, name), (file) =>
      write({ write: async (bytes) => void (await file.write(bytes)) }),
    );
  }
  const stop = new Set(source.eosTokenIds);
  const greedy = [];
  for (const prompt of prompts) {
    const ids = await goOn(model, promptIds(prompt, tokenizer), stop, NEW_TOKENS);
    const begun = tokenizer.token(tokenizer.bos) + prompt;
    greedy.push({ prompt: begun, text: tokenizer.decode(ids, { special: "skip" }) });
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
}

/** `ids` and what follows, always the likeliest. */
async function goOn(model, ids, stopIds, maxTokens) {
  const all = [...ids];
  for await (const { id } of generate(model, ids, { temperature: 0, maxTokens, stopIds })) all.push(id);
  return all.slice(0, model.config.contextLength);
}

async function toFile(path, fill) {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "w");
  await fill(file);
  await file.close();
}
