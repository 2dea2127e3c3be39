/** Blocks against ggml's own package: the same scales and the same integers, and hence the same numbers. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BLOCK, dequantise, quantise, quantisedFormats, WORDS } from "../../src/kernels/blocks.ts";
import { createReferenceKernels } from "../../src/kernels/reference.ts";
import { float16ToFloat32 } from "../../src/math/halfFloats.ts";
import { RandomStream } from "../../src/math/random.ts";

interface Golden {
  readonly bytes: readonly number[];
  readonly values: readonly number[];
}
const golden: { readonly values: readonly number[] } & Readonly<Record<"q8_0" | "q4_0", Golden>> = JSON.parse(
  readFileSync(new URL("fixtures/blocks.json", import.meta.url), "utf8"),
);
const values = Float32Array.from(golden.values);
const count = values.length / BLOCK;
const rows = { outputs: count, inner: BLOCK, outputStep: BLOCK, innerStep: 1 };

describe.each(quantisedFormats)("%s blocks", (format) => {
  it("have ggml's scales and integers", () => {
    const words = quantise(format, values, rows);
    const theirs = Uint8Array.from(golden[format].bytes);
    const size = theirs.length / count;
    for (let block = 0; block < count; block++) {
      const ours = words.subarray(block * WORDS[format], (block + 1) * WORDS[format]);
      const [scale] = float16ToFloat32(new Uint16Array(theirs.slice(block * size, block * size + 2).buffer));
      expect(new Float32Array(ours.slice(0, 1).buffer)[0]).toBe(scale);
      expect(new Uint8Array(ours.slice(1).buffer)).toEqual(
        theirs.slice(block * size + 2, (block + 1) * size),
      );
    }
  });

  it("stand for the numbers that ggml reads from them", () => {
    const words = quantise(format, values, rows);
    expect(dequantise(format, words, rows)).toEqual(Float32Array.from(golden[format].values));
  });

  it("run down the columns of a matrix just as along the rows of its transpose", () => {
    const columns = { outputs: 4, inner: 2 * BLOCK, outputStep: 1, innerStep: 4 };
    const turned = new Float32Array(8 * BLOCK);
    for (let o = 0; o < 4; o++) for (let k = 0; k < 64; k++) turned[o * 64 + k] = values[k * 4 + o];
    const alongRows = { outputs: 4, inner: 2 * BLOCK, outputStep: 2 * BLOCK, innerStep: 1 };
    const words = quantise(format, values.subarray(0, 8 * BLOCK), columns);
    expect(words).toEqual(quantise(format, turned, alongRows));
    const back = dequantise(format, words, columns);
    const turnedBack = dequantise(format, words, alongRows);
    for (let o = 0; o < 4; o++)
      for (let k = 0; k < 64; k++) expect(back[k * 4 + o]).toBe(turnedBack[o * 64 + k]);
  });

  it("multiply to within the rounding of x: 1/254 of each block's largest, at most", async () => {
    const random = new RandomStream(3, "blocks");
    const x = Float32Array.from({ length: 64 }, () => random.normal());
    const shape = { outputs: 5, inner: 64, outputStep: 64, innerStep: 1 };
    const words = quantise(
      format,
      Float32Array.from({ length: 320 }, () => random.normal()),
      shape,
    );
    const w = dequantise(format, words, shape);
    const kernels = createReferenceKernels("float32");
    const [X, Y] = [64, 5].map((size) => ({ buffer: kernels.allocate("float", size), offset: 0 }));
    const W = { buffer: kernels.allocate("int32", words.length), offset: 0 };
    kernels.write(X, x);
    kernels.write(W, words);
    kernels.matmulQuantised(format, X, W, Y, { rows: 1, inner: 64, columns: 5 });
    const y = await kernels.read(Y, 5);
    for (let j = 0; j < 5; j++) {
      let [exact, allowed] = [0, 1e-5];
      for (let k = 0; k < 64; k++) {
        const block = x.subarray(k - (k % BLOCK), k - (k % BLOCK) + BLOCK);
        exact += x[k] * w[j * 64 + k];
        allowed += (Math.abs(w[j * 64 + k]) * Math.max(...block.map(Math.abs))) / 254;
      }
      expect(Math.abs(y[j] - exact)).toBeLessThan(allowed);
    }
  });

  it("refuse a row that is not a whole number of blocks", () => {
    const row = { outputs: 1, inner: 33, outputStep: 33, innerStep: 1 };
    expect(() => quantise(format, new Float32Array(33), row)).toThrow(
      "A row of 33 numbers can't be cut into blocks of 32.",
    );
  });
});
