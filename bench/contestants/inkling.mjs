/** Inkling itself, by its public names. Training and decoding are the very workloads of `inkling bench`. */
import { readFileSync, statSync } from "node:fs";
import {
  configFrom,
  countWords,
  createEngine,
  createModel,
  generate,
  readTokenizerJson,
  trainBpeOnCounts,
} from "inkling";
import { openIdModel } from "inkling/node";
import { decodingWorkload, trainingWorkload } from "../../packages/cli/dist/bench/workloads.js";

const version = `Inkling ${JSON.parse(readFileSync(new URL("../../packages/inkling/package.json", import.meta.url), "utf8")).version}`;

export const tasks = {
  async train({ shape, threads, fastMath }) {
    const engine = await engineFor({ threads, fastMath });
    const { step, tokens } = trainingWorkload(engine, benchmarkShape(shape));
    return {
      version,
      work: tokens,
      round: async () => ({ loss: await step() }),
      peakBytes: () => engine.memory.peak,
    };
  },

  async decode({ shape, threads, fastMath, weights }) {
    const engine = await engineFor({ threads, fastMath });
    const { pass, tokens } = await decodingWorkload(engine, benchmarkShape(shape), weights);
    return {
      version,
      work: tokens,
      round: async () => ({ seconds: await pass(() => performance.now() / 1000) }),
      peakBytes: () => engine.memory.peak,
    };
  },

  /** How fast a prompt that fills the context is read. */
  async prefill({ shape, ids, threads, fastMath }) {
    const model = createModel(await engineFor({ threads, fastMath }), benchmarkShape(shape).config, 1);
    const prompt = ids.slice(0, shape.contextLength);
    return {
      version,
      work: prompt.length,
      round: async () => {
        for await (const _ of generate(model, prompt, { maxTokens: 1, temperature: 0 })) return;
      },
    };
  },

  /** From a folder on disk to a model that could answer, hashes checked. */
  async load({ folder }) {
    return {
      version,
      work: statSync(`${folder}/model.safetensors`).size,
      round: async () => {
        const engine = await createEngine();
        await openIdModel(engine, folder);
        engine.dispose();
      },
    };
  },

  async encode({ tokenizerFile, textFile }) {
    const tokenizer = readTokenizerJson(readFileSync(tokenizerFile, "utf8"));
    const text = readFileSync(textFile, "utf8");
    const lines = text.split("\n");
    return {
      version,
      work: Buffer.byteLength(text),
      round: async () => ({ tokens: lines.reduce((sum, line) => sum + tokenizer.encode(line).length, 0) }),
    };
  },

  async trainTokenizer({ textFile, vocabSize }) {
    const text = readFileSync(textFile, "utf8");
    return {
      version,
      work: Buffer.byteLength(text),
      round: async () => ({ tokens: trainBpeOnCounts(countWords([text]), { vocabSize }).vocabSize }),
    };
  },
};

async function engineFor({ threads, fastMath = false }) {
  const engine = await createEngine({ threads, fastMath });
  // A figure of one thread under the name of two would be worse than none.
  if (engine.notices.length > 0) throw new Error(engine.notices.join(" "));
  return engine;
}

/** The request's few sizes as a whole configuration: GPT-2's choices with ReLU. */
function benchmarkShape({ batchSize, ...sizes }) {
  return { config: configFrom("guppy", { ...sizes, nKvHeads: sizes.nHeads, mlp: "relu" }), batchSize };
}
