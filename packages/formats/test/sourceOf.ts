/** Sources for writers to be tried on, and what writers give as bytes. */
import {
  type CheckpointFile,
  collectBytes,
  type ModelConfig,
  type ModelSource,
  parameterSpecs,
  RandomStream,
  type Tokenizer,
} from "inkling";
import { expect } from "vitest";

/** Random numbers, the same whenever asked. */
export function randomSource(config: ModelConfig, tokenizer?: Tokenizer): ModelSource {
  const bos = tokenizer?.bos;
  return {
    name: "random",
    storedAs: "F32",
    config,
    tokenizer,
    chatTemplate: undefined,
    bosTokenId: bos,
    eosTokenIds: bos === undefined ? [] : [bos],
    sampling: {},
    notes: [],
    async parameter(name) {
      const spec = parameterSpecs(config).find((one) => one.name === name);
      if (spec === undefined) throw new Error(`no parameter ${name}`);
      const random = new RandomStream(7, name);
      const size = spec.shape.reduce((product, length) => product * length, 1);
      return Float32Array.from({ length: size }, () => random.uniform() - 0.5);
    },
  };
}

export async function bytesOfFile(file: CheckpointFile): Promise<Uint8Array<ArrayBuffer>> {
  const sink = collectBytes();
  await file.write(sink);
  return sink.bytes();
}

/** Throws unless both have the same settings and every parameter is the same, bit for bit. */
export async function expectSameModel(found: ModelSource, wanted: ModelSource): Promise<void> {
  expect(found.config).toEqual(wanted.config);
  for (const { name } of parameterSpecs(wanted.config)) {
    const [ours, theirs] = [await found.parameter(name), await wanted.parameter(name)];
    expect(Buffer.from(ours.buffer).equals(Buffer.from(theirs.buffer)), name).toBe(true);
  }
}
