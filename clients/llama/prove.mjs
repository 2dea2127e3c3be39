/**
 * What Inkling writes runs in llama.cpp: for every model of sources.mjs, written as F32, the same ids for the same
 * text, logits within 1e-3 · their spread, the same 64 ids greedily; and as Q8_0 and Q4_0, how far the predictions
 * move (Kullback-Leibler divergence from ours in F32, in nats per token).
 *
 *   npm ci --prefix clients && npm run build
 *   node clients/llama/prove.mjs FOLDER          all of them, written into FOLDER, or those whose names hold a word: … FOLDER biases
 *
 * It exits with 1 if anything differs.
 */
import { open } from "node:fs/promises";
import { join } from "node:path";
import { ggufFile } from "../../packages/formats/dist/index.js";
import { createEngine, generate, modelOfSource } from "../../packages/inkling/dist/index.js";
import { openLlama } from "./llama.mjs";
import { sources } from "./sources.mjs";

const GREEDY = 64;
/** Of the logits' own spread: llama.cpp adds in another order, and its GELU looks values up with three digits. */
const TOLERANCE = { llama: 1e-3, gpt2: 1e-2 };

const [folder, ...words] = process.argv.slice(2);
const failures = [];
const engine = await createEngine({ threads: 1 });
const llama = await openLlama();
try {
  for await (const { source, prompts } of sources(engine))
    if (words.length === 0 || words.some((word) => source.name.includes(word))) await prove(source, prompts);
} finally {
  await llama.close();
  engine.dispose();
}
for (const failure of failures) console.error(`FAILED ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

function check(ok, what) {
  if (!ok) failures.push(what);
}

async function prove(source, prompts) {
  const model = await modelOfSource(engine, source);
  try {
    const theirs = await opened(source, "F32");
    const same = await sameAsOurs(model, source, theirs, prompts);
    await theirs.close();
    const text = await longText(model, source);
    const moved = [];
    for (const type of ["Q8_0", "Q4_0"]) moved.push(await divergence(model, source, type, text));
    console.log(`${source.name.padEnd(36)} ${same}   KL ${moved.join(", ")}`);
  } finally {
    model.dispose();
  }
}

async function opened(source, type) {
  const file = ggufFile(source, { name: `${source.name}-${type}.gguf`, type });
  const handle = await open(join(folder, file.name), "w");
  await file.write({ write: (bytes) => handle.appendFile(bytes) });
  await handle.close();
  return { ...(await llama.open(join(folder, file.name))), kept: file.kept };
}

async function sameAsOurs(model, source, theirs, prompts) {
  const { tokenizer, config } = source;
  let worst = 0;
  let greedyIds = 0;
  for (const prompt of ["", ...prompts]) {
    const ours = tokenizer.encode(prompt);
    const what = `${source.name}, ${JSON.stringify(prompt)}`;
    check(`${theirs.encode(prompt)}` === `${ours}`, `${what}: ids ${theirs.encode(prompt)}, ours ${ours}`);
    const ids = [tokenizer.bos, ...ours];
    worst = Math.max(worst, await difference(model, theirs, ids));
    const count = Math.min(GREEDY, config.contextLength - ids.length);
    const wanted = await greedy(model, ids, count);
    const found = await theirs.greedy(ids, count);
    check(`${found}` === `${wanted}`, `${what}: greedy ${found}, ours ${wanted}`);
    greedyIds += count;
  }
  const tolerance = TOLERANCE[config.position === "rotary" ? "llama" : "gpt2"];
  check(
    worst <= tolerance,
    `${source.name}: logits differ by ${worst} of their spread, allowed ${tolerance}`,
  );
  return `ids of ${prompts.length} texts, ${greedyIds} greedy ids, logits to ${worst.toExponential(1)}`;
}

/** The largest difference of any logit, in parts of the standard deviation of ours. */
async function difference(model, llamas, ids) {
  const [ours, found] = [await logitsOf(model, ids), await llamas.logits(ids)];
  let worst = 0;
  for (const [position, row] of ours.entries()) {
    const wanted = centred(row);
    const spread = Math.sqrt(wanted.reduce((sum, logit) => sum + logit ** 2, 0) / row.length);
    const theirs = centred(found[position].subarray(0, row.length));
    for (const [id, logit] of wanted.entries())
      worst = Math.max(worst, Math.abs(theirs[id] - logit) / spread);
  }
  return worst;
}

/** Without what all have in common, which changes no probability. */
function centred(logits) {
  const mean = logits.reduce((sum, logit) => sum + logit, 0) / logits.length;
  return Array.from(logits, (logit) => logit - mean);
}

async function logitsOf(model, ids) {
  const { vocabSize } = model.config;
  const all = await engine.step(() => model.forward(engine.ids([1, ids.length], ids)).read());
  return ids.map((_, position) => all.slice(position * vocabSize, (position + 1) * vocabSize));
}

async function greedy(model, ids, count) {
  const chosen = [];
  if (count === 0) return chosen;
  for await (const { id } of generate(model, ids, { temperature: 0, maxTokens: count })) chosen.push(id);
  return chosen;
}

/** BOS and as much as fits, drawn from the model itself: what it is likely to be asked about. */
async function longText(model, { tokenizer, config }) {
  const ids = [tokenizer.bos];
  const maxTokens = Math.min(200, config.contextLength - 1);
  for await (const { id } of generate(model, ids, { temperature: 1, seed: 1, maxTokens })) ids.push(id);
  return ids.slice(0, maxTokens);
}

async function divergence(model, source, type, ids) {
  const theirs = await opened(source, type);
  const [ours, found] = [await logitsOf(model, ids), await theirs.logits(ids)];
  await theirs.close();
  const sum = ours.reduce((total, row, position) => total + divergenceOf(row, found[position]), 0);
  const kept = theirs.kept.length > 0 ? ` (${theirs.kept.length} matrices F16)` : "";
  return `${type} ${(sum / ids.length).toExponential(1)}${kept}`;
}

/** Σ p · (log p − log q); the tokens that the file appends count among q only. */
function divergenceOf(ours, theirs) {
  const [p, q] = [logProbabilities(ours), logProbabilities(theirs)];
  return p.reduce((sum, logP, id) => sum + Math.exp(logP) * (logP - q[id]), 0);
}

function logProbabilities(logits) {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - most), 0);
  return Array.from(logits, (logit) => logit - most - Math.log(sum));
}
