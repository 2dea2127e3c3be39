/** llama.cpp, through node-llama-cpp's prebuilt library for the CPU, on a GGUF of random weights (write_gguf.py). */
import { readFileSync } from "node:fs";
import { getLlama, LlamaLogLevel } from "node-llama-cpp";

const packageFile = new URL("../node_modules/node-llama-cpp/package.json", import.meta.url);
const version = `llama.cpp (node-llama-cpp ${JSON.parse(readFileSync(packageFile, "utf8")).version})`;
const PROMPT = 8; // as in the decoding workload of `inkling bench`

export const tasks = {
  async decode({ modelFile, shape, ids, threads }) {
    const sequence = await sequenceOf({ modelFile, shape, threads });
    const prompt = ids.slice(0, PROMPT);
    const work = shape.contextLength - PROMPT;
    return {
      version,
      work,
      async round() {
        await sequence.clearHistory();
        let started;
        let count = -1; // the first token comes with the prompt
        for await (const _ of sequence.evaluate(prompt, { temperature: 0, yieldEogToken: true })) {
          started ??= performance.now();
          if (++count === work) break;
        }
        if (count !== work) throw new Error(`ended after ${count} of ${work} tokens`);
        return { seconds: (performance.now() - started) / 1000 };
      },
    };
  },

  async prefill({ modelFile, shape, ids, threads }) {
    const sequence = await sequenceOf({ modelFile, shape, threads });
    const prompt = ids.slice(0, shape.contextLength - 1); // it keeps a place for the answer
    return {
      version,
      work: prompt.length,
      async round() {
        await sequence.clearHistory();
        for await (const _ of sequence.evaluate(prompt, { temperature: 0, yieldEogToken: true })) return;
      },
    };
  },
};

async function sequenceOf({ modelFile, shape, threads }) {
  const llama = await getLlama({
    gpu: false,
    build: "never",
    skipDownload: true,
    logLevel: LlamaLogLevel.error,
  });
  const model = await llama.loadModel({ modelPath: modelFile });
  const { contextLength } = shape;
  const context = await model.createContext({
    contextSize: contextLength,
    batchSize: contextLength,
    threads,
  });
  return context.getSequence();
}
