/**
 * An edited model: the same model, with edits applied to every run. It generates, trains and is inspected like any
 * other, because an edit is made of ordinary ops at hooks; the weights themselves are not touched.
 *
 *   const without = await edited(model, [{ kind: "ablate", at: { layer: 0, head: 1 } }]);
 */
import { InklingError } from "../errors.ts";
import type { Hook, HookName, HookPlace, Hooks } from "../model/hooks.ts";
import type { ParameterName } from "../model/parameters.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { blend } from "../ops/blend.ts";
import { elementCount, type Shape, type Tensor } from "../tensor/tensor.ts";
import { type Edit, type Place, parseEdits } from "./edits.ts";
import { checkHookNames, type RecordedTensor, record } from "./record.ts";
import { type Target, targetsOf } from "./targets.ts";

/** The model with these edits. Runs that edits refer to (mean, patch) are made now, with the unedited model. */
export async function edited(model: LanguageModel, edits: readonly Edit[]): Promise<LanguageModel> {
  const hooks = new Map<HookName | ParameterName, Hook>();
  for (const edit of parseEdits(edits)) {
    for (const target of targetsOf(model, edit.at)) {
      checkWriting(edit, target);
      const other = await otherRun(model, edit, target);
      addHook(hooks, target.name, hookFor(edit, target, other));
    }
  }
  return {
    engine: model.engine,
    config: model.config,
    parameters: model.parameters,
    forward: (ids, options = {}) => model.forward(ids, { ...options, hooks: both(hooks, options.hooks) }),
    unembed: (x, options = {}) => model.unembed(x, { ...options, hooks: both(hooks, options.hooks) }),
  };
}

/** Edits come first, so that whoever records sees what the edited model computes. */
function both(edits: Hooks, others: Hooks | undefined): Hooks {
  const hooks = new Map(edits);
  for (const [name, hook] of others ?? []) addHook(hooks, name, hook);
  return hooks;
}

function addHook(
  hooks: Map<HookName | ParameterName, Hook>,
  name: HookName | ParameterName,
  next: Hook,
): void {
  const first = hooks.get(name);
  hooks.set(
    name,
    first
      ? (tensor, place) => {
          const result = first(tensor, place) ?? tensor;
          return next(result, place) ?? result;
        }
      : next,
  );
}

/** keep · x + values, number by number, where the target is; 1 · x + 0 elsewhere. */
function hookFor(edit: Edit, target: Target, other: RecordedTensor | undefined): Hook {
  // The same edit of a tensor of the same shape at the same place is the same two arrays: weights above all.
  const changes = lastAnswer((shape: Shape, start: number) => {
    const size = elementCount(shape);
    const keep = new Float64Array(size).fill(1);
    const values = new Float64Array(size);
    let touched = false;
    for (const { at, position, index } of target.elements(shape, start)) {
      if (edit.kind === "patch" && other && position >= other.shape[1]) continue; // the other run was shorter
      touched = true;
      keep[at] = edit.kind === "scale" ? edit.factor : edit.kind === "steer" ? 1 : 0;
      values[at] = replacement(edit, position, index, other);
    }
    return touched ? { keep, values } : undefined;
  });
  return (x: Tensor, place: HookPlace) => {
    const found = changes(x.shape, target.isWeight ? 0 : place.start);
    return found && blend(x, x.engine.from(x.shape, found.keep), x.engine.from(x.shape, found.values));
  };
}

/** Remembers the last answer, for as long as the question stays the same. */
function lastAnswer<T>(compute: (shape: Shape, start: number) => T): (shape: Shape, start: number) => T {
  let last: { readonly key: string; readonly answer: T } | undefined;
  return (shape, start) => {
    const key = `${shape} ${start}`;
    if (last?.key !== key) last = { key, answer: compute(shape, start) };
    return last.answer;
  };
}

/** What takes an element's place, or is added to it. index: the element's place within its position's vector. */
function replacement(edit: Edit, position: number, index: number, other: RecordedTensor | undefined): number {
  switch (edit.kind) {
    case "set":
      return edit.value;
    case "steer":
      return edit.strength * edit.direction[index];
    case "patch":
      return other ? other.data[position * sizeOfPosition(other) + index] : 0;
    case "ablate":
      return other ? meanOverPositions(other, index) : 0;
    case "scale":
      return 0;
  }
}

function sizeOfPosition({ shape }: RecordedTensor): number {
  return elementCount(shape.slice(2));
}

function meanOverPositions(other: RecordedTensor, index: number): number {
  const positions = other.shape[1];
  const size = sizeOfPosition(other);
  let sum = 0;
  for (let t = 0; t < positions; t++) sum += other.data[t * size + index];
  return sum / positions;
}

async function otherRun(
  model: LanguageModel,
  edit: Edit,
  target: Target,
): Promise<RecordedTensor | undefined> {
  const ids = edit.kind === "patch" ? edit.from.ids : edit.kind === "ablate" ? edit.mean?.ids : undefined;
  if (!ids) return undefined;
  if (!target.perPosition) {
    throw new InklingError(
      `${target.name} is not one vector per position, so it has no mean and can't be patched; choose an activation such as hook_resid_pre, a head or a neuron.`,
    );
  }
  const [name] = checkHookNames(model, [target.name]);
  return (await record(model, ids, [name])).get(name);
}

function checkWriting(edit: Edit, target: Target): void {
  const { kind, at } = edit;
  if (
    (kind === "steer" || kind === "set") &&
    Object.keys(at).every((field) => field === "layer" || field === "position")
  ) {
    const layer = "layer" in at ? at.layer : 0;
    throw new InklingError(
      `A whole layer can't be ${kind === "set" ? "set" : "steered"}: name an activation, such as { "hook": "blocks.${layer}.hook_resid_post" }.`,
    );
  }
  if (kind !== "steer" || edit.direction.length === target.vectorSize) return;
  throw new InklingError(
    `The steering direction has ${edit.direction.length} numbers; ${target.name} has ${target.vectorSize} at each position${describe(edit.at)}.`,
  );
}

function describe(at: Place): string {
  return "head" in at ? ` and head (give numbers for all heads)` : "";
}
