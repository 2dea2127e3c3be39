/**
 * The weights in the graph as bytes: a quarter of the size, and products in whole numbers, as onnxruntime's own
 * "dynamic quantisation" does it. These are plain ONNX operators, and what transformers.js expects of a q8 model; on a
 * CPU and in WebAssembly there are fast kernels for them.
 *
 *   w ≈ (byte − 128) · scale            a scale for each output of a matrix (a column), for each row of a table
 *   x ≈ (byte − zero) · scale           found anew by DynamicQuantizeLinear, one scale for all of x
 *   x · W ≈ (x bytes · W bytes, in whole numbers) · x's scale · W's scales
 *
 * Weights are unsigned bytes around 128, not signed ones around 0: x86 multiplies unsigned by signed bytes with an
 * instruction (vpmaddubsw) that clips sums at 16 bits, so signed weights would give other numbers there.
 *
 * The embedding is held as bytes once, for both of its uses if it is tied. Norms, biases and learned positions stay
 * float32: they are few.
 */
import { type ModelSource, parameterSpecs } from "inkling";
import { DataType, type Graph, type Value } from "./graph.ts";
import { float32Weights, once, specOf, type Weights } from "./weights.ts";

const ZERO = 128;
const LARGEST = 127;

/** Bytes, and the scale of each row or column. */
interface Quantised {
  readonly bytes: Value;
  readonly scales: Value;
}

export function int8Weights(graph: Graph, source: ModelSource): Weights {
  const specs = new Map(parameterSpecs(source.config).map((spec) => [spec.name, spec]));
  const floats = float32Weights(graph, source);
  const quantised = once((name): Quantised => {
    const { shape, summed } = specOf(name, specs);
    const scaled = summed === 0 ? 1 : 0; // the axis along which nothing is summed
    const [bytes, scales] = graph.store({
      tensors: [
        { name: `${name}_quantized`, type: DataType.UINT8, shape },
        { name: `${name}_scale`, type: DataType.FLOAT, shape: [shape[scaled]] },
      ],
      data: async () => quantise(await source.parameter(name), shape[1], scaled),
    });
    return { bytes, scales };
  });
  /** x is the same for W_Q, W_K and W_V: it becomes bytes once. */
  const toBytes = new Map<Value, ReturnType<Graph["toBytes"]>>();
  const product = (x: Value, weights: Value, scales: Value): Value => {
    const given = toBytes.get(x) ?? graph.toBytes(x);
    toBytes.set(x, given);
    const sums = graph.matmulBytes(given.bytes, weights, given.zero, graph.byte(ZERO));
    return graph.multiply(graph.toFloat(sums), graph.multiply(given.scale, scales));
  };
  return {
    has: floats.has,
    plain: floats.plain,
    times(x, name) {
      const { bytes, scales } = quantised(name);
      return product(x, bytes, scales);
    },
    timesTransposed(x, name) {
      const { bytes, scales } = quantised(name);
      return product(x, graph.transpose(bytes, [1, 0]), scales);
    },
    rows(name, ids) {
      const { bytes, scales } = quantised(name);
      const centred = graph.subtract(graph.toFloat(graph.rows(bytes, ids)), graph.number(ZERO));
      return graph.multiply(centred, graph.unsqueeze(graph.rows(scales, ids), [-1]));
    },
  };
}

/**
 * Numbers [rows, columns] as bytes, with a scale for each row (axis 0) or each column (axis 1): the largest becomes
 * 127 away from 128. Where all are 0 the scale is 0, too.
 */
export function quantise(
  numbers: Float32Array,
  columns: number,
  axis: 0 | 1,
): readonly [bytes: Uint8Array, scales: Float32Array] {
  const lineOf = axis === 0 ? (n: number) => Math.floor(n / columns) : (n: number) => n % columns;
  const scales = new Float32Array(axis === 0 ? numbers.length / columns : columns);
  for (let n = 0; n < numbers.length; n++) {
    const line = lineOf(n);
    scales[line] = Math.max(scales[line], Math.abs(numbers[n]));
  }
  for (let line = 0; line < scales.length; line++) scales[line] /= LARGEST;
  const bytes = new Uint8Array(numbers.length);
  for (let n = 0; n < numbers.length; n++) {
    const scale = scales[lineOf(n)];
    bytes[n] = ZERO + (scale === 0 ? 0 : Math.round(numbers[n] / scale));
  }
  return [bytes, scales];
}
