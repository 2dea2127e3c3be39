import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesAsSource, collectBytes } from "../../src/checkpoint/bytes.ts";
import { openSafetensors, type TensorToWrite, writeSafetensors } from "../../src/checkpoint/safetensors.ts";
import {
  bfloat16ToFloat32,
  float16ToFloat32,
  float32ToBfloat16,
  float32ToFloat16,
} from "../../src/math/halfFloats.ts";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/checkpoint/${name}`, import.meta.url));
const open = (bytes: Uint8Array) => openSafetensors(bytesAsSource("x.safetensors", bytes));

async function written(tensors: TensorToWrite[], metadata: Record<string, string> = {}) {
  const sink = collectBytes();
  await writeSafetensors(tensors, metadata, sink);
  return sink.bytes();
}

describe("a file written by Hugging Face's library", () => {
  const file = () => open(fixture("dtypes.safetensors"));

  it("is read with the right names, shapes and numbers in every dtype", async () => {
    const { readTensor, tensors, metadata } = await file();
    expect(metadata.get("made_by")).toMatch(/^torch .*, safetensors /);
    expect(await readTensor("f32")).toEqual({
      dtype: "F32",
      shape: [2, 3],
      data: Float32Array.from([0, 1, 2, 3, 4, 5], (n) => Math.fround(n) / 7),
    });
    expect((await readTensor("f64")).data).toEqual(new Float32Array([0.1, -1e30, 3]));
    expect((await readTensor("i64")).data).toEqual(new Int32Array([-(2 ** 31), 2 ** 31 - 1]));
    expect((await readTensor("i32")).data).toEqual(new Int32Array([-5, 7]));
    expect((await readTensor("i16")).data).toEqual(new Int32Array([-300]));
    expect((await readTensor("i8")).data).toEqual(new Int32Array([-3, 4]));
    expect((await readTensor("u8")).data).toEqual(new Int32Array([255]));
    expect((await readTensor("bool")).data).toEqual(new Int32Array([1, 0, 1]));
    expect(await readTensor("scalar")).toEqual({ dtype: "F32", shape: [], data: new Float32Array([2.5]) });
    expect(await readTensor("empty")).toEqual({ dtype: "F32", shape: [0, 3], data: new Float32Array() });
    expect(tensors.has('naïve "name" 🖋')).toBe(true);
  });

  it("rounds to float16 and bfloat16 exactly as torch did", async () => {
    const { readTensor } = await file();
    const wide = (await readTensor("rounding.f32")).data;
    if (!(wide instanceof Float32Array)) throw new Error("F32 gives floats");
    expect(float16ToFloat32(float32ToFloat16(wide))).toEqual((await readTensor("rounding.f16")).data);
    expect(bfloat16ToFloat32(float32ToBfloat16(wide))).toEqual((await readTensor("rounding.bf16")).data);
  });

  it("refuses numbers and formats that would not survive, by the tensor's name", async () => {
    const { readTensor } = await file();
    await expect(readTensor("i64.too_large")).rejects.toThrow(
      /"i64.too_large", element 0: 2147483648 doesn't fit/,
    );
    await expect(readTensor("f64.too_large")).rejects.toThrow(
      /"f64.too_large", element 0: 1e\+39 is beyond float32/,
    );
    await expect(readTensor("c64")).rejects.toThrow(/"c64" has dtype C64, which Inkling doesn't read/);
    await expect(readTensor("f65")).rejects.toThrow('x.safetensors has no tensor "f65". Did you mean "f64"?');
  });

  it("is written by us with the same bytes", async () => {
    const theirs = fixture("like_ours.safetensors");
    const { tensors, readTensor } = await open(theirs);
    const copies: TensorToWrite[] = [...tensors.values()].reverse().map(({ name, shape, dtype }) => {
      if (dtype !== "F32" && dtype !== "F16" && dtype !== "BF16" && dtype !== "I32") throw new Error(dtype);
      return { name, shape, dtype, data: async () => (await readTensor(name)).data };
    });
    expect(Buffer.from(await written(copies, { format: "pt" }))).toEqual(theirs);
  });
});

describe("writing", () => {
  it("then reading gives back every name, shape, number and piece of metadata (any dtype)", async () => {
    const numbers = {
      F32: fc.float(),
      F16: fc.integer({ min: 0, max: 65_535 }).map((half) => float16ToFloat32(new Uint16Array([half]))[0]),
      BF16: fc.integer({ min: 0, max: 65_535 }).map((half) => bfloat16ToFloat32(new Uint16Array([half]))[0]),
      I32: fc.integer(),
    };
    const tensor = fc
      .tuple(fc.constantFrom("F32", "F16", "BF16", "I32"), fc.array(fc.nat(3), { maxLength: 3 }))
      .chain(([dtype, shape]) => {
        const size = shape.reduce((product, length) => product * length, 1);
        return fc.record({
          name: fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("__proto__", "7", "constructor", "")),
          dtype: fc.constant(dtype),
          shape: fc.constant(shape),
          values: fc.array(numbers[dtype], { minLength: size, maxLength: size }),
        });
      });
    const tensors = fc.uniqueArray(tensor, { selector: ({ name }) => name, maxLength: 6 });
    const metadata = fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 });
    await fc.assert(
      fc.asyncProperty(tensors, metadata, async (given, notes) => {
        const arrays = given.map(({ dtype, values }) =>
          dtype === "I32" ? Int32Array.from(values) : Float32Array.from(values),
        );
        const bytes = await written(
          given.map(({ name, shape, dtype }, i) => ({ name, shape, dtype, data: () => arrays[i] })),
          notes,
        );
        const file = await open(bytes);
        expect(new Map(file.metadata)).toEqual(new Map(Object.entries(notes)));
        expect(file.tensors.size).toBe(given.length);
        for (const [i, { name, shape, dtype }] of given.entries()) {
          expect(await file.readTensor(name)).toEqual({ dtype, shape, data: arrays[i] });
        }
      }),
      { numRuns: 200 },
    );
  });

  it("fetches one tensor at a time, and begins the data at a multiple of 8", async () => {
    const events: string[] = [];
    const tensor = (name: string): TensorToWrite => ({
      name,
      shape: [1],
      async data() {
        events.push(`fetch ${name}`);
        return new Float32Array(1);
      },
    });
    const sink = {
      async write(bytes: Uint8Array) {
        events.push(bytes.length === 4 ? "write a tensor" : `write a header, left over: ${bytes.length % 8}`);
      },
    };
    await writeSafetensors([tensor("b"), tensor("a")], {}, sink);
    expect(events).toEqual([
      "write a header, left over: 0",
      "fetch a",
      "write a tensor",
      "fetch b",
      "write a tensor",
    ]);
  });

  it.each([
    [
      { name: "w", shape: [2], data: () => new Float32Array(3) },
      'tensor "w": shape [2] wants 2 numbers, got 3',
    ],
    [
      { name: "w", shape: [1], dtype: "F16", data: () => new Float32Array([70000]) },
      'tensor "w", element 0: 70000 is beyond F16\'s range. Save as BF16 or F32.',
    ],
    [{ name: "w", shape: [1], dtype: "I32", data: () => new Float32Array(1) }, "dtype I32 was asked for"],
    [
      { name: "__metadata__", shape: [0], data: () => new Float32Array() },
      'name "__metadata__" is taken already',
    ],
  ] satisfies [TensorToWrite, string][])("refuses what would not come back (%#)", async (tensor, message) => {
    await expect(written([tensor])).rejects.toThrow(message);
  });
});
