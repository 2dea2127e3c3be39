import { InklingError } from "inkling";
import { describe, expect, it } from "vitest";
import { decode, encode, writtenTypes } from "../../src/gguf/blocks.ts";
import { readGgufHeader } from "../../src/gguf/header.ts";
import { fixture, fixtureFloats } from "./fixtures.ts";

describe("decode", () => {
  it("gives what ggml's own package gives, in all six formats, bit for bit", async () => {
    const bytes = fixture("mixed.gguf");
    const { tensors } = await readGgufHeader(bytes);
    const wanted = fixtureFloats("mixed.f32");
    const seen = new Set<string>();
    let at = 0;
    for (const { name, type, start, length } of tensors.values()) {
      const found = decode(type, await bytes.read(start, length));
      const bits = (floats: Float32Array) => new Uint32Array(Float32Array.from(floats).buffer);
      expect(bits(found), name).toEqual(bits(wanted.subarray(at, at + found.length)));
      at += found.length;
      seen.add(type);
    }
    expect(at).toBe(wanted.length);
    expect([...seen].sort()).toEqual(["BF16", "F16", "F32", "Q4_0", "Q4_1", "Q8_0"]);
  });

  it("reads numbers that begin at any byte", () => {
    const bytes = new Uint8Array(9);
    bytes.set(new Uint8Array(Float32Array.of(1.5, -2).buffer), 1);
    expect([...decode("F32", bytes.subarray(1))]).toEqual([1.5, -2]);
  });
});

describe("encode", () => {
  const values = Float32Array.from({ length: 128 }, (_, i) => (i % 37) / 7 - 2);

  it.each(["Q8_0", "Q4_0"] as const)("chooses the bytes that ggml chose: %s", async (type) => {
    const bytes = fixture("mixed.gguf");
    const { tensors } = await readGgufHeader(bytes);
    const tensor = [...tensors.values()].find((one) => one.type === type)!;
    const stored = await bytes.read(tensor.start, tensor.length);
    expect(encode(type, decode(type, stored), 32, "x")).toEqual(stored);
  });

  it.each(writtenTypes)("loses nothing that was rounded to %s before", (type) => {
    const once = decode(type, Uint8Array.from(encode(type, values, 64, "x")));
    expect([...decode(type, Uint8Array.from(encode(type, once, 64, "x")))]).toEqual([...once]);
  });

  it.each(["F16", "Q8_0", "Q4_0"] as const)("refuses what float16 can't hold: %s", (type) => {
    const large = new Float32Array(32).fill(1e9);
    expect(() => encode(type, large, 32, "m, tensor t")).toThrow(InklingError);
    expect(() => encode(type, large, 32, "m, tensor t")).toThrow(/^m, tensor t.*float16.*as F32/);
  });
});
