/**
 * The keys and values of positions already read, so that generating a word does not read the whole text again.
 *
 * Each layer holds k and v [B, C, Hkv, K], filled from the front. They live in session memory: call `dispose`.
 */
import { InklingError } from "../errors.ts";
import type { ModelConfig } from "../model/config.ts";
import type { KeyValueMemory } from "../model/run.ts";
import type { Tensor, TensorEngine } from "../tensor/tensor.ts";

export class KvCache implements KeyValueMemory {
  readonly capacity: number;
  readonly #engine: TensorEngine;
  readonly #layers: { k: Tensor; v: Tensor }[];
  #length = 0;

  constructor(engine: TensorEngine, config: ModelConfig, batch = 1, capacity = config.contextLength) {
    this.#engine = engine;
    this.capacity = capacity;
    const shape = [batch, capacity, config.nKvHeads, config.dHead];
    this.#layers = Array.from({ length: config.nLayers }, () => ({
      k: engine.session(shape),
      v: engine.session(shape),
    }));
  }

  /** How many positions every layer holds. */
  get length(): number {
    return this.#length;
  }

  /** Puts new keys and values [B, T, Hkv, K] behind the old; gives the whole, and how many positions are filled. */
  append(layer: number, newK: Tensor, newV: Tensor): { k: Tensor; v: Tensor; keys: number } {
    const { k, v } = this.#layers[layer];
    const [batch, added, heads, dHead] = newK.shape;
    const keys = this.#length + added;
    if (keys > this.capacity) {
      throw new InklingError(`The cache holds ${this.capacity} positions; ${keys} were asked of it.`);
    }
    const row = heads * dHead;
    for (const [from, to] of [
      [newK, k],
      [newV, v],
    ]) {
      for (let b = 0; b < batch; b++) {
        const source = { buffer: from.buffer, offset: from.offset + b * added * row };
        const place = { buffer: to.buffer, offset: to.offset + (b * this.capacity + this.#length) * row };
        this.#engine.kernels.copy(source, place, added * row);
      }
    }
    return { k, v, keys };
  }

  /** Called once per forward pass, when all layers have appended. */
  advance(positions: number): void {
    this.#length += positions;
  }

  /** Forget everything (the memory stays). */
  clear(): void {
    this.#length = 0;
  }

  dispose(): void {
    for (const { k, v } of this.#layers) {
      this.#engine.free(k);
      this.#engine.free(v);
    }
  }
}
