/**
 * A string in memory of its own.
 *
 * A slice of 13 characters or more only points into the text it was cut from (V8 does this to save copying). As
 * a key that is kept, it would keep the whole text: a corpus larger than memory would then not fit, for the sake
 * of a few long words.
 */

/** Shorter slices are copied by the engine itself. */
const SHORTEST_SLICE = 13;

/** A call takes only so many arguments. So long a piece is no word, and may keep its text. */
const LONGEST_COPY = 8192;

export function detached(text: string): string {
  if (text.length < SHORTEST_SLICE || text.length > LONGEST_COPY) return text;
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  return String.fromCharCode(...units);
}
