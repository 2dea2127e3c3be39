/**
 * Where an edit's place is, in terms of tensors: which activation or weight, and which of its elements.
 */
import { didYouMean, InklingError } from "../errors.ts";
import type { HookName } from "../model/hooks.ts";
import type { ParameterName } from "../model/parameters.ts";
import type { LanguageModel } from "../model/transformer.ts";
import type { Shape } from "../tensor/tensor.ts";
import type { Place, Position } from "./edits.ts";
import { checkHookNames } from "./record.ts";

export interface Element {
  /** Offset into the tensor. */
  readonly at: number;
  /** The position in the text it belongs to; 0 for weights. */
  readonly position: number;
  /** Its place within its position's vector (all heads one behind the other). */
  readonly index: number;
}

export interface Target {
  readonly name: HookName | ParameterName;
  /** Is it one vector for each position, [B, T, …]? Patterns and weights are not. */
  readonly perPosition: boolean;
  /** A weight is the same at every position. */
  readonly isWeight: boolean;
  /** Numbers per position. */
  readonly vectorSize: number;
  /** The elements meant, in a tensor of this shape whose first position is `start`. */
  elements(shape: Shape, start: number): Iterable<Element>;
}

/** A layer is two targets (what its attention and its MLP add to the stream); everything else is one. */
export function targetsOf(model: LanguageModel, at: Place): Target[] {
  const { config } = model;
  checkPositions(at, config.contextLength);
  if ("weight" in at) return [weightTarget(model, at.weight, at.index)];
  if ("hook" in at) return [hookTarget(model, at.hook, at.position)];
  checkIndex("layer", at.layer, config.nLayers);
  const block = `blocks.${at.layer}` as const;
  if ("query" in at) {
    checkIndex("head", at.head, config.nHeads);
    return [edgeTarget(`${block}.attn.hook_pattern`, at.head, at.query, at.key)];
  }
  if ("head" in at) {
    checkIndex("head", at.head, config.nHeads);
    const width = config.dHead;
    const range: [number, number] = [at.head * width, (at.head + 1) * width];
    return [vectorTarget(`${block}.attn.hook_z`, at.position, config.nHeads * width, range)];
  }
  if ("neuron" in at) {
    checkIndex("neuron", at.neuron, config.dMlp);
    return [vectorTarget(`${block}.mlp.hook_post`, at.position, config.dMlp, [at.neuron, at.neuron + 1])];
  }
  const whole: [number, number] = [0, config.dModel];
  const adds = config.dMlp > 0 ? (["hook_attn_out", "hook_mlp_out"] as const) : (["hook_attn_out"] as const);
  return adds.map((hook) => vectorTarget(`${block}.${hook}`, at.position, config.dModel, whole));
}

function hookTarget(model: LanguageModel, hook: string, position: Position | undefined): Target {
  const [name] = checkHookNames(model, [hook]);
  const { config } = model;
  if (/hook_(attn_scores|pattern)$/.test(name)) return matrixTarget(name, position);
  const size = vectorSizeOf(name, config);
  return vectorTarget(name, position, size, [0, size]);
}

function vectorSizeOf(name: HookName, config: LanguageModel["config"]): number {
  if (name === "logits") return config.vocabSize;
  if (/hook_(k|v|rot_k)$/.test(name)) return config.nKvHeads * config.dHead;
  if (/hook_(q|rot_q|z)$/.test(name)) return config.nHeads * config.dHead;
  if (/mlp\.hook_/.test(name)) return config.dMlp;
  return config.dModel;
}

/** Elements from..to of each position's vector, in a tensor [B, T, …]. */
function vectorTarget(
  name: HookName,
  position: Position | undefined,
  size: number,
  [from, to]: [number, number],
): Target {
  return {
    name,
    perPosition: true,
    isWeight: false,
    vectorSize: size,
    *elements([batch, positions], start) {
      for (let b = 0; b < batch; b++) {
        for (let t = 0; t < positions; t++) {
          if (!isMeant(position, start + t)) continue;
          for (let index = from; index < to; index++) {
            yield { at: (b * positions + t) * size + index, position: start + t, index };
          }
        }
      }
    },
  };
}

/** Whole rows of scores or pattern, [B, H, T, S]: `position` is the query's. */
function matrixTarget(name: HookName, position: Position | undefined): Target {
  return {
    name,
    perPosition: false,
    isWeight: false,
    vectorSize: 0,
    *elements([batch, heads, queries, keys], start) {
      for (let row = 0; row < batch * heads * queries; row++) {
        const query = start + (row % queries);
        if (!isMeant(position, query)) continue;
        for (let s = 0; s <= query; s++) yield { at: row * keys + s, position: query, index: s };
      }
    },
  };
}

/** One edge of attention: how much `query` looks at `key`, in one head. */
function edgeTarget(name: HookName, head: number, query: number, key: number): Target {
  if (key > query) {
    throw new InklingError(
      `Position ${query} never looks at position ${key}, which comes later: there is no such edge.`,
    );
  }
  return {
    name,
    perPosition: false,
    isWeight: false,
    vectorSize: 0,
    *elements([batch, heads, queries, keys], start) {
      if (query < start || query >= start + queries) return;
      for (let b = 0; b < batch; b++) {
        yield {
          at: ((b * heads + head) * queries + (query - start)) * keys + key,
          position: query,
          index: key,
        };
      }
    },
  };
}

function weightTarget(
  { parameters }: LanguageModel,
  weight: string,
  index: readonly number[] | undefined,
): Target {
  const all = [...parameters];
  const parameter = all.find(({ name }) => name === weight);
  if (!parameter) {
    const names = all.map(({ name }) => name);
    throw new InklingError(`This model has no weight "${weight}".${didYouMean(weight, names)}`);
  }
  const { name, shape } = parameter;
  if (parameter.tensor.blocks) {
    throw new InklingError(
      `${name} is ${parameters.format}, and quantised weights can't be edited. Open the model with f32 weights; activations can be edited either way.`,
    );
  }
  if (index && (index.length !== shape.length || index.some((i, axis) => i >= shape[axis]))) {
    throw new InklingError(`${name} is [${shape.join(", ")}]; it has no element [${index.join(", ")}].`);
  }
  return {
    name,
    perPosition: false,
    isWeight: true,
    vectorSize: 0,
    *elements() {
      if (index) {
        yield { at: index.reduce((offset, i, axis) => offset * shape[axis] + i, 0), position: 0, index: 0 };
        return;
      }
      for (let at = 0; at < parameter.tensor.size; at++) yield { at, position: 0, index: at };
    },
  };
}

function isMeant(position: Position | undefined, candidate: number): boolean {
  if (position === undefined) return true;
  return typeof position === "number" ? position === candidate : position.includes(candidate);
}

function checkIndex(what: string, index: number, count: number): void {
  if (index < count) return;
  throw new InklingError(
    count === 0
      ? `This model has no ${what}s.`
      : `There is no ${what} ${index}: this model's go from 0 to ${count - 1}.`,
  );
}

/** Positions beyond the context would never be met: a slip, not a wish. */
function checkPositions(at: Place, contextLength: number): void {
  const given =
    "query" in at ? [at.query, at.key] : "position" in at && at.position !== undefined ? at.position : [];
  for (const position of typeof given === "number" ? [given] : given)
    checkIndex("position", position, contextLength);
}
