/**
 * The weights in the graph as bytes: a quarter of the size, and products in whole numbers, for which onnxruntime has
 * fast kernels on a CPU and in WebAssembly. It is what transformers.js calls q8, in plain ONNX operators.
 *
 *   w ≈ (byte − 128) · scale           a scale for each output of a matrix (a column), for each row of a table
 *   x ≈ (byte − 128) · scale           a scale for each token, its largest number / 127, found as the graph runs
 *   x · W ≈ (x's bytes · W's bytes, in whole numbers) · x's scale · W's scales
 *
 * Three choices, measured in docs/log.md:
 *   - Bytes around 128, not signed ones around 0: x86 multiplies unsigned by signed bytes with an instruction
 *     (vpmaddubsw) that clips sums at 16 bits, so signed weights would say something else there.
 *   - A scale for each token, not DynamicQuantizeLinear's one for all: what a token becomes must not depend on which
 *     others, or how much padding, it is computed with. It is also nearer to float32.
 *   - No DequantizeLinear and float32 products: nearest of all, but WebAssembly makes all weights anew for each token.
 *
 * The embedding is held as bytes once, for both of its uses if it is tied. Norms, biases and learned positions stay
 * float32: they are few.
 */
import { type ModelSource, type ParameterName, parameterSpecs } from "inkling";
import { DataType, type Graph, type Value } from "./graph.ts";
import { float32Weights, once, specOf, type Weights } from "./weights.ts";

const ZERO = 128;
const LARGEST = 127;
/** Instead of 0, so that a token that is all zeros divides by something. */
const SMALLEST = 1e-30;

/** Bytes around 128, and a scale for each row or column. */
interface Quantised {
  readonly bytes: Value;
  readonly scales: Value;
}

export function int8Weights(graph: Graph, source: ModelSource): Weights {
  const specs = new Map(parameterSpecs(source.config).map((spec) => [spec.name, spec]));
  const floats = float32Weights(graph, source);
  const quantised = once((name: ParameterName): Quantised => {
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
  const zero = graph.byte(ZERO);
  /** x [B, T, D] → bytes [B, T, D], scales [B, T, 1]. W_Q, W_K and W_V share an x. */
  const tokensAsBytes = once((x: Value): Quantised => {
    const largest = graph.larger(graph.largestOfRows(graph.absolute(x)), graph.number(SMALLEST));
    const scales = graph.divide(largest, graph.number(LARGEST));
    // Half more, as what is behind the point will be cut off.
    const bytes = graph.toByte(graph.add(graph.divide(x, scales), graph.number(ZERO + 0.5)));
    return { bytes, scales };
  });
  const product = (x: Value, weights: Value, scales: Value): Value => {
    const given = tokensAsBytes(x);
    const sums = graph.toFloat(graph.matmulBytes(given.bytes, weights, zero, zero));
    // One after the other: onnxruntime 1.30 fuses a product by (x's scale · W's) with a bias behind it, and with more
    // than one scale for x it then scales the bias, too.
    return graph.multiply(graph.multiply(sums, scales), given.scales);
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
