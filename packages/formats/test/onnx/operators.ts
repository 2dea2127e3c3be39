/** What ONNX says its operators do (those of our graphs), by plain loops. */
import { array, at, commonShape, fromIndices, type NumberArray, product, rows, spread } from "./ndarray.ts";

/** ONNX's numbers for types. */
export const types = { FLOAT: 1, UINT8: 2, INT64: 7, BOOL: 9 } as const;

export type Attributes = ReadonlyMap<string, number | readonly number[]>;
type Operator = (inputs: readonly NumberArray[], attributes: Attributes) => NumberArray | NumberArray[];

const each =
  (f: (x: number) => number): Operator =>
  ([x]) =>
    array(x.shape, x.data.map(f));

const pairs =
  (f: (a: number, b: number) => number): Operator =>
  ([a, b]) => {
    const shape = commonShape(a.shape, b.shape);
    const B = spread(b, shape).data;
    return array(
      shape,
      spread(a, shape).data.map((x, i) => f(x, B[i])),
    );
  };

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
const mean = (numbers: readonly number[]) => sum(numbers) / numbers.length;

function ints(attributes: Attributes, name: string): readonly number[] {
  return [attributes.get(name) ?? []].flat();
}

function axisOf(attributes: Attributes, x: NumberArray): number {
  const axis = Number(attributes.get("axis"));
  return axis < 0 ? axis + x.shape.length : axis;
}

/** Only what our graphs ask for is written out: the last axis. */
function mustBeLast(attributes: Attributes, x: NumberArray): void {
  const axes = attributes.has("axes") ? ints(attributes, "axes") : [Number(attributes.get("axis"))];
  if (axes.length !== 1 || (axes[0] !== -1 && axes[0] !== x.shape.length - 1))
    throw new Error(`axes ${axes}`);
}

