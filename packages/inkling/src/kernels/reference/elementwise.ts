/** Kernels that treat every number by itself: add, mul, blend, activations, dropout; and the sum over rows. */
import type { Arithmetic } from "../../math/arithmetic.ts";
import { threefry } from "../../math/random.ts";
import type { ActivationKind, Kernels } from "../kernels.ts";
import type { ReferenceMemory } from "./memory.ts";

type Names =
  | "fill"
  | "copy"
  | "add"
  | "mul"
  | "blend"
  | "sumRows"
  | "activation"
  | "activationBackward"
  | "dropout";

export function elementwiseKernels(arithmetic: Arithmetic, memory: ReferenceMemory): Pick<Kernels, Names> {
  const { round } = arithmetic;
  const curves = activationCurves(arithmetic);
  return {
    fill(out, count, value) {
      memory.at(out, count).fill(value);
    },

    copy(from, to, count) {
      memory.at(to, count).set(memory.at(from, count));
    },

    add(a, b, out, count, bCount) {
      const A = memory.at(a, count);
      const B = memory.at(b, bCount);
      const Y = memory.at(out, count);
      for (let i = 0; i < count; i++) Y[i] = A[i] + B[i % bCount];
    },

    mul(a, b, out, count, bCount) {
      const A = memory.at(a, count);
      const B = memory.at(b, bCount);
      const Y = memory.at(out, count);
      for (let i = 0; i < count; i++) Y[i] = A[i] * B[i % bCount];
    },

    blend(x, keep, values, out, count) {
      const X = memory.at(x, count);
      const Keep = memory.at(keep, count);
      const Values = memory.at(values, count);
      const Y = memory.at(out, count);
      for (let i = 0; i < count; i++) {
        const kept = Keep[i] === 0 ? 0 : round(Keep[i] * X[i]);
        Y[i] = kept + Values[i];
      }
    },

    sumRows(x, out, { rows, columns }) {
      const X = memory.at(x, rows * columns);
      const Y = memory.at(out, columns);
      Y.fill(0);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) Y[j] = Y[j] + X[i * columns + j];
      }
    },

    activation(kind, x, out, count) {
      const { value } = curves[kind];
      const X = memory.at(x, count);
      const Y = memory.at(out, count);
      for (let i = 0; i < count; i++) Y[i] = value(X[i]);
    },

    activationBackward(kind, dy, x, dx, count) {
      const { slope } = curves[kind];
      const DY = memory.at(dy, count);
      const X = memory.at(x, count);
      const DX = memory.at(dx, count);
      for (let i = 0; i < count; i++) DX[i] = DY[i] * slope(X[i]);
    },

    // The two numbers of one Threefry block serve elements 2i and 2i + 1. An element is kept when its number,
    // read as a fraction of 2³², is at least p; what is kept grows by 1 / (1 − p), so that the mean stays.
    dropout(x, out, count, { probability, key }) {
      const X = memory.at(x, count);
      const Y = memory.at(out, count);
      const limit = Math.floor(probability * 4294967296);
      const grow = round(1 / (1 - probability));
      for (let i = 0; i < count; i += 2) {
        const drawn = threefry(key[0], key[1], i / 2, 0);
        Y[i] = drawn[0] >= limit ? X[i] * grow : 0;
        if (i + 1 < count) Y[i + 1] = drawn[1] >= limit ? X[i + 1] * grow : 0;
      }
    },
  };
}

interface Curve {
  value(x: number): number;
  slope(x: number): number;
}

/** Every activation with its derivative, each step rounded to the backend's precision. */
export function activationCurves({ round, exp, tanh, erf }: Arithmetic): Record<ActivationKind, Curve> {
  const rootTwoOverPi = round(0.7978845608028654); // √(2/π)
  const cubic = round(0.044715);
  const threeCubic = round(0.134145); // 3 · 0.044715
  const rootHalf = round(Math.SQRT1_2);
  const normalPeak = round(0.3989422804014327); // 1 / √(2π)

  /** 1 / (1 + e⁻ˣ) */
  const sigmoid = (x: number) => round(1 / round(1 + exp(-x)));
  /** tanh(√(2/π) (x + 0.044715 x³)) */
  const geluTanh = (x: number) => {
    const square = round(x * x);
    return tanh(round(rootTwoOverPi * round(x * round(1 + round(cubic * square)))));
  };
  /** Φ(x) = ½ (1 + erf(x / √2)) */
  const normalShare = (x: number) => round(0.5 * round(1 + erf(round(x * rootHalf))));

  return {
    // ½ x (1 + tanh(…)): Hendrycks & Gimpel 2016, the form GPT-2 uses ("gelu_new").
    gelu: {
      value: (x) => round(round(0.5 * x) * round(1 + geluTanh(x))),
      slope: (x) => {
        const t = geluTanh(x);
        const inner = round(rootTwoOverPi * round(1 + round(threeCubic * round(x * x))));
        const bend = round(round(0.5 * x) * round(round(1 - round(t * t)) * inner));
        return round(round(0.5 * round(1 + t)) + bend);
      },
    },
    // x Φ(x), and its slope Φ(x) + x φ(x).
    "gelu-erf": {
      value: (x) => round(x * normalShare(x)),
      slope: (x) => {
        const density = round(normalPeak * exp(round(-0.5 * round(x * x))));
        return round(normalShare(x) + round(x * density));
      },
    },
    relu: { value: (x) => Math.max(x, 0), slope: (x) => (x > 0 ? 1 : 0) },
    // x σ(x), and its slope σ(x) (1 + x (1 − σ(x))).
    silu: {
      value: (x) => round(x * sigmoid(x)),
      slope: (x) => {
        const s = sigmoid(x);
        return round(s * round(1 + round(x * round(1 - s))));
      },
    },
  };
}
