import { describe, it } from "vitest";
import { activation } from "../../src/ops/activation.ts";
import { add } from "../../src/ops/add.ts";
import { attention, attentionMix, attentionScores } from "../../src/ops/attention.ts";
import { blend } from "../../src/ops/blend.ts";
import { crossEntropy } from "../../src/ops/crossEntropy.ts";
import { dropout } from "../../src/ops/dropout.ts";
import { embedding } from "../../src/ops/embedding.ts";
import { lastPosition } from "../../src/ops/lastPosition.ts";
import { layerNorm } from "../../src/ops/layerNorm.ts";
import { matmul, matmulTransposed } from "../../src/ops/matmul.ts";
import { mul } from "../../src/ops/mul.ts";
import { reshape } from "../../src/ops/reshape.ts";
import { rmsNorm } from "../../src/ops/rmsNorm.ts";
import { rotary, rotaryTable } from "../../src/ops/rotary.ts";
import { softmax } from "../../src/ops/softmax.ts";
import { swiglu } from "../../src/ops/swiglu.ts";
import { expectGradients } from "./gradients.ts";

describe("the backward of every op equals finite differences in float64", () => {
  it("matmul, on a 3-D input", () =>
    expectGradients(
      [
        [2, 3, 4],
        [4, 5],
      ],
      (_, [x, w]) => matmul(x, w),
    ));
  it("matmul with a bias", () =>
    expectGradients([[2, 3, 4], [4, 5], [5]], (_, [x, w, b]) => matmul(x, w, b)));
  it("matmulTransposed", () =>
    expectGradients(
      [
        [2, 3, 4],
        [5, 4],
      ],
      (_, [x, w]) => matmulTransposed(x, w),
    ));
  it("add, equal shapes", () =>
    expectGradients(
      [
        [2, 3],
        [2, 3],
      ],
      (_, [a, b]) => add(a, b),
    ));
  it("add, a bias on every row", () => expectGradients([[2, 3, 4], [4]], (_, [a, b]) => add(a, b)));
  it("add, a tensor to itself", () => expectGradients([[2, 3]], (_, [a]) => add(a, a)));
  it("mul, equal shapes", () =>
    expectGradients(
      [
        [2, 3],
        [2, 3],
      ],
      (_, [a, b]) => mul(a, b),
    ));
  it("mul, a gain on every row", () => expectGradients([[2, 3, 4], [4]], (_, [a, b]) => mul(a, b)));
  it("mul, a tensor with itself", () => expectGradients([[2, 3]], (_, [a]) => mul(a, a)));
  it("blend", () =>
    expectGradients([[2, 3]], (engine, [x]) =>
      blend(x, engine.from([2, 3], [1, 0, 0.5, 2, 1, 0]), engine.from([2, 3], [0, 1, 0, 0, 3, 0])),
    ));
  it("reshape", () => expectGradients([[2, 6]], (_, [x]) => mul(reshape(x, [3, 4]), reshape(x, [3, 4]))));
  it("embedding, with ids used twice", () =>
    expectGradients([[5, 3]], (engine, [w]) => embedding(engine.ids([2, 3], [0, 4, 4, 1, 0, 4]), w)));
  it("layerNorm", () => expectGradients([[2, 3, 5], [5], [5]], (_, [x, w, b]) => layerNorm(x, w, b, 1e-5)));
  it("layerNorm, longer than the summation lanes", () =>
    expectGradients([[2, 37], [37], [37]], (_, [x, w, b]) => layerNorm(x, w, b, 1e-5)));
  it("rmsNorm", () => expectGradients([[2, 3, 5], [5]], (_, [x, w]) => rmsNorm(x, w, 1e-5)));
  for (const kind of ["gelu", "gelu-erf", "relu", "silu"] as const) {
    it(kind, () => expectGradients([[4, 7]], (_, [x]) => activation(kind, x)));
  }
  it("swiglu", () =>
    expectGradients(
      [
        [2, 3, 5],
        [2, 3, 5],
      ],
      (_, [gate, x]) => swiglu(gate, x),
    ));
  it("softmax", () => expectGradients([[3, 5]], (_, [x]) => softmax(x)));
  it("softmax, longer than the summation lanes", () => expectGradients([[2, 41]], (_, [x]) => softmax(x)));
  it("rotary, from position 0 and from position 3", async () => {
    for (const start of [0, 3]) {
      await expectGradients([[2, 3, 2, 4]], (engine, [x]) =>
        rotary(x, rotaryTable(engine, { contextLength: 8, dHead: 4, ropeTheta: 100 }), start),
      );
    }
  });
  const q = [2, 3, 4, 2];
  const shared = [2, 3, 2, 2]; // 2 kv heads for 4 heads
  it("attention, fused", () => expectGradients([q, q, q], (_, [a, b, c]) => attention(a, b, c, 3)));
  it("attention, fused, grouped kv heads", () =>
    expectGradients([q, shared, shared], (_, [a, b, c]) => attention(a, b, c, 3)));
  it("attention, step by step, grouped kv heads", () =>
    expectGradients([q, shared, shared], (_, [a, b, c]) =>
      attentionMix(softmax(attentionScores(a, b, 3)), c, a.shape),
    ));
  it("attention, fused, fewer queries than keys and room to spare", () =>
    expectGradients(
      [
        [1, 2, 2, 3],
        [1, 6, 1, 3],
        [1, 6, 1, 3],
      ],
      (_, [a, b, c]) => attention(a, b, c, 5),
    ));
  it("crossEntropy, with an ignored target", () =>
    expectGradients([[2, 3, 5]], (engine, [x]) =>
      crossEntropy(x, engine.ids([2, 3], [0, 4, -1, 2, 2, 1]), 5),
    ));
  it("crossEntropy of logits that are large and read once more, before it", () =>
    expectGradients([[2, 3, 2]], (engine, [x]) => {
      // 20,000 logits have a buffer of their own, which their gradient may take: but softmax reads them, too.
      const wide = Array.from({ length: 2 * 3333 }, (_, i) => ((i * 7919) % 97) / 50 - 1);
      const logits = matmul(x, engine.from([2, 3333], wide));
      const ids = engine.ids([2, 3], [0, 3332, -1, 2, 2, 1]);
      const sharp = matmul(softmax(logits), engine.from([3333, 1], wide.slice(0, 3333)));
      return add(crossEntropy(logits, ids, 5), reshape(lastPosition(reshape(sharp, [1, 6, 1])), [1]));
    }));
  it("dropout", () => expectGradients([[3, 7]], (_, [x]) => dropout(x, 0.4, [1, 2])));
  it("lastPosition", () => expectGradients([[2, 3, 4]], (_, [x]) => lastPosition(x)));
});