export const operators: Readonly<Record<string, Operator>> = {
  Identity: ([x]) => x,
  Add: pairs((a, b) => a + b),
  Sub: pairs((a, b) => a - b),
  Mul: pairs((a, b) => a * b),
  Div: pairs((a, b) => a / b),
  Pow: pairs((a, b) => a ** b),
  Max: pairs(Math.max),
  LessOrEqual: pairs((a, b) => (a <= b ? 1 : 0)),
  And: pairs((a, b) => a * b),
  Sqrt: each(Math.sqrt),
  Abs: each(Math.abs),
  Tanh: each(Math.tanh),
  Erf: each(erf),
  Sigmoid: each((x) => 1 / (1 + Math.exp(-x))),
  Relu: each((x) => Math.max(x, 0)),

  Where([condition, a, b]) {
    const shape = commonShape(commonShape(condition.shape, a.shape), b.shape);
    const [C, A, B] = [condition, a, b].map((x) => spread(x, shape).data);
    return array(
      shape,
      C.map((yes, i) => (yes ? A[i] : B[i])),
    );
  },

  Cast([x], attributes) {
    const to = attributes.get("to");
    if (to === types.BOOL)
      return array(
        x.shape,
        x.data.map((n) => (n === 0 ? 0 : 1)),
      );
    if (to !== types.UINT8) return x;
    // What becomes of numbers that don't fit, ONNX leaves open.
    if (x.data.some((n) => !(n >= 0 && n < 256))) throw new Error("Cast: not all of it fits in bytes");
    return array(x.shape, x.data.map(Math.trunc));
  },

  Softmax([x], attributes) {
    mustBeLast(attributes, x);
    return rows(x, (row) => {
      const largest = Math.max(...row);
      const powers = row.map((n) => Math.exp(n - largest));
      return powers.map((n) => n / sum(powers));
    });
  },
  ReduceMean([x], attributes) {
    mustBeLast(attributes, x);
    return rows(x, (row) => [mean(row)]);
  },
  ReduceMax([x], attributes) {
    mustBeLast(attributes, x);
    return rows(x, (row) => [Math.max(...row)]);
  },
  LayerNormalization([x, w, b], attributes) {
    mustBeLast(attributes, x);
    return rows(x, (row) => {
      const centre = mean(row);
      const variance = mean(row.map((n) => (n - centre) ** 2));
      const size = Math.sqrt(variance + Number(attributes.get("epsilon")));
      return row.map((n, i) => ((n - centre) / size) * w.data[i] + b.data[i]);
    });
  },

  MatMul: ([a, b]) => matmul(a, b),
  MatMulInteger([a, b, aZero, bZero]) {
    const minus = pairs((x, zero) => x - zero);
    return matmul([minus([a, aZero], new Map())].flat()[0], [minus([b, bZero], new Map())].flat()[0]);
  },

  Gather([table, ids]) {
    const [count, ...rest] = table.shape;
    if (ids.data.some((id) => id < 0 || id >= count)) throw new Error("Gather: no such row");
    const size = product(rest);
    return array(
      [...ids.shape, ...rest],
      ids.data.flatMap((id) => table.data.slice(id * size, (id + 1) * size)),
    );
  },
  Transpose([x], attributes) {
    const perm = ints(attributes, "perm");
    return fromIndices(
      perm.map((axis) => x.shape[axis]),
      (index) =>
        at(
          x,
          x.shape.map((_, axis) => index[perm.indexOf(axis)]),
        ),
    );
  },
  Reshape([x, shape]) {
    const kept = shape.data.map((size, axis) => (size === 0 ? x.shape[axis] : size));
    const known = product(kept.filter((size) => size !== -1));
    return array(
      kept.map((size) => (size === -1 ? x.data.length / known : size)),
      x.data,
    );
  },
  Expand: ([x, shape]) => spread(x, commonShape(x.shape, shape.data)),
  Squeeze: ([x]) =>
    array(
      x.shape.filter((size) => size !== 1),
      x.data,
    ),
  Unsqueeze([x, axes]) {
    const rank = x.shape.length + axes.data.length;
    const added = new Set(axes.data.map((axis) => (axis < 0 ? axis + rank : axis)));
    const old = [...x.shape];
    return array(
      Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : old.shift()!)),
      x.data,
    );
  },
  Shape([x], attributes) {
    const sizes = x.shape.slice(Number(attributes.get("start")), Number(attributes.get("end")));
    return array([sizes.length], sizes);
  },
  Range([from, end, step]) {
    const data: number[] = [];
    for (let n = from.data[0]; n < end.data[0]; n += step.data[0]) data.push(n);
    return array([data.length], data);
  },
  Split([x], attributes) {
    mustBeLast(attributes, x);
    const half = x.shape[x.shape.length - 1] / 2;
    return [rows(x, (row) => row.slice(0, half)), rows(x, (row) => row.slice(half))];
  },
  Concat(values, attributes) {
    const axis = axisOf(attributes, values[0]);
    const shape = values[0].shape.map((size, i) =>
      i === axis ? sum(values.map((x) => x.shape[axis])) : size,
    );
    return fromIndices(shape, (index) => {
      let place = index[axis];
      for (const x of values) {
        if (place < x.shape[axis])
          return at(
            x,
            index.map((one, i) => (i === axis ? place : one)),
          );
        place -= x.shape[axis];
      }
      throw new Error("Concat: past the end");
    });
  },
};

/** a [..., N, K], b [..., K, M]; what stands before broadcasts → [..., N, M] */
function matmul(a: NumberArray, b: NumberArray): NumberArray {
  const [n, k] = a.shape.slice(-2);
  const [k2, m] = b.shape.slice(-2);
  if (k !== k2) throw new Error(`MatMul: [${a.shape}] by [${b.shape}]`);
  const front = commonShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const A = spread(a, [...front, n, k]).data;
  const B = spread(b, [...front, k, m]).data;
  const data: number[] = [];
  for (let row = 0; row < product(front) * n; row++) {
    const matrix = Math.floor(row / n);
    for (let j = 0; j < m; j++) {
      let total = 0;
      for (let i = 0; i < k; i++) total += A[row * k + i] * B[(matrix * k + i) * m + j];
      data.push(total);
    }
  }
  return array([...front, n, m], data);
}

/** 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)): enough terms for |x| < 4, beyond which it is ±1. */
function erf(x: number): number {
  if (Math.abs(x) > 4) return Math.sign(x);
  let term = x;
  let total = x;
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}
