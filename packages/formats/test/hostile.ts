/**
 * Valid files, mutated: bytes overwritten, stretches cut out, put in or repeated, numbers made huge.
 *
 * Whatever comes out must be read or refused with an InklingError that begins with the file's name, and nothing may be
 * read that the file doesn't have, or much more than it has.
 */
import fc from "fast-check";
import { type ByteSource, bytesAsSource, InklingError, type ModelSource, parameterSpecs } from "inkling";
import { expect } from "vitest";

export const RUNS = 1000;
const FILE = "hostile.file";

type Mutation =
  | { readonly kind: "set"; readonly at: number; readonly value: number }
  | { readonly kind: "huge"; readonly at: number; readonly bytes: 4 | 8; readonly value: bigint }
  | { readonly kind: "cut"; readonly at: number; readonly length: number }
  | { readonly kind: "repeat"; readonly at: number; readonly length: number };

const HUGE = [
  0n,
  1n,
  9n,
  2n ** 16n,
  2n ** 24n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 53n,
  2n ** 60n,
  2n ** 64n - 1n,
];

/** @param size of the part worth mutating, such as a header */
export function mutations(size: number): fc.Arbitrary<Mutation[]> {
  const at = fc.nat(size - 1);
  return fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant("set" as const), at, value: fc.nat(255) }),
      fc.record({
        kind: fc.constant("huge" as const),
        at,
        bytes: fc.constantFrom(4 as const, 8 as const),
        value: fc.constantFrom(...HUGE),
      }),
      fc.record({ kind: fc.constant("cut" as const), at, length: fc.nat(40) }),
      fc.record({ kind: fc.constant("repeat" as const), at, length: fc.nat(40) }),
    ),
    { minLength: 1, maxLength: 4 },
  );
}

export function mutated(bytes: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  let result = Uint8Array.from(bytes);
  for (const mutation of mutations) {
    const at = Math.min(mutation.at, Math.max(0, result.length - 8));
    if (mutation.kind === "set") result[at] = mutation.value;
    else if (mutation.kind === "huge") {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigUint64(0, mutation.value, true);
      result.set(new Uint8Array(view.buffer, 0, mutation.bytes).subarray(0, result.length - at), at);
    } else {
      const [head, part] = [result.subarray(0, at), result.subarray(at, at + mutation.length)];
      const tail = result.subarray(mutation.kind === "cut" ? at + mutation.length : at);
      result = Uint8Array.from(Buffer.concat(mutation.kind === "cut" ? [head, tail] : [head, part, tail]));
    }
  }
  return result;
}

/** Opens and reads all of it; what goes wrong must be an InklingError about the file. */
export async function expectReadOrRefused(
  bytes: Uint8Array,
  open: (source: ByteSource) => Promise<ModelSource>,
): Promise<"read" | "refused"> {
  let asked = 0;
  const whole = bytesAsSource(FILE, bytes);
  const source: ByteSource = {
    ...whole,
    async read(start, length) {
      expect(start + length).toBeLessThanOrEqual(bytes.length);
      asked += length;
      return whole.read(start, length);
    },
  };
  try {
    const model = await open(source);
    expect(asked).toBeLessThanOrEqual(3 * bytes.length + 64);
    for (const { name } of parameterSpecs(model.config)) await model.parameter(name);
    return "read";
  } catch (error) {
    if (!(error instanceof InklingError)) throw error;
    expect(error.message.startsWith(FILE), error.message).toBe(true);
    expect(error.message.length).toBeLessThan(1000);
    return "refused";
  }
}
