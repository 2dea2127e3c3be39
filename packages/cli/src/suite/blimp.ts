/**
 * BLiMP, the benchmark of linguistic minimal pairs (Warstadt et al. 2020): 12 phenomena of English grammar in 67 paradigms, for each
 * 1,000 pairs of sentences of which one is right. A model passes a pair if it finds the right one likelier.
 */
import { strFromU8, unzipSync } from "fflate";
import { InklingError } from "inkling";

export interface MinimalPair {
  readonly good: string;
  readonly bad: string;
}

export interface Paradigm {
  readonly name: string;
  /** What it is an example of, such as "ellipsis": one of the paper's 12. */
  readonly phenomenon: string;
  readonly pairs: readonly MinimalPair[];
}

/** The file's "linguistics_term" of two paradigms that the paper and its results count as argument structure. */
const OTHER_NAMES: Readonly<Record<string, string>> = { "s-selection": "argument_structure" };

/** Larger than any of its files (615 KB), smaller than a zip bomb. */
const MOST_BYTES = 2_000_000;

/** All paradigms, by name; of each at most its first `pairs`. `zip` is BLiMP.zip; what else it may hold is left alone. */
export function readBlimp(zip: Uint8Array, pairs: number): readonly Paradigm[] {
  const files = unzipSync(zip, {
    filter: ({ name, originalSize }) => /^data\/\w+\.jsonl$/.test(name) && originalSize <= MOST_BYTES,
  });
  return Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => paradigmFrom(name, strFromU8(bytes), pairs));
}

function paradigmFrom(file: string, text: string, count: number): Paradigm {
  const lines = text.trim().split("\n").slice(0, count).map(parsed);
  const field = (line: unknown, name: string): string => {
    const value =
      typeof line === "object" && line !== null
        ? Object.entries(line).find(([key]) => key === name)
        : undefined;
    if (typeof value?.[1] === "string") return value[1];
    throw new InklingError(`${file}: a line has no "${name}". The file is damaged.`);
  };
  const term = field(lines[0], "linguistics_term");
  return {
    name: field(lines[0], "UID"),
    phenomenon: OTHER_NAMES[term] ?? term,
    pairs: lines.map((line) => ({ good: field(line, "sentence_good"), bad: field(line, "sentence_bad") })),
  };
}

/** undefined if it is no JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
