/** A model in memory as a source, for writers to be tried on. */
import {
  createEngine,
  type Engine,
  type ModelConfig,
  type ModelSource,
  parameterSpecs,
  RandomStream,
  type Tokenizer,
} from "inkling";
import { openModel } from "inkling/node";

const nothing = {
  storedAs: "F32",
  tokenizer: undefined,
  chatTemplate: undefined,
  bosTokenId: undefined,
  eosTokenIds: [],
  sampling: {},
  notes: [],
} as const;

/** Random numbers, the same whenever asked. */
export function randomSource(config: ModelConfig, tokenizer?: Tokenizer): ModelSource {
  const bos = tokenizer?.bos;
  return {
    ...nothing,
    name: "random",
    config,
    tokenizer,
    bosTokenId: bos,
    eosTokenIds: bos === undefined ? [] : [bos],
    async parameter(name) {
      const spec = parameterSpecs(config).find((one) => one.name === name)!;
      const random = new RandomStream(7, name);
      const size = spec.shape.reduce((product, length) => product * length, 1);
      return Float32Array.from({ length: size }, () => random.uniform() - 0.5);
    },
  };
}

/** One of the models that the repository ships. */
export async function shippedSource(engine: Engine, name: string): Promise<ModelSource> {
  const path = new URL(`../../../models/${name}`, import.meta.url).pathname;
  const { model, tokenizer, endIds } = await openModel(engine, path);
  return {
    ...nothing,
    name,
    config: model.config,
    tokenizer,
    bosTokenId: tokenizer.bos,
    eosTokenIds: [...endIds],
    parameter: async (parameter) => Float32Array.from(await model.parameters.get(parameter).read()),
  };
}

export { createEngine };
