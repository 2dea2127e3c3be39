/**
 * The number formats of GGUF's tensors, and how many bytes they take.
 *
 *   F32 F16 BF16   a number each
 *   Q8_0 Q4_0 Q4_1 blocks of 32 neighbours in a row (see blocks.ts)
 *
 * The ids are ggml's. Those that Inkling doesn't read are listed to be refused by name.
 */

export interface TensorType {
  readonly id: number;
  /** Numbers that are stored together; a row must be whole blocks. */
  readonly block: number;
  /** Of one block. */
  readonly bytes: number;
}

export const tensorTypes = {
  F32: { id: 0, block: 1, bytes: 4 },
  F16: { id: 1, block: 1, bytes: 2 },
  Q4_0: { id: 2, block: 32, bytes: 2 + 16 },
  Q4_1: { id: 3, block: 32, bytes: 2 + 2 + 16 },
  Q8_0: { id: 8, block: 32, bytes: 2 + 32 },
  BF16: { id: 30, block: 1, bytes: 2 },
} as const satisfies Record<string, TensorType>;

export type TensorTypeName = keyof typeof tensorTypes;

const names = new Map<number, TensorTypeName>();
for (const name of Object.keys(tensorTypes)) if (isTensorType(name)) names.set(tensorTypes[name].id, name);

function isTensorType(name: string): name is TensorTypeName {
  return Object.hasOwn(tensorTypes, name);
}

/** The type with this id, if Inkling reads it. */
export function tensorTypeOf(id: number): TensorTypeName | undefined {
  return names.get(id);
}

/** ggml's other types. */
const others: Readonly<Record<number, string>> = {
  6: "Q5_0",
  7: "Q5_1",
  9: "Q8_1",
  10: "Q2_K",
  11: "Q3_K",
  12: "Q4_K",
  13: "Q5_K",
  14: "Q6_K",
  15: "Q8_K",
  16: "IQ2_XXS",
  17: "IQ2_XS",
  18: "IQ3_XXS",
  19: "IQ1_S",
  20: "IQ4_NL",
  21: "IQ3_S",
  22: "IQ2_S",
  23: "IQ4_XS",
  24: "I8",
  25: "I16",
  26: "I32",
  27: "I64",
  28: "F64",
  29: "IQ1_M",
  34: "TQ1_0",
  35: "TQ2_0",
  39: "MXFP4",
  40: "NVFP4",
};

/** What ggml calls a type that Inkling doesn't read. */
export function unreadTypeName(id: number): string {
  return others[id] ?? `type ${id}`;
}

/** Bytes of so many numbers, which must be whole blocks. */
export function bytesOf(type: TensorTypeName, count: number): number {
  const { block, bytes } = tensorTypes[type];
  return (count / block) * bytes;
}
