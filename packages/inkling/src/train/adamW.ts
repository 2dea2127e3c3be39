/**
 * AdamW (Loshchilov & Hutter 2019): each weight moves by its gradient's running mean, measured against how much that
 * gradient usually varies. The formula stands above its kernel in kernels/reference/optimizer.ts.
 *
 * Matrices decay; norms, biases and embeddings do not (`decay` of their parameter says so). Weights, gradients and moments
 * lie in memory in the same order, so neighbours that are treated alike are one stretch, and one call of the kernel.
 */
import { pow } from "../math/float64.ts";
import type { Parameters } from "../model/parameters.ts";
import { Tensor, type TensorEngine } from "../tensor/tensor.ts";
import type { TrainSettings } from "./settings.ts";

/** As PyTorch's default: keeps the division finite where a weight has never had a gradient. */
const EPSILON = 1e-8;

/** Parameters one behind another in memory, as one tensor [count]. */
interface Stretch {
  readonly weights: Tensor;
  readonly gradient: Tensor;
  readonly m: Tensor;
  readonly v: Tensor;
  readonly decay: boolean;
}

export class AdamW {
  readonly #engine: TensorEngine;
  readonly #stretches: readonly Stretch[];
  /** The moments by name ("m.blocks.0.attn.W_Q", "v.…"): what a resumed run needs. */
  readonly #state: (readonly [name: string, tensor: Tensor])[] = [];
  readonly #moments: readonly [m: Tensor, v: Tensor];

  /** One gradient and one pair of moments for each trainable parameter, zero at first. */
  constructor(engine: TensorEngine, parameters: Parameters) {
    this.#engine = engine;
    parameters.prepareGradients();
    const trained = [...parameters].flatMap(({ name, tensor, decay, trainable }) =>
      trainable && tensor.gradient ? [{ name, tensor, gradient: tensor.gradient, decay }] : [],
    );
    const size = trained.reduce((count, { tensor }) => count + tensor.size, 0);
    const [m, v] = [engine.weights([size]), engine.weights([size])];
    this.#moments = [m, v];

    const stretches: Stretch[] = [];
    let offset = 0;
    for (const { name, tensor, gradient, decay } of trained) {
      const moments = [m, v].map((all) => part(all, tensor.shape, offset));
      this.#state.push([`m.${name}`, moments[0]], [`v.${name}`, moments[1]]);
      const one = { weights: tensor, gradient, m: moments[0], v: moments[1], decay };
      const last = stretches.at(-1);
      if (last && goesOn(last, one)) stretches[stretches.length - 1] = joined(last, one);
      else stretches.push(one);
      offset += tensor.size;
    }
    this.#stretches = stretches;
  }

  state(): Iterable<readonly [name: string, tensor: Tensor]> {
    return this.#state;
  }

  zeroGradients(): void {
    for (const { gradient } of this.#stretches) this.#engine.kernels.fill(gradient, gradient.size, 0);
  }

  /** Σ g² over all gradients, [1]; its root is the global norm. */
  sumOfSquares(): Tensor {
    const total = this.#engine.filled([1], 0);
    for (const { gradient } of this.#stretches) {
      this.#engine.kernels.addSumOfSquares(gradient, total, gradient.size);
    }
    return total;
  }

  /** Moves every weight. `total` is sumOfSquares(); `step` counts from 0. */
  update(total: Tensor, learningRate: number, step: number, settings: TrainSettings): void {
    const { kernels } = this.#engine;
    const { beta1, beta2, weightDecay, gradientClip } = settings;
    const factor = this.#engine.empty([1]);
    kernels.clipFactor(total, factor, gradientClip);
    for (const { weights, gradient, m, v, decay } of this.#stretches) {
      kernels.adamW(weights, gradient, m, v, factor, weights.size, {
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
    for (const moments of this.#moments) this.#engine.free(moments);
  }
}

/** Does `next` begin where `last` ends, and is it treated alike? */
function goesOn(last: Stretch, next: Stretch): boolean {
  const follows = (a: Tensor, b: Tensor) => a.buffer === b.buffer && a.offset + a.size === b.offset;
  return (
    last.decay === next.decay && follows(last.weights, next.weights) && follows(last.gradient, next.gradient)
  );
}

function joined(last: Stretch, next: Stretch): Stretch {
  const join = (a: Tensor, b: Tensor) => part(a, [a.size + b.size], 0);
  return {
    weights: join(last.weights, next.weights),
    gradient: join(last.gradient, next.gradient),
    m: join(last.m, next.m),
    v: join(last.v, next.v),
    decay: last.decay,
  };
}

/** What begins `offset` elements behind `tensor`, under a shape of its own. */
function part({ engine, buffer, offset: start }: Tensor, shape: readonly number[], offset: number): Tensor {
  return new Tensor(engine, "float", shape, { buffer, offset: start + offset });
}
