/**
 * A text too long to hold, cut into pieces that tokenise as the whole would.
 *
 * A piece ends after a character that is not white space and before a space or a line feed. No token of
 * the pre-tokenisers we know (character, gpt-2, smollm) reaches across such a place, and none looks across
 * it: they attach white space to what follows, never to what goes before. So
 * encode(a) ++ encode(b) = encode(a ++ b).
 *
 * Where a text has no such place for `pieceSize` code units (a picture in base64, say), it is cut between two
 * characters, which may cost one token at that border; every such cut follows from the text alone.
 *
 * Refuses to know: tokenizers, files.
 */
import { inBlocks } from "./separators.ts";
import { isSpace } from "./whiteSpace.ts";

/** The most code units of a piece: large enough that borders are rare, small enough to hold a few. */
export const pieceSize = 65_536;

/** The same text in pieces of at most `size` code units, however it was chunked. */
export async function* inPieces(chunks: AsyncIterable<string>, size = pieceSize): AsyncGenerator<string> {
  let rest = "";
  for await (const block of inBlocks(chunks, size)) {
    rest += block;
    // The unit at `size` must have arrived: whether a piece may end there depends on what comes next.
    while (rest.length > size) {
      const cut = lastCut(rest, size);
      yield rest.slice(0, cut);
      rest = rest.slice(cut);
    }
  }
  if (rest !== "") yield rest;
}

/** The last good place in text[1…limit]; without one, `limit`, or one less if that would halve a surrogate pair. */
function lastCut(text: string, limit: number): number {
  for (let at = limit; at > 0; at--) {
    const next = text.charCodeAt(at);
    const before = text.charCodeAt(at - 1);
    // U+0085 is white space to Unicode, and so to the pre-tokenisers, though not to ECMAScript.
    if ((next === 0x20 || next === 0x0a) && !isSpace(before) && before !== 0x85) return at;
  }
  const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000;
  const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
  const halves = isHigh(text.charCodeAt(limit - 1)) && isLow(text.charCodeAt(limit));
  return halves && limit > 1 ? limit - 1 : limit;
}
