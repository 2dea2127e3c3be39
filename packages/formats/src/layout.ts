/**
 * A matrix as ggml and llama2.c have it ⇄ as Inkling has it.
 *
 * Inkling stores a weight as [in, out], since y = x · W reads that way; they as [out, in], one row per output. And where
 * the rotary pairs of a head lie (i, i + K/2) in Inkling ("halves", as Hugging Face has them), they lie (2i, 2i + 1)
 * there ("neighbours", as the paper has them): pairs are rows of [out, in].
 *
 * Refuses to know any file. Try it: `toInkling(new Float32Array([1, 2, 3, 4, 5, 6]), 3, "transposed")`.
 */

/** "same": nothing to do. "transposed": [out, in]. `pairedHeads`: that, and so many heads' rotary pairs are neighbours. */
export type Layout = "same" | "transposed" | { readonly pairedHeads: number };

/** Their numbers, in rows of `columns`, as Inkling's. */
export function toInkling(
  theirs: Float32Array<ArrayBuffer>,
  columns: number,
  layout: Layout,
): Float32Array<ArrayBuffer> {
  if (layout === "same") return theirs;
  const halves = layout === "transposed" ? theirs : moveRows(theirs, layout.pairedHeads, columns, toHalves);
  return transpose(halves, theirs.length / columns, columns);
}

/** Inkling's numbers as theirs, in rows of `columns`. */
export function fromInkling(
  ours: Float32Array<ArrayBuffer>,
  columns: number,
  layout: Layout,
): Float32Array<ArrayBuffer> {
  if (layout === "same") return ours;
  const halves = transpose(ours, columns, ours.length / columns);
  return layout === "transposed" ? halves : moveRows(halves, layout.pairedHeads, columns, toNeighbours);
}

/** [rows, columns] → [columns, rows] */
function transpose(data: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const turned = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j];
  }
  return turned;
}

/** Where row `i` of a head goes: 0 1 2 3 4 5 → 0 2 4 1 3 5 … */
const toNeighbours = (i: number, half: number) => (i < half ? 2 * i : 2 * (i - half) + 1);

/** … and back. */
const toHalves = (i: number, half: number) => (i % 2 === 0 ? i / 2 : (i - 1) / 2 + half);

function moveRows(
  data: Float32Array,
  heads: number,
  columns: number,
  newPlace: (row: number, half: number) => number,
): Float32Array<ArrayBuffer> {
  const dHead = data.length / columns / heads;
  const moved = new Float32Array(data.length);
  for (let head = 0; head < heads; head++) {
    for (let i = 0; i < dHead; i++) {
      const from = (head * dHead + i) * columns;
      moved.set(data.subarray(from, from + columns), (head * dHead + newPlace(i, dHead / 2)) * columns);
    }
  }
  return moved;
}
