/**
 * Rotary positions (Su et al. 2021): turn each pair of numbers by an angle that grows with the position, so that a
 * query and a key meet at an angle that depends only on how far apart they are.
 *
 *   y[i]       = x[i] cos θ − x[i + K/2] sin θ          x [B, T, H, K],  θ = position · speed(i), see rotarySpeeds.ts
 *   y[i + K/2] = x[i + K/2] cos θ + x[i] sin θ
 *   dx = dy turned back by the same angles
 *
 * Pairs are (i, i + K/2), as in Hugging Face; the paper and llama2.c pair neighbours (2i, 2i + 1).
 */
import { cos, sin } from "../math/float64.ts";
import { dims } from "../tensor/dims.ts";
import { fillFrom } from "../tensor/fillFrom.ts";
import type { Tensor, TensorEngine } from "../tensor/tensor.ts";
import { type RopeScaling, rotarySpeeds } from "./rotarySpeeds.ts";

/** cos θ and sin θ for every position and pair: [C, K/2] each. They are constants, made once per model. */
export interface RotaryTable {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/** Of a model's settings, those that its table depends on. */
export interface RotarySettings {
  readonly contextLength: number;
  readonly dHead: number;
  readonly ropeTheta: number;
  readonly ropeScaling?: RopeScaling | undefined;
}

export function rotaryTable(engine: TensorEngine, settings: RotarySettings): RotaryTable {
  const { contextLength, dHead, ropeTheta, ropeScaling } = settings;
  const speeds = rotarySpeeds(dHead, ropeTheta, ropeScaling);
  const pairs = speeds.length;
  // The angle is rounded to float32, because that is how PyTorch computes the one that others trained with.
  const filled = (wave: (angle: number) => number): Tensor => {
    const tensor = engine.weights([contextLength, pairs]);
    let n = 0;
    fillFrom(tensor, () => {
      const angle = Math.fround(Math.floor(n / pairs) * speeds[n % pairs]);
      n++;
      return wave(angle);
    });
    return tensor;
  };
  return { cos: filled(cos), sin: filled(sin) };
}

/** `start` is the position of x's first row: 0, or how many positions a cache already holds. */
export function rotary(x: Tensor, table: RotaryTable, start: number): Tensor {
  const is = dims();
  const { B, T, H, K } = is(x, "B T H K");
  is(table.cos, `C ${K / 2}`);
  is(table.sin, `C ${K / 2}`);
  const { engine } = x;
  const turn = (from: Tensor, inverse: boolean) => {
    const to = engine.empty(x.shape);
    const shape = { batch: B, positions: T, heads: H, dHead: K, start, inverse };
    engine.kernels.rotary(from, table.cos, table.sin, to, shape);
    return to;
  };
  return engine.tape.record("rotary", [x], turn(x, false), (dy) => [() => turn(dy, true)]);
}
