/** The models that are taken to llama.cpp: those we ship, small random ones of every covered shape, and stories260K. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ggufSource } from "../../packages/formats/dist/index.js";
import {
  bytesAsSource,
  configFrom,
  parameterSpecs,
  RandomStream,
  trainBpe,
} from "../../packages/inkling/dist/index.js";
import { openModel } from "../../packages/inkling/dist/node/index.js";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const STORIES = path("../../../shared/data/models/stories260K/stories260K.gguf");

const nothing = { storedAs: "F32", chatTemplate: undefined, sampling: {}, notes: [] };

/** Each with texts to begin with; stories260K only where the reference data lies beside the repository. */
export async function* sources(engine) {
  yield { source: await shipped(engine, "inkling"), prompts: ["Hello!", "Tom has 3 apples.", "It's   late"] };
  yield { source: await shipped(engine, "names"), prompts: ["Em", "jos", "Mary-A"] };
  const small = { dModel: 64, nLayers: 2 };
  const prompts = ["The rain", "it's 12", "né"];
  yield { source: random("random llama", "tiny-llama", { ...small, dMlp: 176 }), prompts };
  const wide = { ...small, nKvHeads: 1, dHead: 32, tiedEmbedding: false, ropeTheta: 50_000 };
  yield { source: random("random llama with wide heads", "tiny-llama", wide), prompts };
  const llama3 = { kind: "llama3", factor: 8, low: 1, high: 4, originalContext: 64 };
  const biased = { ...small, bias: true, ropeScaling: llama3 };
  yield { source: random("random llama, biases, llama3 scaling", "tiny-llama", biased), prompts };
  const linear = { ...small, bias: "attn", ropeScaling: { kind: "linear", factor: 2 } };
  yield { source: random("random llama, some biases, linear", "tiny-llama", linear), prompts };
  yield { source: random("random gpt2", "names", small), prompts };
  yield { source: random("random gpt2 without biases", "names", { ...small, bias: false }), prompts };
  if (!existsSync(STORIES)) return;
  const bytes = await readFile(STORIES);
  yield {
    source: await ggufSource(bytesAsSource("stories260K", bytes)),
    prompts: ["Once upon", "Lily  saw é"],
  };
}

async function shipped(engine, name) {
  const folder = path(`../../models/${name}`);
  const { model, tokenizer, endIds } = await openModel(engine, folder);
  const { chat_template: chatTemplate } = JSON.parse(
    await readFile(`${folder}/tokenizer_config.json`, "utf8"),
  );
  return {
    ...nothing,
    name,
    config: model.config,
    tokenizer,
    chatTemplate,
    bosTokenId: tokenizer.bos,
    eosTokenIds: [...endIds].sort((a, b) => b - a), // <|im_end|>, where there is one, before <|endoftext|>
    parameter: async (parameter) => Float32Array.from(await model.parameters.get(parameter).read()),
  };
}

/** Random numbers, large enough that every part shows in the logits. */
function random(name, preset, changes) {
  const tokenizer = trainBpe(["The rain came, and it's 1234 times as wet. ".repeat(3)], { vocabSize: 288 });
  const config = configFrom(preset, { ...changes, vocabSize: tokenizer.vocabSize });
  return {
    ...nothing,
    name,
    config,
    tokenizer,
    bosTokenId: tokenizer.bos,
    eosTokenIds: [],
    async parameter(parameter) {
      const { shape, start } = parameterSpecs(config).find((spec) => spec.name === parameter);
      const draw = new RandomStream(7, parameter);
      const size = shape.reduce((product, length) => product * length, 1);
      const mean = start === "one" ? 1 : 0;
      return Float32Array.from({ length: size }, () => mean + 0.5 * (draw.uniform() - 0.5));
    },
  };
}
