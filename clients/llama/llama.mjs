/** llama.cpp, through node-llama-cpp's ready-made binaries, asked for as little as the proof needs. */
import { getLlama } from "node-llama-cpp";

/** On the processor, one thread, keys and values unrounded: as comparable as it gets. */
export async function openLlama() {
  const llama = await getLlama({ gpu: false, build: "never", logLevel: "error" });
  const open = async (modelPath) => {
    const model = await llama.loadModel({ modelPath });
    return {
      model,
      /** Ids of a text, without BOS. */
      encode: (text) => model.tokenize(text, false),
      /** After each of the ids, the logits of what comes next, up to a number that all have in common. */
      logits: (ids) => inContext(model, (sequence) => logitsAfter(sequence, ids)),
      greedy: (ids, count) => inContext(model, (sequence) => greedyAfter(sequence, ids, count)),
      close: () => model.dispose(),
    };
  };
  return { open, close: () => llama.dispose() };
}

async function inContext(model, use) {
  const context = await model.createContext({
    contextSize: model.trainContextSize,
    threads: 1,
    flashAttention: false,
    experimentalKvCacheKeyType: "F32",
    experimentalKvCacheValueType: "F32",
  });
  try {
    return await use(context.getSequence());
  } finally {
    await context.dispose();
  }
}

async function logitsAfter(sequence, ids) {
  // All of them, as they are: nothing cut off, nothing sharpened.
  const options = { temperature: 1, topK: 0, topP: 1, minP: 0 };
  const items = ids.map((id) => [id, { generateNext: { probabilities: true, options } }]);
  const results = await sequence.controlledEvaluate(items);
  return results.map(({ next }) => {
    const logits = new Float64Array(next.probabilities.size);
    for (const [id, probability] of next.probabilities) logits[id] = Math.log(probability);
    return logits;
  });
}

async function greedyAfter(sequence, ids, count) {
  const chosen = [];
  if (count === 0) return chosen;
  for await (const id of sequence.evaluate(ids, { temperature: 0, yieldEogToken: true })) {
    chosen.push(id);
    if (chosen.length === count) break;
  }
  return chosen;
}
