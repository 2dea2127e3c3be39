/**
 * Cutting a stream of text at every match of a regular expression, however the stream is chunked.
 *
 * The difficulty: at the end of what has arrived, a match may be unfinished ("\n" of a "\n\n"), too
 * short (`-+` could take more) or wrong (a lookahead sees the end). So the stream is first laid into
 * blocks of exactly `reach` code units, and a match counts only if `reach` more units have been seen
 * beyond its end, or the stream has ended. What is cut then depends on the text alone, and it is what a
 * search over the whole text would find as long as no match needs to look further than `reach`.
 *
 * Refuses to know: what is between the cuts.
 */

/** How many UTF-16 code units a match may span, look ahead and look behind. */
export const reach = 65_536;

/** The parts between matches, empty ones included; `separator` must have the flags g and u. Linear in the text. */
export async function* splitAt(chunks: AsyncIterable<string>, separator: RegExp): AsyncGenerator<string> {
  // The current part is settled + window[start…]. The window keeps `reach` units before `search`, where the
  // next match is looked for: enough for a lookbehind. All before that is settled.
  let settled: string[] = [];
  let window = "";
  let start = 0;
  let search = 0;

  /** The parts that end at a match which ends at or before `limit`. */
  function* partsUntil(limit: number): Generator<string> {
    while (true) {
      separator.lastIndex = search;
      const match = separator.exec(window);
      if (match === null || match.index + match[0].length > limit) {
        // No match begins before `limit`, or the first that does must wait for more text.
        search = Math.max(search, Math.min(match?.index ?? limit, limit));
        return;
      }
      const end = match.index + match[0].length;
      // An empty match, such as (?=^CHAPTER), would be found again: step over the next character.
      search = match[0] === "" ? end + widthAt(window, end) : end;
      yield settled.join("") + window.slice(start, match.index);
      settled = [];
      start = end;
    }
  }

  for await (const block of inBlocks(chunks, reach)) {
    window += block;
    yield* partsUntil(window.length - reach);
    const behind = search - reach;
    if (behind <= 0) continue;
    if (behind > start) settled.push(window.slice(start, behind));
    window = window.slice(behind);
    start = Math.max(0, start - behind);
    search = reach;
  }
  yield* partsUntil(window.length);
  yield settled.join("") + window.slice(start);
}

/** The same text in blocks of exactly `size` code units, the last one shorter. */
export async function* inBlocks(chunks: AsyncIterable<string>, size: number): AsyncGenerator<string> {
  let waiting: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < size) continue;
    const text = waiting.join("");
    let at = 0;
    for (; at + size <= length; at += size) yield text.slice(at, at + size);
    waiting = [text.slice(at)];
    length -= at;
  }
  if (length > 0) yield waiting.join("");
}

/** Code units of the character at `at`: 2 for a surrogate pair. */
function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
