/**
 * When a loss turns to NaN: where did it begin?
 *
 * The step is run again with someone watching the tape; the first op whose result is not finite is named, with the
 * activation it was on the way to and the line that called it.
 */
import type { LanguageModel } from "../model/transformer.ts";
import type { OpRecord, TapeWatcher } from "../tensor/tape.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** One sentence about the first thing that is not finite, if there is one; `run` computes the loss once more. */
export async function explainNonFinite(model: LanguageModel, run: () => Tensor): Promise<string | undefined> {
  const { tape } = model.engine;
  return model.engine.step(async () => {
    for (const { name, tensor } of model.parameters) {
      if (!(await allFinite(tensor))) return `The weight ${name} already was not finite before this step.`;
    }
    const forward: OpRecord[] = [];
    const backward: [OpRecord, Tensor][] = [];
    const names = new Map<Tensor, string>();
    const watcher: TapeWatcher = {
      onRecord: (record) => forward.push(record),
      onName: (tensor, name) => names.set(tensor, name),
      onGradient: (record, gradient) => backward.push([record, gradient]),
    };
    tape.watch(watcher);
    try {
      tape.start();
      tape.backward(run());
    } finally {
      tape.watch(undefined);
    }
    for (const [i, record] of forward.entries()) {
      const isMasked =
        record.op === "attentionScores" || names.get(record.output)?.endsWith("hook_attn_scores");
      if (await allFinite(record.output, isMasked)) continue;
      const named = forward.slice(i).find(({ output }) => names.has(output));
      return `It began in the op ${describe(record)}, on the way to ${named ? names.get(named.output) : "the loss"}.`;
    }
    for (const [record, gradient] of backward) {
      if (!(await allFinite(gradient))) {
        return `The loss itself is finite; its gradient is not, first at the result of the op ${describe(record)}${names.has(record.output) ? `, ${names.get(record.output)}` : ""}.`;
      }
    }
    for (const { name, tensor } of model.parameters) {
      if (tensor.gradient && !(await allFinite(tensor.gradient)))
        return `It began in the gradient of the weight ${name}.`;
    }
    return undefined;
  });
}

function describe({ op, site }: OpRecord): string {
  return `"${op}"${site ? ` (${site})` : ""}`;
}

/** `masked`: a causal mask's −∞ is meant to be there. */
async function allFinite(tensor: Tensor, masked = false): Promise<boolean> {
  return (await tensor.read()).every((value) => Number.isFinite(value) || (masked && value === -Infinity));
}
