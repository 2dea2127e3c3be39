/**
 * Edits made for good: a model whose weights already are what the edits make of them. It can be saved, and others can open it.
 *
 * Not every edit is a change of weights. One that holds for certain positions, or that takes what it writes from another run,
 * belongs to a text; one of queries, scores or the stream itself has no matrix to itself. Those are refused.
 *
 *   a head is what its K rows of W_O write; a neuron its row of W_out; an MLP all of W_out and b_out
 *   switched off: times 0        scaled: times `factor`
 */
import { InklingError } from "../errors.ts";
import type { ParameterName } from "../model/parameters.ts";
import { type LanguageModel, Transformer } from "../model/transformer.ts";
import { type Edit, type Place, parseEdits } from "./edits.ts";
import { targetsOf } from "./targets.ts";

/** w = keep · w + value, for the elements from `from` to `to`. */
interface Change {
  readonly weight: ParameterName;
  readonly from: number;
  readonly to: number;
  readonly keep: number;
  readonly value: number;
}

/** Whether an edit can be made for good. */
export function canBake(model: LanguageModel, edit: Edit): boolean {
  return changesOf(model, edit) !== undefined;
}

/**
 * A new model with the edits in its weights: the caller disposes of it.
 * @throws InklingError if one of the edits is no change of weights
 */
export async function bake(model: LanguageModel, edits: readonly Edit[]): Promise<Transformer> {
  const all = parseEdits(edits).map((edit, i) => {
    const found = changesOf(model, edit);
    if (found) return { edit, found };
    throw new InklingError(
      `Edit ${i + 1} (${edit.kind}) belongs to a text or to what flows between the parts: no weight can hold it. Take it away, and the others can be saved.`,
    );
  });
  // As in an edited run: a head is scaled after its weights were changed, whichever was asked for first.
  const isWeight = ({ edit }: { edit: Edit }) => "weight" in edit.at;
  const changes = [...all.filter(isWeight), ...all.filter((one) => !isWeight(one))].flatMap(
    ({ found }) => found,
  );
  const { engine, config, parameters } = model;
  const baked = new Transformer(engine, config);
  for (const { name, tensor } of parameters) {
    const data = await tensor.read();
    for (const { weight, from, to, keep, value } of changes) {
      if (weight !== name) continue;
      for (let i = from; i < to; i++) data[i] = keep === 0 ? value : keep * data[i] + value;
    }
    engine.kernels.write(baked.parameters.get(name), data);
  }
  return baked;
}

/** Undefined if no change of weights does the same. @throws InklingError if the model has no such place */
function changesOf(model: LanguageModel, edit: Edit): readonly Change[] | undefined {
  const [{ name }] = targetsOf(model, edit.at);
  const rule = ruleOf(edit);
  if (model.parameters.format !== "f32") return undefined; // quantised numbers share their scale with neighbours
  if (!rule || "position" in edit.at || "query" in edit.at) return undefined;
  if ("weight" in edit.at) {
    const parameter = [...model.parameters].find((one) => one.name === name);
    if (!parameter) return undefined;
    const { index } = edit.at;
    const { shape, tensor } = parameter;
    const from = index?.reduce((offset, i, axis) => offset * shape[axis] + i, 0) ?? 0;
    return [{ weight: parameter.name, from, to: index ? from + 1 : tensor.size, ...rule }];
  }
  if (edit.kind === "set") return undefined; // what is written depends on what is read
  return writersOf(model, edit.at)?.map((writer) => ({ ...writer, ...rule }));
}

function ruleOf(edit: Edit): Pick<Change, "keep" | "value"> | undefined {
  if (edit.kind === "scale") return { keep: edit.factor, value: 0 };
  if (edit.kind === "set") return { keep: 0, value: edit.value };
  return edit.kind === "ablate" && edit.mean === undefined ? { keep: 0, value: 0 } : undefined;
}

/** The weights with which a part of the model writes into the stream. */
function writersOf(
  { config, parameters }: LanguageModel,
  at: Place,
): Pick<Change, "weight" | "from" | "to">[] | undefined {
  const { dHead, dModel } = config;
  const whole = (...names: ParameterName[]) =>
    names
      .filter((weight) => parameters.has(weight))
      .map((weight) => ({ weight, from: 0, to: parameters.get(weight).size }));
  const rows = (weight: ParameterName, first: number, count: number) => [
    { weight, from: first * dModel, to: (first + count) * dModel },
  ];
  const attention = (layer: number) => whole(`blocks.${layer}.attn.W_O`, `blocks.${layer}.attn.b_O`);
  const mlp = (layer: number) => whole(`blocks.${layer}.mlp.W_out`, `blocks.${layer}.mlp.b_out`);
  if ("head" in at) return rows(`blocks.${at.layer}.attn.W_O`, at.head * dHead, dHead);
  if ("neuron" in at) return rows(`blocks.${at.layer}.mlp.W_out`, at.neuron, 1);
  if ("layer" in at) return [...attention(at.layer), ...mlp(at.layer)];
  const [, layer, part] = /^blocks\.(\d+)\.hook_(attn|mlp)_out$/.exec("hook" in at ? at.hook : "") ?? [];
  if (part === undefined) return undefined;
  return part === "attn" ? attention(Number(layer)) : mlp(Number(layer));
}
