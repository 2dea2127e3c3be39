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
import type { HookName } from "../model/hooks.ts";
import { checkIds } from "../model/ids.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { edited } from "./edited.ts";
import { probabilityBehind } from "./influence.ts";

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
  for (let position = Math.min(ids.length, from.length) - 1; position >= 0; position--) {
    for (let layer = 0; layer < model.config.nLayers; layer++) {
      const state = `blocks.${layer}.hook_resid_pre` as const;
      const pasted = await edited(model, [
        { kind: "patch", at: { hook: state, position }, from: { ids: from } },
      ]);
      yield { state, position, probability: await probabilityBehind(pasted, ids, token) };
    }
  }
}
