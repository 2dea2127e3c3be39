/** ONNX Runtime, on a graph with KV cache and random weights (write_onnx.py). */
import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";

const packageFile = new URL("../node_modules/onnxruntime-node/package.json", import.meta.url);
const version = `ONNX Runtime ${JSON.parse(readFileSync(packageFile, "utf8")).version}`;
const PROMPT = 8; // as in the decoding workload of `inkling bench`

export const tasks = {
  async decode({ modelFile, shape, ids, threads }) {
    const read = await reader({ modelFile, shape, threads });
    const work = shape.contextLength - PROMPT;
    return {
      version,
      work,
      async round() {
        let { next, cache } = await read(ids.slice(0, PROMPT), {});
        const started = performance.now();
        for (let i = 0; i < work; i++) ({ next, cache } = await read([next], cache));
        return { seconds: (performance.now() - started) / 1000 };
      },
    };
  },

  async prefill({ modelFile, shape, ids, threads }) {
    const read = await reader({ modelFile, shape, threads });
    const prompt = ids.slice(0, shape.contextLength);
    return { version, work: prompt.length, round: async () => void (await read(prompt, {})) };
  },
};

/** (ids, cache) → the likeliest next token and the longer cache. The graph gives keys and values back whole. */
async function reader({ modelFile, shape: { nLayers, nHeads, dModel }, threads }) {
  const session = await InferenceSession.create(modelFile, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  const names = Array.from({ length: nLayers }, (_, layer) => [`k.${layer}`, `v.${layer}`]).flat();
  const empty = () => new Tensor("float32", new Float32Array(0), [1, nHeads, 0, dModel / nHeads]);
  return async (ids, cache) => {
    const start = cache["k.0"]?.dims[2] ?? 0;
    const feeds = {
      ids: int64(ids),
      positions: int64(ids.map((_, i) => start + i)),
      mask: causalMask(ids.length, start),
    };
    for (const name of names) feeds[`past.${name}`] = cache[name] ?? empty();
    const results = await session.run(feeds);
    const longer = Object.fromEntries(names.map((name) => [name, results[`present.${name}`]]));
    return { next: largest(results.logits.data), cache: longer };
  };
}

const int64 = (list) => new Tensor("int64", BigInt64Array.from(list, BigInt), [1, list.length]);

/** [queries, keys]: 0 where a query may look, −∞ where it may not. */
function causalMask(queries, start) {
  const keys = start + queries;
  const mask = new Float32Array(queries * keys);
  for (let t = 0; t < queries; t++)
    mask.fill(Number.NEGATIVE_INFINITY, t * keys + start + t + 1, (t + 1) * keys);
  return new Tensor("float32", mask, [queries, keys]);
}

function largest(logits) {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id] > logits[best]) best = id;
  return best;
}
