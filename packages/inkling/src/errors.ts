/**
 * The one error type of the engine, and "did you mean".
 *
 * An InklingError is the user's to fix: it says what was given, what was expected and what to do.
 * Anything else that is thrown is a bug in Inkling.
 */
export class InklingError extends Error {
  override name = "InklingError";
}

/** The candidate with the fewest edits from `word`, if it is near enough to be a slip of the hand. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    // No fewer edits than that; and a stranger's file may hold a megabyte where a name belongs.
    if (Math.abs(candidate.length - word.length) >= fewest) continue;
    const distance = editDistance(word, candidate);
    if (distance < fewest) {
      best = candidate;
      fewest = distance;
    }
  }
  return best;
}

/** " (did you mean …?)" or nothing: the tail of an error about an unknown name. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const suggestion = nearest(word, candidates);
  return suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
}

/** Levenshtein's distance, one row at a time: insertions, deletions and replacements each cost 1. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
