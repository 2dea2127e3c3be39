/**
 * What is measured: every case has a name (`train.G.2`), a question, and its entrants or a way to run it.
 *
 * Each library is asked for the same work in the same words (`request`); what it makes of them stands in
 * contestants/. Try it: npm run bench -- --list
 */
import { scatteredIds } from "../packages/cli/dist/bench/workloads.js";
import { inkling, javascript, python } from "./lib/programs.mjs";

/** Two GPTs: learned positions, LayerNorm, biases, ReLU, a tied head, no dropout. */
export const shapes = {
  /** GuppyLM's shape, 8.7 M parameters. */
  G: { vocabSize: 4096, contextLength: 128, nLayers: 6, nHeads: 6, dModel: 384, dMlp: 768, batchSize: 16 },
  /** nanoGPT's shakespeare-char in its CPU shape, 0.8 M parameters. */
  S: { vocabSize: 65, contextLength: 64, nLayers: 4, nHeads: 4, dModel: 128, dMlp: 512, batchSize: 12 },
};

const strict = { name: "Inkling", detail: "strict", inkling: true, start: inkling };
const fast = {
  name: "Inkling",
  detail: "fast math",
  inkling: true,
  start: inkling,
  options: { fastMath: true },
};
const torch = { name: "PyTorch", detail: "eager", start: () => python("pytorch.py", { modules: ["torch"] }) };
const huggingFace = (modules) => ({
  name: "Hugging Face",
  detail: modules[0],
  start: () => python("huggingface.py", { modules }),
});
const jax = (detail, options) => ({
  name: "jax-js",
  detail,
  options,
  start: () => javascript("jax.mjs", { packages: ["@jax-js/jax"], currentNode: true }),
});
const tfjs = {
  name: "TensorFlow.js",
  detail: "wasm, 1 thread",
  options: { threads: 1 },
  start: () => javascript("tfjs.mjs", { packages: ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"] }),
};
const onnx = {
  name: "ONNX Runtime",
  detail: "onnxruntime-node, f32",
  writer: "write_onnx.py",
  start: () => javascript("onnx.mjs", { packages: ["onnxruntime-node"] }),
};
const llama = (weights) => ({
  name: "llama.cpp",
  detail: `node-llama-cpp, ${weights}`,
  options: { weights },
  writer: "write_gguf.py",
  start: () => javascript("llama.mjs", { packages: ["node-llama-cpp"] }),
});

const threadsOf = (count) => (count === 1 ? "1 thread" : `${count} threads`);

/** A case of several contestants in one run. */
function contestCase({ id, title, unit = "tokens/s", request, entrants, ...how }) {
  const entered = entrants.map(({ options = {}, ...entrant }) => ({
    ...entrant,
    request: { ...request, ...options },
  }));
  return { kind: "contest", id, title, unit, entrants: entered, ...how };
}

function onShape(task, name, threads) {
  const shape = shapes[name];
  const ids = [...scatteredIds(shape.batchSize * shape.contextLength + 1, shape.vocabSize)];
  return { task, shape, ids, threads };
}

const training = (name, threads) =>
  contestCase({
    id: `train.${name}.${threads}`,
    title: `Training ${name}, ${threadsOf(threads)}`,
    request: onShape("train", name, threads),
    entrants: [strict, fast, torch],
  });

const trainingInJavaScript = (name) =>
  contestCase({
    id: `peers.${name}`,
    title: `Training ${name} against JavaScript libraries, 2 threads unless noted`,
    request: onShape("train", name, 2),
    entrants: [strict, fast, jax("wasm, jit, a Worker shim for 2 threads", { workers: true }), tfjs],
    turns: 2, // their steps take seconds
  });

const decoding = (threads) =>
  contestCase({
    id: `decode.G.${threads}`,
    title: `Decoding with G, one sequence, greedy, ${threadsOf(threads)}`,
    request: onShape("decode", "G", threads),
    entrants: [
      ...["f32", "q8_0", "q4_0"].map((weights) => ({ ...strict, detail: weights, options: { weights } })),
      torch,
      onnx,
      ...["f32", "f16", "q8_0", "q4_0"].map(llama),
    ],
  });

const prefill = (threads) =>
  contestCase({
    id: `prefill.G.${threads}`,
    title: `Reading a prompt of 128 tokens with G, ${threadsOf(threads)}`,
    request: onShape("prefill", "G", threads),
    entrants: [{ ...strict, detail: "f32" }, torch, onnx, llama("f32")],
  });

const words = (id, title, task, extra = {}) =>
  contestCase({
    id,
    title,
    unit: "MB/s",
    request: { task, ...extra },
    entrants: [{ ...strict, detail: "1 thread" }, huggingFace(["tokenizers"])],
    needs: "text",
  });

export const cases = [
  ...["G", "S"].flatMap((name) => [training(name, 2), training(name, 1)]),
  trainingInJavaScript("G"),
  trainingInJavaScript("S"),
  decoding(1),
  decoding(2),
  prefill(1),
  prefill(2),
  words("tokenise.encode", "Tokenising, line by line", "encode"),
  words("tokenise.train", "Training a tokenizer of 4096 tokens", "trainTokenizer", {
    vocabSize: 4096,
    warmUps: 1,
  }),
  contestCase({
    id: "load.G",
    title: "Loading a checkpoint of G",
    unit: "MB/s",
    request: { task: "load" },
    entrants: [{ ...strict, detail: "hashes checked" }, huggingFace(["safetensors", "torch"])],
    needs: "checkpoint",
  }),
  ...[1, 2].map((threads) => ({
    kind: "profile",
    id: `profile.G.${threads}`,
    title: `Where a training step of G goes, ${threadsOf(threads)}`,
    shape: shapes.G,
    threads,
  })),
  ...["parameters", "context"].map((axis) => ({
    kind: "growth",
    id: `growth.${axis}`,
    title: `How cost grows with the ${axis === "context" ? "length of the context" : "number of parameters"}`,
    axis,
  })),
];
