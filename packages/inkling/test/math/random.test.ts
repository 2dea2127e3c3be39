/** Proves the generator against Random123's published vectors, the streams' promises, and the shuffle. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InklingError } from "../../src/errors.ts";
import { RandomStream, shuffledIndex, threefry } from "../../src/math/random.ts";

describe("threefry", () => {
  it("gives the known answers of Random123's kat_vectors for threefry2x32 with 20 rounds", () => {
    expect(threefry(0, 0, 0, 0)).toEqual([0x6b200159, 0x99ba4efe]);
    const ones = 0xffffffff;
    expect(threefry(ones, ones, ones, ones)).toEqual([0x1cb996fc, 0xbb002be7]);
    expect(threefry(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3)).toEqual([0xc4923a9c, 0x483df7a0]);
  });
});

describe("RandomStream", () => {
  it("word n is word n, however the words before it were drawn, and a position resumes anywhere", () => {
    const whole = new RandomStream(7, "init");
    const words = Array.from({ length: 64 }, () => whole.uint32());
    fc.assert(
      fc.property(fc.nat(60), fc.constantFrom("uint32", "uniform", "normal"), (position, draw) => {
        const stream = new RandomStream(7, "init");
        stream.position = position;
        stream[draw]();
        expect(stream.uint32()).toBe(words[position + (draw === "normal" ? 2 : 1)]);
      }),
    );
  });

  it("goes on beyond 2^32 blocks without repeating", () => {
    const stream = new RandomStream(7, "init");
    const first = stream.uint32();
    stream.position = 8589934592; // 2 words a block: the counter's high word becomes 1
    expect(stream.uint32()).not.toBe(first);
    expect(stream.position).toBe(8589934593);
  });

  it("differs by seed (all 53 bits of it), name and index", () => {
    const streams = [
      new RandomStream(0, "a"),
      new RandomStream(1, "a"),
      new RandomStream(4294967296, "a"),
      new RandomStream(0, "b"),
      new RandomStream(0, "\u0161"), // its low byte is the letter a
      new RandomStream(0, "a", 1),
    ];
    expect(new Set(streams.map((stream) => stream.uint32())).size).toBe(streams.length);
  });

  it("uniform is in [0, 1), a float32, with the mean and variance of a uniform number", () => {
    const stream = new RandomStream(3, "uniform");
    const numbers = Array.from({ length: 100_000 }, () => stream.uniform());
    expect(numbers.every((u) => u >= 0 && u < 1 && Math.fround(u) === u)).toBe(true);
    const { mean, variance } = moments(numbers);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.004);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
  });

  it("normal has mean 0, variance 1, and a normal's share beyond one and two sigma", () => {
    const stream = new RandomStream(3, "normal");
    const numbers = Array.from({ length: 100_000 }, () => stream.normal());
    const { mean, variance } = moments(numbers);
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    const beyond = (sigma: number) => numbers.filter((z) => Math.abs(z) > sigma).length / numbers.length;
    expect(Math.abs(beyond(1) - 0.3173)).toBeLessThan(0.006);
    expect(Math.abs(beyond(2) - 0.0455)).toBeLessThan(0.003);
  });

  it("below(n) stays below n and gives each number its share", () => {
    const stream = new RandomStream(3, "below");
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[stream.below(7)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(stream.below(1)).toBe(0);
    expect(stream.below(4294967296)).toBeGreaterThanOrEqual(0);
  });

  it("refuses seeds, indices, positions and bounds that are no whole numbers in range", () => {
    for (const seed of [-1, 0.5, Number.NaN, 9007199254740992]) {
      expect(() => new RandomStream(seed, "a")).toThrow(InklingError);
    }
    expect(() => new RandomStream(0, "a", -1)).toThrow(/index is -1/);
    const stream = new RandomStream(0, "a");
    expect(() => stream.below(0)).toThrow(/below 0/);
    expect(() => {
      stream.position = -1;
    }).toThrow(/position is -1/);
  });

  it("a million words and normals have the bits they had when this was written", () => {
    const stream = new RandomStream(20260722, "pinned", 5);
    const numbers = Float64Array.from({ length: 1_000_000 }, (_, i) =>
      i % 2 ? stream.normal() : stream.uint32(),
    );
    const hash = createHash("sha256").update(new Uint8Array(numbers.buffer)).digest("hex");
    expect(hash).toBe("c21b39cbf3bd560decd620c9708b2cebd2c49666b397c8cdfdcd7b6e30b9a7bb");
  });
});

describe("shuffledIndex", () => {
  it("is a bijection for every size from 1 to 130 and some larger ones", () => {
    const sizes = [...Array.from({ length: 130 }, (_, i) => i + 1), 255, 256, 257, 1000, 4096, 4097];
    for (const size of sizes) {
      const places = new Set(
        Array.from({ length: size }, (_, i) => shuffledIndex(i, size, 1, "documents", 0)),
      );
      expect(places.size, `size ${size}`).toBe(size);
      expect([...places].every((place) => Number.isInteger(place) && place >= 0 && place < size)).toBe(true);
    }
  });

  it("differs by epoch, seed and name", () => {
    const order = (seed: number, name: string, epoch: number) =>
      Array.from({ length: 50 }, (_, i) => shuffledIndex(i, 50, seed, name, epoch)).join();
    expect(new Set([order(1, "a", 0), order(1, "a", 1), order(2, "a", 0), order(1, "b", 0)]).size).toBe(4);
  });

  it("over many epochs, each of the six orders of three items comes about equally often", () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 6000; epoch++) {
      const order = [0, 1, 2].map((i) => shuffledIndex(i, 3, 9, "epochs", epoch)).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it("works at sizes beyond 32 bits and refuses what is out of range", () => {
    const size = 1125899906842624;
    expect(shuffledIndex(size - 1, size, 1, "a", 0)).toBeLessThan(size);
    expect(() => shuffledIndex(3, 3, 1, "a", 0)).toThrow(/Item 3 is not among the 3/);
    expect(() => shuffledIndex(0, 0, 1, "a", 0)).toThrow(/Cannot shuffle 0 items/);
  });
});

function moments(numbers: readonly number[]): { mean: number; variance: number } {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const variance = numbers.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / numbers.length;
  return { mean, variance };
}
