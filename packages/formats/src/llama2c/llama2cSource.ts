/**
 * llama2.c's two files as a model: checkpoint (model.bin) and tokenizer.bin.
 *
 *   const source = await llama2cSource(model, tokenizer);
 *
 * Refuses to know where the bytes lie. What the files look like is in checkpoint.ts and tokenizerBin.ts.
 */
import { type ByteSource, InklingError, type ModelSource } from "inkling";
import { toInkling } from "../layout.ts";
import { readCheckpoint } from "./checkpoint.ts";
import { BOS, EOS, readTokenizerBin } from "./tokenizerBin.ts";

/**
 * @param tokenizer without it the model speaks ids only
 * @throws InklingError that names the file and the field, with what was found and what to do
 */
export async function llama2cSource(
  model: ByteSource,
  tokenizer: ByteSource | undefined,
): Promise<ModelSource> {
  const { config, places } = await readCheckpoint(model);
  return {
    name: model.name,
    config,
    storedAs: "F32",
    tokenizer: tokenizer && (await readTokenizerBin(tokenizer, config.vocabSize)),
    chatTemplate: undefined,
    bosTokenId: BOS,
    eosTokenIds: [EOS],
    sampling: {},
    notes: [],
    async parameter(name) {
      const place = places.get(name);
      if (place === undefined) throw new InklingError(`${model.name} has no parameter ${name}.`);
      const { start, count, columns, layout } = place;
      const bytes = await model.read(start, count * 4);
      // Copied, as a typed array must begin at a multiple of its elements' size.
      return toInkling(new Float32Array(bytes.slice().buffer), columns, layout);
    },
  };
}
