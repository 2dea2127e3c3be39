/**
 * Record: run a model once and keep what it computed, by name.
 *
 *   const run = await record(model, ids, ["blocks.0.attn.hook_pattern", "logits"]);
 *   run.get("blocks.0.attn.hook_pattern")   // { shape: [1, H, T, T], data: Float32Array }
 */
import { didYouMean, InklingError } from "../errors.ts";
import { type HookName, type Hooks, hookShapes } from "../model/hooks.ts";
import { checkIds } from "../model/ids.ts";
import type { ParameterName } from "../model/parameters.ts";
import type { LanguageModel } from "../model/transformer.ts";
import type { Tensor } from "../tensor/tensor.ts";

export interface RecordedTensor {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float32Array;
}

/** What a run computed. Asking for scores or patterns makes attention run step by step instead of fused. */
export type Recording = ReadonlyMap<HookName, RecordedTensor>;

/** Checks names from outside against what the model has. */
export function checkHookNames(model: LanguageModel, names: readonly string[]): HookName[] {
  const known = hookShapes(model.config);
  return names.map((name) => {
    if (isKnown(name)) return name;
    throw new InklingError(
      `This model has no activation "${name}".${didYouMean(name, known.keys())} hookShapes(model.config) names them all ("inkling inspect --hook list").`,
    );
  });
  function isKnown(name: string): name is HookName {
    return known.has(name as HookName);
  }
}

/**
 * Runs `ids` (one sequence, or several of equal length) and keeps the named activations; all of them by default.
 * Shapes are those of hookShapes(): B is the number of sequences.
 */
export async function record(
  model: LanguageModel,
  ids: readonly number[] | readonly (readonly number[])[],
  names: readonly string[] = [...hookShapes(model.config).keys()],
): Promise<Recording> {
  const wanted = checkHookNames(model, names);
  const rows = asRows(ids);
  for (const row of rows) checkIds(row, model.config.vocabSize);
  return model.engine.step(async () => {
    const { hooks, seen } = capture(wanted);
    model.forward(model.engine.ids([rows.length, rows[0].length], rows.flat()), { hooks });
    return readAll(seen);
  });
}

/** Hooks that remember the tensors they see: activations, or weights as a run (and its edits) uses them. */
export function capture<Name extends HookName | ParameterName>(names: readonly Name[]) {
  const seen = new Map<Name, Tensor>();
  const hooks: Hooks = new Map(
    names.map((name) => [
      name,
      (tensor: Tensor) => {
        seen.set(name, tensor);
        return undefined;
      },
    ]),
  );
  return { hooks, seen };
}

/** Takes the numbers out, inside the step that made them. */
export async function readAll<Name>(tensors: Iterable<[Name, Tensor]>): Promise<Map<Name, RecordedTensor>> {
  const read = new Map<Name, RecordedTensor>();
  for (const [name, tensor] of tensors) {
    read.set(name, { shape: tensor.shape, data: Float32Array.from(await tensor.read()) });
  }
  return read;
}

function asRows(ids: readonly number[] | readonly (readonly number[])[]): readonly (readonly number[])[] {
  const rows = ids.every((row) => typeof row === "number")
    ? [ids]
    : ids.filter((row) => typeof row !== "number");
  if (rows.length === 0 || rows[0].length === 0)
    throw new InklingError("There is nothing to run: give at least one id.");
  if (rows.some((row) => row.length !== rows[0].length)) {
    throw new InklingError("Sequences that run together must have the same length.");
  }
  return rows;
}
