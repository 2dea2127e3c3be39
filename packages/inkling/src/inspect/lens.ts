/**
 * The logit lens (nostalgebraist 2020): what would the model say if it stopped here?
 *
 * Every state of the residual stream is read the way the last one is: final norm, then unembed.
 */
import { InklingError } from "../errors.ts";
import { type HookName, hookShapes } from "../model/hooks.ts";
import { checkIds } from "../model/ids.ts";
import type { LanguageModel } from "../model/transformer.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { capture, type Recording, readAll } from "./record.ts";

/** Logits [1, T, V] at each state of the stream, by its hook name: before each block, between its halves, after it. */
export async function lens(model: LanguageModel, ids: readonly number[]): Promise<Recording> {
  if (ids.length === 0) throw new InklingError("There is nothing to look at: give at least one id.");
  checkIds(ids, model.config.vocabSize);
  const states = [...hookShapes(model.config).keys()].filter((name) =>
    /hook_resid_(pre|mid|post)$/.test(name),
  );
  return model.engine.step(async () => {
    const { hooks, seen } = capture(states);
    model.forward(model.engine.ids([1, ids.length], ids), { hooks });
    const views: [HookName, Tensor][] = [...seen].map(([name, x]) => [name, model.unembed(x)]);
    return readAll(views);
  });
}
