/** llama2.c's two files, made by hand, so small that every number can be followed. */

export interface TinyModel {
  readonly dim: number;
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  /** Below 0: the head is not tied. */
  readonly vocabulary: number;
  readonly context: number;
}

export const tiny: TinyModel = {
  dim: 8,
  hidden: 6,
  layers: 2,
  heads: 2,
  kvHeads: 1,
  vocabulary: 262,
  context: 5,
};

/** A checkpoint of version 0 whose numbers count up: 0, 1, 2, … */
export function tinyCheckpoint(model: TinyModel = tiny): Uint8Array {
  const { dim, hidden, layers, heads, kvHeads, vocabulary, context } = model;
  const keys = (dim / heads) * kvHeads;
  const perLayer = 2 * dim + 2 * dim * dim + 2 * dim * keys + 3 * dim * hidden;
  const table = Math.abs(vocabulary) * dim;
  const count = table + layers * perLayer + dim + context * (dim / heads) + (vocabulary < 0 ? table : 0);
  const header = Int32Array.of(dim, hidden, layers, heads, kvHeads, vocabulary, context);
  const numbers = Float32Array.from({ length: count }, (_, i) => i);
  return Uint8Array.from([...new Uint8Array(header.buffer), ...new Uint8Array(numbers.buffer)]);
}

/** <unk>, <s>, </s>, 256 bytes, then " a", "b" and " ab". */
export function tinyTokenizer(): Uint8Array {
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
  );
  const texts = ["<unk>", "\n<s>\n", "\n</s>\n", ...bytes, " ", "a", " a"];
  const parts = texts.map((text, id) => {
    const spelled = new TextEncoder().encode(text);
    const score = Float32Array.of(id < 259 ? 0 : -(id - 259));
    const length = Int32Array.of(spelled.length);
    return [...new Uint8Array(score.buffer), ...new Uint8Array(length.buffer), ...spelled];
  });
  return Uint8Array.from([6, 0, 0, 0, ...parts.flat()]);
}
