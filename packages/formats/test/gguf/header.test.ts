import { bytesAsSource, InklingError } from "inkling";
import { describe, expect, it } from "vitest";
import { readGgufHeader } from "../../src/gguf/header.ts";
import { headerBytes, type KeyValue, type TensorInfo, text, texts, u32 } from "../../src/gguf/write.ts";
import { fixture, fixtureBytes } from "./fixtures.ts";

const read = (bytes: Uint8Array) => readGgufHeader(bytesAsSource("x.gguf", bytes));

/** A header with 64 bytes of data behind it. */
function file(keys: readonly KeyValue[], tensors: readonly TensorInfo[] = [], data = 64): Uint8Array {
  const header = headerBytes(keys, tensors);
  const whole = new Uint8Array(header.length + data);
  whole.set(header);
  return whole;
}

const tensor = (name: string, shape = [8]): TensorInfo => ({ name, type: "F32", shape });

/** `bytes` with `value` written over the place where `find` begins, so many bytes behind it. */
function patched(bytes: Uint8Array, find: string, behind: number, value: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf(find);
  expect(at).toBeGreaterThanOrEqual(0);
  const copy = Uint8Array.from(bytes);
  copy.set(value, at + find.length + behind);
  return copy;
}

const int = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);
const long = (value: bigint) => new Uint8Array(BigUint64Array.of(value).buffer);

async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    await read(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(InklingError);
    return String(error);
  }
  throw new Error("it was not refused");
}

describe("readGgufHeader", () => {
  it("reads what ggml's own package wrote", async () => {
    const { metadata, tensors } = await readGgufHeader(fixture("mixed.gguf"));
    expect(metadata.text("general.architecture")).toBe("llama");
    expect(metadata.texts("tokenizer.ggml.merges")).toEqual(["Ġ t", "h e", "Ġt he"]);
    expect(metadata.flag("tokenizer.ggml.add_bos_token", false)).toBe(true);
    expect(tensors.size).toBe(11);
    expect(tensors.get("blk.0.ffn_down.weight")).toMatchObject({
      type: "Q4_0",
      shape: [32, 64],
      length: 64 * 18,
    });
  });

  it("reads version 2, which differs in nothing that is used", async () => {
    const bytes = file([u32("a", 7)], [tensor("t")]);
    bytes[4] = 2;
    expect((await read(bytes)).tensors.get("t")?.shape).toEqual([8]);
  });

  it("keeps a token that begins with a byte order mark", async () => {
    const { metadata } = await read(file([texts("t", ["\ufeffa", ""])]));
    expect(metadata.texts("t")).toEqual(["\ufeffa", ""]);
  });
});

describe("a header that is refused", () => {
  const good = file(
    [u32("general.alignment", 32), texts("list", ["one"])],
    [tensor("first"), tensor("second")],
  );
  const withType = (id: number) => patched(good, "second", 4 + 8, int(id));

  it.each([
    ["no magic", () => file([]).fill(0x20, 0, 4), /x\.gguf: it does not begin with "GGUF"/],
    ["version 1", () => Uint8Array.from(good).fill(1, 4, 5), /version 1, expected 2 or 3/],
    [
      "big-endian",
      () => Uint8Array.from([...good.slice(0, 4), 0, 0, 0, 3, ...good.slice(8)]),
      /big-endian.*gguf_convert_endian/,
    ],
    [
      "2^60 tensors",
      () => patched(good, "GGUF", 4, long(2n ** 60n)),
      /number of tensors is 11529215046068\d+/,
    ],
    [
      "2^60 keys",
      () => patched(good, "GGUF", 12, long(2n ** 60n)),
      /number of metadata keys is 11529215046068\d+/,
    ],
    [
      "a text of 2^60 bytes",
      () => patched(good, "list", 16, long(2n ** 60n)),
      /"list" needs 11529215046068\d+ bytes/,
    ],
    [
      "a list of 2^60 items",
      () => patched(good, "list", 8, long(2n ** 60n)),
      /"list"'s length is 11529215046068\d+/,
    ],
    ["a list of lists", () => patched(good, "list", 4, int(9)), /"list" is a list of lists/],
    ["an unknown value type", () => patched(good, "list", 0, int(77)), /"list" has the value type 77/],
    [
      "alignment 24",
      () => patched(good, "general.alignment", 4, int(24)),
      /general\.alignment is 24; Inkling needs a power of two/,
    ],
    [
      "alignment 2^31",
      () => patched(good, "general.alignment", 4, int(2 ** 31)),
      /general\.alignment is 2147483648/,
    ],
    ["a key twice", () => file([u32("a", 1), text("a", "b")]), /the metadata key "a" is there twice/],
    ["a tensor twice", () => file([], [tensor("t"), tensor("t")]), /tensor "t" is there twice/],
    [
      "overlapping tensors",
      () => patched(good, "second", 4 + 8 + 4, long(0n)),
      /tensors "first" and "second" overlap/,
    ],
    [
      "an offset beyond the file",
      () => patched(good, "second", 4 + 8 + 4, long(64n)),
      /tensor "second" takes 32 bytes from 64 on, but there are 64/,
    ],
    [
      "a crooked offset",
      () => patched(good, "second", 4 + 8 + 4, long(7n)),
      /tensor "second" has the offset 7, expected a multiple of 32/,
    ],
    ["an axis of 2^60", () => patched(good, "second", 4, long(2n ** 60n)), /tensor "second" takes/],
    ["an empty axis", () => patched(good, "second", 4, long(0n)), /tensor "second" of shape \[0\] is empty/],
    ["nine axes", () => patched(good, "second", 0, int(9)), /tensor "second" has 9 axes/],
    ["Q4_K", () => withType(12), /tensor "second" is stored as Q4_K, and Inkling reads .*llama-quantize/],
    ["a type that does not exist", () => withType(1234), /tensor "second" is stored as type 1234/],
    [
      "rows that are no whole blocks",
      () => withType(8),
      /tensor "second" is Q8_0, which has blocks of 32, but its rows are 8 long/,
    ],
    ["an empty file", () => new Uint8Array(0), /the magic "GGUF" needs 4 bytes/],
  ])("%s", async (_, bytes, message) => {
    expect(await refusal(bytes())).toMatch(message);
  });

  it("at whatever byte it is cut", async () => {
    const whole = fixtureBytes("tiny.gguf");
    for (let length = 0; length < whole.length - 32; length += 13) {
      expect(await refusal(whole.subarray(0, length))).toContain("InklingError: x.gguf: ");
    }
  });

  it("reads no more than its header to say so", async () => {
    let bytes = 0;
    const source = { ...fixture("mixed.gguf"), size: 3_000_000_000 };
    const counted = {
      ...source,
      read: async (start: number, length: number) => {
        bytes += length;
        const whole = fixtureBytes("mixed.gguf");
        const piece = new Uint8Array(length);
        piece.set(whole.subarray(start, start + length));
        return piece;
      },
    };
    await readGgufHeader(counted);
    expect(bytes).toBeLessThan(1_000_000);
  });
});
