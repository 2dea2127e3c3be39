/**
 * Texts of different lengths in one forward pass: those of like length side by side, the shorter ones filled up at their ends.
 * What comes later never reaches what comes before, and every number is summed on its own, so no bit of a text's logits
 * depends on its neighbours or on what it was filled up with.
 */

/** Numbers in a group's residual stream [B, T, D]: half a megabyte, about what a core's second-level cache holds. */
const STREAM = 1 << 17;

export interface Group {
  /** Which texts, the shortest first. */
  readonly members: readonly number[];
  /** Ids in the longest, to which the others are filled up. */
  readonly length: number;
}

/** Groups of texts whose stream holds at most `stream` numbers, but at least one text each; `lengths` in ids. */
export function groupsOf(lengths: readonly number[], dModel: number, stream = STREAM): readonly Group[] {
  const sorted = lengths.map((_, i) => i).sort((a, b) => lengths[a] - lengths[b] || a - b);
  const groups: { members: number[]; length: number }[] = [];
  for (const i of sorted) {
    const group = groups[groups.length - 1];
    if (group !== undefined && (group.members.length + 1) * lengths[i] * dModel <= stream) {
      group.members.push(i);
      group.length = lengths[i];
    } else groups.push({ members: [i], length: lengths[i] });
  }
  return groups;
}

/** [B, length] numbers, row by row, each filled up with `filler`. */
export function filledUp(rows: readonly ArrayLike<number>[], length: number, filler: number): Int32Array {
  const numbers = new Int32Array(rows.length * length).fill(filler);
  rows.forEach((row, b) => {
    numbers.set(row, b * length);
  });
  return numbers;
}
