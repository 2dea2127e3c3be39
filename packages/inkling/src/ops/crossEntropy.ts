/**
 * Cross-entropy: how surprised the model was by what really came next, in nats, averaged.
 *
 *   loss = Σ (log Σⱼ exp(logits[j]) − logits[target]) / N      logits [..., V], targets [...]; targets < 0 are ignored
 *   dLogits = (softmax(logits) − onehot(target)) / N           0 on ignored rows
 *
 * A model that knows nothing pays ln V. `divideBy` is N: the number of counted targets, of the whole batch when it is
 * worked through in several parts (then the parts' losses and gradients simply add up).
 *
 * With a large vocabulary, logits are the largest tensor there is; so their gradient takes their place where it may.
 */
import { dims } from "../tensor/dims.ts";
import type { Tensor } from "../tensor/tensor.ts";

export function crossEntropy(logits: Tensor, targets: Tensor, divideBy: number): Tensor {
  const is = dims();
  is(logits, "... V");
  const { engine, rows, columns } = logits;
  is(targets.view([targets.size]), `${rows}`);
  const { kernels } = engine;
  const shape = { rows, columns };
  const loss = engine.empty([1]);
  const logSum = engine.empty([rows]);
  kernels.crossEntropy(logits, targets, loss, logSum, shape, divideBy);
  return engine.tape.record("crossEntropy", [logits, targets], loss, (dLoss, mayOverwrite) => [
    () => {
      const dLogits = mayOverwrite(logits) ? logits.view(logits.shape) : engine.empty(logits.shape);
      kernels.crossEntropyBackward(dLoss, logits, targets, logSum, dLogits, shape, divideBy);
      return dLogits;
    },
    undefined,
  ]);
}
