/**
 * AdamW (Loshchilov & Hutter 2019): each weight moves by its gradient's running mean, measured against how much that
 * gradient usually varies. The formula stands above its kernel in kernels/reference/optimizer.ts.
 *
 * Matrices decay; norms, biases and embeddings do not (`decay` of their parameter says so).
 */
import { pow } from "../math/float64.ts";
import type { Parameter, Parameters } from "../model/parameters.ts";
import type { Tensor, TensorEngine } from "../tensor/tensor.ts";
import type { TrainSettings } from "./settings.ts";

/** As PyTorch's default: keeps the division finite where a weight has never had a gradient. */
const EPSILON = 1e-8;

export class AdamW {
  readonly #engine: TensorEngine;
  readonly #slots: { parameter: Parameter; m: Tensor; v: Tensor }[] = [];

  /** One pair of moments for each trainable parameter, zero at first. */
  constructor(engine: TensorEngine, parameters: Parameters) {
    this.#engine = engine;
    for (const parameter of parameters) {
      if (!parameter.trainable) continue;
      const { shape } = parameter.tensor;
      this.#slots.push({ parameter, m: engine.weights(shape), v: engine.weights(shape) });
    }
  }

  /** The moments by name ("m.blocks.0.attn.W_Q", "v.…"): what a resumed run needs. */
  *state(): Generator<[name: string, tensor: Tensor]> {
    for (const { parameter, m, v } of this.#slots) {
      yield [`m.${parameter.name}`, m];
      yield [`v.${parameter.name}`, v];
    }
  }

  zeroGradients(): void {
    for (const { parameter } of this.#slots) {
      const { gradient, size } = parameter.tensor;
      if (gradient) this.#engine.kernels.fill(gradient, size, 0);
    }
  }

  /** Σ g² over all gradients, [1]; its root is the global norm. */
  sumOfSquares(): Tensor {
    const total = this.#engine.filled([1], 0);
    for (const { parameter } of this.#slots) {
      const { gradient, size } = parameter.tensor;
      if (gradient) this.#engine.kernels.addSumOfSquares(gradient, total, size);
    }
    return total;
  }

  /** Moves every weight. `total` is sumOfSquares(); `step` counts from 0. */
  update(total: Tensor, learningRate: number, step: number, settings: TrainSettings): void {
    const { kernels } = this.#engine;
    const { beta1, beta2, weightDecay, gradientClip } = settings;
    const factor = this.#engine.empty([1]);
    kernels.clipFactor(total, factor, gradientClip);
    for (const { parameter, m, v } of this.#slots) {
      const { tensor, decay } = parameter;
      if (!tensor.gradient) continue;
      kernels.adamW(tensor, tensor.gradient, m, v, factor, tensor.size, {
        learningRate,
        beta1,
        beta2,
        epsilon: EPSILON,
        weightDecay: decay ? weightDecay : 0,
        correction1: 1 - pow(beta1, step + 1),
        correction2: 1 - pow(beta2, step + 1),
      });
    }
  }

  dispose(): void {
    for (const { m, v } of this.#slots) {
      this.#engine.free(m);
      this.#engine.free(v);
    }
  }
}
