import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesAsSource, collectBytes } from "../../src/checkpoint/bytes.ts";
import { openSafetensors, writeSafetensors } from "../../src/checkpoint/safetensors.ts";
import { InklingError } from "../../src/errors.ts";

const open = (bytes: Uint8Array) => openSafetensors(bytesAsSource("x.safetensors", bytes));

/** A file with this text as its header and so many bytes of data. */
function file(header: string, dataBytes: number, length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

async function goodFile(): Promise<Uint8Array> {
  const sink = collectBytes();
  await writeSafetensors(
    [
      { name: "wte.weight", shape: [3, 2], data: () => new Float32Array([1, 2, 3, 4, 5, 6]) },
      { name: "half", shape: [2], dtype: "F16", data: () => new Float32Array([1, 2]) },
      { name: "ids", shape: [2], dtype: "I32", data: () => new Int32Array([1, 2]) },
    ],
    { format: "pt" },
    sink,
  );
  return sink.bytes();
}

const one = (fields: string) => `{"a":{${fields}}}`;
const a = '"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}';

describe("a header that lies is refused, with tensor, field, found and expected", () => {
  const lies: [string, string, number, RegExp][] = [
    [
      "offsets beyond the file",
      `{${a}}`,
      4,
      /tensor "a", data_offsets: ends at 8, but the file holds only 4 bytes/,
    ],
    ["bytes after the last tensor", `{${a}}`, 9, /1 bytes follow after tensor "a", expected none/],
    ["data without a tensor", "{}", 1, /1 bytes follow after the header, expected none/],
    [
      "a shape larger than its offsets",
      one('"dtype":"F32","shape":[3],"data_offsets":[0,8]'),
      8,
      /tensor "a", data_offsets: \[0, 8\] holds 8 bytes, but shape \[3\] of F32 takes 12/,
    ],
    [
      "an overlap",
      `{${a},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}`,
      12,
      /tensor "b", data_offsets: begins at 4 and overlaps tensor "a", which ends at 8/,
    ],
    [
      "the same bytes twice",
      `{${a},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`,
      8,
      /overlaps tensor/,
    ],
    [
      "a hole",
      `{${a},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}`,
      16,
      /tensor "b", data_offsets: begins at 12 and leaves a hole after tensor "a"/,
    ],
    [
      "offsets out of order",
      one('"dtype":"F32","shape":[2],"data_offsets":[8,0]'),
      8,
      /found \[8, 0\], expected \[begin, end\] in order/,
    ],
    ["three offsets", one('"dtype":"F32","shape":[2],"data_offsets":[0,8,8]'), 8, /expected \[begin, end\]/],
    [
      "an unknown dtype",
      one('"dtype":"F33","shape":[2],"data_offsets":[0,8]'),
      8,
      /tensor "a", dtype: found "F33", expected one of BOOL/,
    ],
    [
      "a dtype from Object's prototype",
      one('"dtype":"constructor","shape":[2],"data_offsets":[0,8]'),
      8,
      /dtype: found "constructor"/,
    ],
    ["no dtype", one('"shape":[2],"data_offsets":[0,8]'), 8, /tensor "a", dtype: found nothing/],
    [
      "a negative size",
      one('"dtype":"F32","shape":[-2],"data_offsets":[0,8]'),
      8,
      /tensor "a", shape\[0\]: found -2, expected a whole number/,
    ],
    [
      "a fractional size",
      one('"dtype":"F32","shape":[1.5],"data_offsets":[0,6]'),
      6,
      /shape\[0\]: found 1.5/,
    ],
    ["a size as text", one('"dtype":"F32","shape":["2"],"data_offsets":[0,8]'), 8, /shape\[0\]: found "2"/],
    [
      "a size beyond 2^53",
      one('"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,8]'),
      8,
      /expected a whole number/,
    ],
    [
      "sizes whose product overflows",
      one('"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,0]'),
      0,
      /is more than any file can hold/,
    ],
    [
      "sizes that would wrap to 8 bytes in 64 bits",
      one('"dtype":"F32","shape":[9007199254740991,2049],"data_offsets":[0,8]'),
      8,
      /more than any file/,
    ],
    [
      "an infinite size",
      one('"dtype":"F32","shape":[1e999],"data_offsets":[0,8]'),
      8,
      /shape\[0\]: found Infinity/,
    ],
    [
      "no shape",
      one('"dtype":"F32","data_offsets":[0,8]'),
      8,
      /tensor "a", shape: found nothing, expected an array/,
    ],
    [
      "a field of its own",
      one('"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1'),
      8,
      /has a field "x", expected only dtype/,
    ],
    ["a tensor that is no object", '{"a":[1]}', 0, /tensor "a" is \[1\], expected an object/],
    ["a name twice", `{${a},${a}}`, 8, /the name "a" is there twice/],
    [
      "a field twice",
      one('"dtype":"F32","dtype":"F16","shape":[2],"data_offsets":[0,8]'),
      8,
      /the name "dtype" is there twice/,
    ],
    [
      "a tensor called __proto__ with a lie",
      '{"__proto__":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}',
      4,
      /tensor "__proto__", data_offsets/,
    ],
    ["metadata that is no object", '{"__metadata__":[]}', 0, /__metadata__ is \[\], expected an object/],
    [
      "metadata that is no text",
      '{"__metadata__":{"n":1}}',
      0,
      /__metadata__, field "n": found 1, expected a string/,
    ],
    ["a header that is no JSON", "{oops}", 0, /expected a name in double quotes at character 1/],
    ["a header that is an array", "[1]", 0, /begins with byte 91, expected 123, a "\{"/],
    ["a header with something after it", "{} {}", 0, /expected nothing more at character 3/],
  ];
  it.each(lies)("%s", async (_, header, dataBytes, message) => {
    const refused = open(file(header, dataBytes));
    await expect(refused).rejects.toThrow(InklingError);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(/^x\.safetensors: .*The file is damaged/);
  });

  it.each([
    ["longer than the file", 1000n, /says it is 1000 bytes long .*, but 2 bytes follow/],
    ["beyond the limit", 100_000_001n, /at most 100000000 are allowed/],
    ["of 2^64 - 1", 2n ** 64n - 1n, /at most 100000000 are allowed/],
    ["of 0", 0n, /2 is the least/],
  ])("a header length %s", async (_, length, message) => {
    await expect(open(file("{}", 0, length))).rejects.toThrow(message);
  });

  it("invalid UTF-8 in a name", async () => {
    const bytes = file('{"?":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}', 0);
    bytes[8 + 2] = 0xff;
    await expect(open(bytes)).rejects.toThrow("not valid UTF-8");
  });

  it("and the header of a terabyte file is refused without asking the source for one", async () => {
    const asked: number[] = [];
    const source = {
      name: "big",
      size: 2 ** 40,
      async read(_start: number, length: number) {
        asked.push(length);
        return new Uint8Array(length).fill(0xff);
      },
    };
    await expect(openSafetensors(source)).rejects.toThrow("at most 100000000");
    expect(asked).toEqual([8]);
  });
});

describe("damage", () => {
  it("a file cut at any byte is refused", async () => {
    const whole = await goodFile();
    for (let length = 0; length < whole.length; length++) {
      const refused = open(whole.subarray(0, length));
      await expect(refused, `cut at ${length}`).rejects.toThrow(InklingError);
      await expect(refused).rejects.toThrow(/^x\.safetensors: .*cut short/);
    }
    await expect(open(whole)).resolves.toBeDefined();
  });

  it("20,000 mutated files either read or are refused with an InklingError", async () => {
    const whole = await goodFile();
    const mutation = fc.oneof(
      fc.record({ kind: fc.constant("set"), at: fc.nat(whole.length - 1), byte: fc.nat(255) }),
      fc.record({ kind: fc.constant("remove"), at: fc.nat(whole.length - 1), byte: fc.nat(9) }),
      fc.record({
        kind: fc.constant("digit"),
        at: fc.nat(whole.length - 1),
        byte: fc.integer({ min: 48, max: 57 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        let bytes = Array.from(whole);
        for (const { kind, at, byte } of mutations) {
          if (kind === "remove") bytes.splice(at, byte + 1);
          else if (kind === "set") bytes[at] = byte;
          else bytes = [...bytes.slice(0, at), byte, ...bytes.slice(at)];
        }
        try {
          const opened = await open(Uint8Array.from(bytes));
          for (const name of opened.tensors.keys()) {
            // No number out of nowhere: four bytes at most for one in the file.
            expect((await opened.readTensor(name)).data.byteLength).toBeLessThanOrEqual(4 * bytes.length);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(InklingError);
        }
      }),
      { numRuns: 20_000 },
    );
  });

  it("any bytes at all are refused or read, never worse", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await open(bytes).catch((error) => expect(error).toBeInstanceOf(InklingError));
      }),
      { numRuns: 2000 },
    );
  });
});
