/**
 * Our side: saves a model of every shape as users would, opens it again, and writes down what Inkling makes of it, for
 * compare.py to hold against transformers.
 *
 *   WORK/cases.json           per model: its folder, texts and their ids, chats, prompts, greedy ids
 *   WORK/NAME.safetensors     logits.0, logits.1, … [T, V], one for each prompt
 *
 * Try it: node clients/transformers/make.mjs /tmp/work
 */
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beginText, collectBytes, createEngine, generate, renderChat, writeSafetensors } from "inkling";
import { openModel, saveModel } from "inkling/node";
import { randomModel } from "./randomModel.mjs";
import { configOf, SHAPES } from "./shapes.mjs";
import { CHATS, PROMPTS, TEXTS, TOKENIZERS } from "./texts.mjs";

const GREEDY = 64;
/** What transformers has a class for, of what we ship. */
const SHIPPED = ["inkling", "names"];

const work = process.argv[2];
const engine = await createEngine({ threads: 1 });

async function saveRandom(name, shape) {
  const tokenizer = TOKENIZERS[shape.tokenizer]();
  const model = await randomModel(engine, name, configOf(shape, tokenizer.vocabSize));
  const facts = { inkling: "0.1.0", step: 0, seed: 1, training: {}, data: [], metrics: {} };
  const { chat, dtype } = shape;
  const sampling = { temperature: 0.7, topK: 40 };
  await saveModel(join(work, name), { model, tokenizer, chat, dtype, sampling, facts, card: `# ${name}\n` });
  model.dispose();
}

/** Room for the greedy ids behind it, and something to begin with where the context is shorter than those. */
function promptIds(text, tokenizer, contextLength) {
  return beginText(text, tokenizer).slice(0, Math.max(contextLength - GREEDY, contextLength / 4));
}

async function logitsOf(model, ids) {
  const values = await engine.step(() => model.forward(engine.ids([1, ids.length], ids)).read());
  return Float32Array.from(values);
}

async function greedyOf(model, ids) {
  const maxTokens = Math.min(GREEDY, model.config.contextLength - ids.length);
  const chosen = [];
  for await (const { id } of generate(model, ids, { temperature: 0, maxTokens })) chosen.push(id);
  return chosen;
}

function textCase(text, tokenizer) {
  const ids = tokenizer.encode(text, { special: "parse" });
  return { text, ids, decoded: tokenizer.decode(ids) };
}

function chatCases(tokenizer) {
  return CHATS.flatMap((messages) =>
    [true, false].map((addGenerationPrompt) => {
      const chat = renderChat(messages, tokenizer, { addGenerationPrompt });
      const ids = [tokenizer.bos, ...chat.ids]; // the template writes it as well
      return { messages, addGenerationPrompt, ids, text: tokenizer.decode(ids) };
    }),
  );
}

/** What Inkling makes of the folder WORK/NAME. */
async function describe(name) {
  const { model, tokenizer, chat, endIds, sampling } = await openModel(engine, join(work, name));
  const { vocabSize, contextLength } = model.config;
  const prompts = PROMPTS.map((text) => promptIds(text, tokenizer, contextLength));
  const tensors = [];
  const greedy = [];
  for (const [i, ids] of prompts.entries()) {
    const data = await logitsOf(model, ids);
    tensors.push({ name: `logits.${i}`, shape: [ids.length, vocabSize], data: () => data });
    greedy.push(await greedyOf(model, ids));
  }
  const file = collectBytes();
  await writeSafetensors(tensors, {}, file);
  await writeFile(join(work, `${name}.safetensors`), file.bytes());
  model.dispose();
  const texts = TEXTS.map((text) => textCase(text, tokenizer));
  const chats = chat ? chatCases(tokenizer) : [];
  return { name, bos: tokenizer.bos, ends: [...endIds], sampling, texts, chats, prompts, greedy };
}

for (const [name, shape] of Object.entries(SHAPES)) await saveRandom(name, shape);
for (const name of SHIPPED) {
  await cp(fileURLToPath(new URL(`../../models/${name}`, import.meta.url)), join(work, name), {
    recursive: true,
  });
}
const cases = [];
for (const name of [...Object.keys(SHAPES), ...SHIPPED]) cases.push(await describe(name));
await writeFile(join(work, "cases.json"), JSON.stringify(cases));
engine.dispose();
const different = cases.map(({ greedy }) => new Set(greedy.flat()).size);
console.log(`${cases.length} models, from ${Math.min(...different)} different greedy ids on each`);
