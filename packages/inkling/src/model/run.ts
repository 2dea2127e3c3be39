/**
 * What the parts of a model share during one forward pass: the weights, the hooks, the cache, dropout.
 *
 * Every weight and every named activation goes through here, so this is the one place where hooks are called.
 */
import { dropout } from "../ops/dropout.ts";
import type { RotaryTable } from "../ops/rotary.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { ModelConfig } from "./config.ts";
import type { HookName, Hooks } from "./hooks.ts";
import type { ParameterName, Parameters } from "./parameters.ts";

/** Keys and values of earlier positions; generate/kvCache.ts is one. */
export interface KeyValueMemory {
  /** How many positions it holds. */
  readonly length: number;
  /** Puts new keys and values [B, T, Hkv, K] behind the old; gives the whole, and how many positions are filled. */
  append(layer: number, k: Tensor, v: Tensor): { k: Tensor; v: Tensor; keys: number };
  /** Called once per forward pass, when all layers have appended. */
  advance(positions: number): void;
}

export interface RunOptions {
  readonly hooks?: Hooks;
  /** This run continues after the positions the cache holds, and adds its own. */
  readonly cache?: KeyValueMemory;
  /** Only while training: how much is forgotten, and a source of keys that are never used twice. */
  readonly dropout?: { readonly probability: number; nextKey(): readonly [number, number] };
  /** Only the last position's logits, [B, 1, V]: all that generation needs. */
  readonly lastOnly?: boolean;
}

export class Run {
  readonly config: ModelConfig;
  readonly rotaryTable: RotaryTable | undefined;
  readonly cache: KeyValueMemory | undefined;
  /** The position of the first token of this run. */
  readonly start: number;
  readonly #parameters: Parameters;
  readonly #options: RunOptions;

  constructor(
    config: ModelConfig,
    parameters: Parameters,
    table: RotaryTable | undefined,
    options: RunOptions,
    start = options.cache?.length ?? 0,
  ) {
    this.config = config;
    this.#parameters = parameters;
    this.rotaryTable = table;
    this.cache = options.cache;
    this.start = start;
    this.#options = options;
  }

  /** A weight, as edited by a hook if there is one. */
  weight(name: ParameterName): Tensor {
    return this.#hooked(name, this.#parameters.get(name));
  }

  has(name: ParameterName): boolean {
    return this.#parameters.has(name);
  }

  /** The parameter that also serves as this one, transposed. */
  tiedTo(name: ParameterName): ParameterName | undefined {
    return this.#parameters.tiedTo(name);
  }

  /** Names an activation and lets a hook read or replace it. */
  at(name: HookName, activation: Tensor): Tensor {
    const result = this.#hooked(name, activation);
    result.engine.tape.name(result, name);
    return result;
  }

  isHooked(name: HookName): boolean {
    return this.#options.hooks?.has(name) ?? false;
  }

  dropout(x: Tensor): Tensor {
    const { dropout: setting } = this.#options;
    return setting ? dropout(x, setting.probability, setting.nextKey()) : x;
  }

  #hooked(name: HookName | ParameterName, tensor: Tensor): Tensor {
    return this.#options.hooks?.get(name)?.(tensor, { name, start: this.start }) ?? tensor;
  }
}
