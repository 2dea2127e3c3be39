/**
 * Byte-pair encoding: merging the symbols of one piece, by the list of merges that training made.
 *
 *     l o w e r  →  lo w e r  →  low e r  →  low er  →  lower
 *
 * Again and again, of all neighbours in the piece, the pair with the lowest rank (the one training merged
 * first) becomes one symbol; of equal pairs, the leftmost. When no neighbours are in the list, it is done.
 *
 * Written twice. `mergeByScanning` is that sentence as a loop: best to read, fast for words, and it can report
 * each step. It looks at the whole piece for each merge, so a piece of a million letters would take forever;
 * `mergeByHeap` does the same in n·log n. A test holds them equal.
 *
 * Knows only ids: neither text nor vocabulary. Try it:
 * `mergeByScanning([0, 1, 0], createMergeTable([{ left: 0, right: 1, merged: 2 }])) // [2, 0]`
 *
 * Source: Sennrich, Haddow, Birch 2016, "Neural Machine Translation of Rare Words with Subword Units", section 3.2.
 */
import { InklingError } from "../errors.ts";
import { Heap } from "./heap.ts";

/** left, right → merged, as ids. */
export interface Merge {
  left: number;
  right: number;
  merged: number;
}

export interface MergeTable {
  /** The merge's place in the list, or -1 when this pair is never merged. */
  rankOf(left: number, right: number): number;
  /** rank → merge */
  readonly merges: readonly Merge[];
}

/** Is told each merge: where its left symbol stood, and its rank. */
export type MergeVisitor = (position: number, rank: number) => void;

/**
 * A table of pairs, so that a rank is found in about one look. It is a `Map` from pair to rank, written out: each
 * pair's slot is given by its hash, and if that is taken by another, it is the next one that is free. (A `Map`
 * would need a string for a key, or a number beyond 2^31, or a map of maps: slower, see docs/log.md.)
 *
 * Throws InklingError if a pair is in the list twice: its rank would be ambiguous.
 */
export function createMergeTable(merges: readonly Merge[]): MergeTable {
  let size = 2;
  while (size < 2 * merges.length) size *= 2; // a power of two, and never more than half full
  const rankPlus1 = new Int32Array(size); // 0: a free slot
  const lefts = new Int32Array(size);
  const rights = new Int32Array(size);
  /** The slot that holds the pair, or else the free one where it would go. */
  const slotOf = (left: number, right: number): number => {
    const hash = Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b); // odd constants that mix the bits
    let slot = (hash ^ (hash >>> 15)) & (size - 1);
    while (rankPlus1[slot] !== 0 && (lefts[slot] !== left || rights[slot] !== right))
      slot = (slot + 1) & (size - 1);
    return slot;
  };
  merges.forEach(({ left, right }, rank) => {
    const slot = slotOf(left, right);
    if (rankPlus1[slot] !== 0)
      throw new InklingError(
        `Merge ${rank} repeats merge ${rankPlus1[slot] - 1}. Each pair has one place in the list; remove one of the two.`,
      );
    rankPlus1[slot] = rank + 1;
    lefts[slot] = left;
    rights[slot] = right;
  });
  return { merges, rankOf: (left, right) => rankPlus1[slotOf(left, right)] - 1 };
}

/** Above this length the heap is faster than looking at everything each time. */
const LONG = 48;

/** Merges the symbols of one piece. Changes `symbols` or not; use what is returned. */
export function mergeSymbols(symbols: number[], table: MergeTable): number[] {
  if (table.merges.length === 0) return symbols;
  return symbols.length > LONG ? mergeByHeap(symbols, table) : mergeByScanning(symbols, table);
}

/** The plain loop. Time: symbols × merges made. */
export function mergeByScanning(
  symbols: readonly number[],
  table: MergeTable,
  visit?: MergeVisitor,
): number[] {
  const merged = [...symbols];
  for (;;) {
    let best = -1;
    let position = -1;
    for (let i = 0; i + 1 < merged.length; i++) {
      const rank = table.rankOf(merged[i], merged[i + 1]);
      if (rank !== -1 && (best === -1 || rank < best)) {
        best = rank;
        position = i;
      }
    }
    if (best === -1) return merged;
    merged.splice(position, 2, table.merges[best].merged);
    visit?.(position, best);
  }
}

const GONE = -1;

/**
 * The same with a heap of candidate pairs and a linked list of symbols. A merge touches only its two neighbours;
 * candidates that no longer exist are recognised when they come up. Time: n log n.
 */
export function mergeByHeap(symbols: readonly number[], table: MergeTable): number[] {
  const n = symbols.length;
  const ids = Int32Array.from(symbols); // GONE where a symbol was swallowed by the one before it
  const next = Int32Array.from(symbols, (_, i) => i + 1); // n: the end
  const previous = Int32Array.from(symbols, (_, i) => i - 1);
  // A candidate is one number, rank · n + position: its order is "lowest rank, then leftmost".
  const candidates = new Heap<number>((a, b) => a < b);
  const consider = (left: number): void => {
    if (left < 0 || next[left] >= n) return;
    const rank = table.rankOf(ids[left], ids[next[left]]);
    if (rank !== -1) candidates.push(rank * n + left);
  };
  for (let i = 0; i + 1 < n; i++) consider(i);

  for (;;) {
    const candidate = candidates.pop();
    if (candidate === undefined) break;
    const left = candidate % n;
    const rank = (candidate - left) / n;
    const right = next[left];
    // Stale: one of its two symbols has been merged otherwise since.
    if (ids[left] === GONE || right >= n || table.rankOf(ids[left], ids[right]) !== rank) continue;
    ids[left] = table.merges[rank].merged;
    ids[right] = GONE;
    next[left] = next[right];
    if (next[left] < n) previous[next[left]] = left;
    consider(previous[left]);
    consider(left);
  }
  return Array.from(ids.filter((id) => id !== GONE));
}
