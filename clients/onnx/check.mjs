/**
 * Opens what write.mjs wrote with onnxruntime-node and with transformers.js, and holds it against Inkling's numbers.
 *
 *   node clients/onnx/check.mjs FOLDER        (npm packages: clients/node_modules)
 *
 * For every model: onnxruntime-node's logits are Inkling's, at once and token by token with the cache; transformers.js's
 * pipeline, given nothing but the folder, goes on from each prompt with Inkling's words. Exits with 1 if not.
 */
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { env, pipeline } from "@huggingface/transformers";
import * as ort from "onnxruntime-node";

const TOLERANCE = 1e-4;

const [out] = process.argv.slice(2);
let wrong = 0;
let models = 0;

// Only what lies in the folder: a name that is missing there must not be asked for elsewhere.
env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = `${resolve(out)}/`;

const entries = await readdir(out, { withFileTypes: true });
for (const { name } of entries.filter((entry) => entry.isDirectory())) {
  const folder = join(out, name);
  const expected = JSON.parse(await readFile(join(folder, "expected.json"), "utf8"));
  const bytes = await readFile(join(folder, "expected.f32"));
  const logits = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  models++;
  console.log(expected.name);
  await checkLogits(join(folder, "onnx/model.onnx"), expected.texts, logits);
  await checkPipeline(name, expected, "fp32");
  await checkPipeline(name, expected, "q8");
}
console.log(`${models} models, ${wrong} things wrong`);
process.exitCode = wrong > 0 || models === 0 ? 1 : 0;

async function checkLogits(path, texts, logits) {
  const session = await ort.InferenceSession.create(path, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const size = logits.length / texts.reduce((sum, ids) => sum + ids.length, 0);
  let start = 0;
  let [whole, cached] = [0, 0];
  for (const ids of texts) {
    const ours = logits.subarray(start, start + ids.length * size);
    start += ours.length;
    whole = Math.max(whole, furthest((await run(session, ids)).logits, ours));
    let past;
    for (const [i, id] of ids.entries()) {
      const next = await run(session, [id], past);
      cached = Math.max(cached, furthest(next.logits, ours.subarray(i * size, (i + 1) * size)));
      past = next.past;
    }
  }
  await session.release();
  const right = whole <= TOLERANCE && cached <= TOLERANCE;
  if (!right) wrong++;
  const verdict = right ? "ok" : "WRONG";
  console.log(
    `   onnxruntime-node: logits ${whole.toExponential(1)}, token by token ${cached.toExponential(1)}  ${verdict}`,
  );
}

async function run(session, ids, past) {
  const caches = session.inputMetadata.filter(({ name }) => name.startsWith("past_key_values."));
  const before = past ? past[caches[0].name].dims[2] : 0;
  const integers = (values) =>
    new ort.Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
  const feeds = {
    input_ids: integers(ids),
    attention_mask: integers(Array(before + ids.length).fill(1)),
    position_ids: integers(ids.map((_, i) => before + i)),
  };
  for (const { name, shape } of caches) {
    feeds[name] = past?.[name] ?? new ort.Tensor("float32", new Float32Array(0), [1, shape[1], 0, shape[3]]);
  }
  const { logits, ...presents } = await session.run(feeds);
  const entries = Object.entries(presents);
  return {
    logits: logits.data,
    past: Object.fromEntries(
      entries.map(([name, value]) => [name.replace("present", "past_key_values"), value]),
    ),
  };
}

async function checkPipeline(name, { newTokens, greedy }, dtype) {
  const generator = await pipeline("text-generation", name, {
    dtype,
    session_options: { logSeverityLevel: 3 },
  });
  let equal = 0;
  let difference;
  for (const { prompt, text } of greedy) {
    const options = { max_new_tokens: newTokens, do_sample: false, return_full_text: false };
    const [{ generated_text }] = await generator(prompt, options);

    if (generated_text === text) equal++;
    else
      difference ??= `${JSON.stringify(prompt)}: ${JSON.stringify(generated_text)} instead of ${JSON.stringify(text)}`;
  }
  await generator.dispose();
  // Bytes may well choose another word somewhere; that they run is what counts.
  const right = dtype !== "fp32" || equal === greedy.length;
  if (!right) wrong++;
  console.log(
    `   transformers.js, ${dtype}: ${equal} of ${greedy.length} texts equal${right ? "" : `  WRONG: ${difference}`}`,
  );
}

function furthest(a, b) {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const distance = Math.abs(a[i] - b[i]);
    if (!(distance <= largest)) largest = distance;
  }
  return largest;
}
