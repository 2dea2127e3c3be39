/**
 * Where does the model keep what makes the difference between two texts? Paste one place of the one run into the other,
 * place by place, and look what becomes of the answer (activation patching: Vig et al. 2020, Meng et al. 2022).
 *
 *   for each state of the stream and each position t:
 *     p(token | ids)  with the stream's vector at t as it was in the run over `from`
 *
 * Where pasting a single vector changes the answer into the other text's, there it was carried. Texts of one length that differ
 * in a word show most; of a longer one, what has no partner is left out.
 */
import { InklingError } from "../errors.ts";
import type { HookName, Hooks } from "../model/hooks.ts";
import { checkIds } from "../model/ids.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { blend } from "../ops/blend.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { probabilityBehind } from "./influence.ts";
import { record } from "./record.ts";

export interface Pasted {
  /** What the stream is when it enters a block. */
  readonly state: HookName;
  readonly position: number;
  /** Of the token behind `ids`, with that one vector pasted. */
  readonly probability: number;
}

/** One run for each block and position: the latest position first, from the first block to the last. */
export async function* sweep(
  model: LanguageModel,
  ids: readonly number[],
  { from, token }: { readonly from: readonly number[]; readonly token: number },
): AsyncGenerator<Pasted> {
  if (ids.length === 0 || from.length === 0) {
    throw new InklingError(
      "Two texts are compared, and one of them is empty: give at least one id for each.",
    );
  }
  checkIds([...ids, ...from, token], model.config.vocabSize);
  const states = Array.from(
    { length: model.config.nLayers },
    (_, layer) => `blocks.${layer}.hook_resid_pre` as const,
  );
  const other = await record(model, from, states);
  for (let position = Math.min(ids.length, from.length) - 1; position >= 0; position--) {
    for (const state of states) {
      const { data } = other.get(state) ?? { data: new Float32Array() };
      const { dModel } = model.config;
      const vector = data.subarray(position * dModel, (position + 1) * dModel);
      const hooks: Hooks = new Map([[state, (x: Tensor) => withVector(x, position, vector)]]);
      yield { state, position, probability: await probabilityBehind(model, ids, token, hooks) };
    }
  }
}

/** x [1, T, D] with another vector at one position. */
function withVector(x: Tensor, position: number, vector: Float32Array): Tensor {
  const keep = new Float32Array(x.size).fill(1);
  const values = new Float32Array(x.size);
  keep.fill(0, position * vector.length, (position + 1) * vector.length);
  values.set(vector, position * vector.length);
  return blend(x, x.engine.from(x.shape, keep), x.engine.from(x.shape, values));
}
