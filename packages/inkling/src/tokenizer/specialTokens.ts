/**
 * Finding special tokens in a text. Only used when the caller asks for it (`special: "parse"`).
 *
 * "<|endoftext|>" means "the document ends here", but only as a token. A user can type those 13 characters, so
 * text from outside must never be searched; a chat template that we wrote ourselves must be.
 *
 * Knows nothing about ids. Try it: `[...splitOnSpecialTokens("a<|endoftext|>b", ["<|endoftext|>"])]`
 */

/** A stretch of text: either one special token, or what lies between two. Stretches tile the text. */
export interface Stretch {
  start: number;
  end: number;
  special: boolean;
}

/**
 * Cuts the text at the special tokens: the leftmost first, and of those that begin at the same place the
 * longest (as Hugging Face's tokenizers do). Each token's next place is looked up only after the last one
 * found has been passed, so the text is read once per special token.
 */
export function* splitOnSpecialTokens(text: string, specialTokens: Iterable<string>): Generator<Stretch> {
  const places = [...specialTokens].map((token) => ({ token, next: text.indexOf(token) }));
  let start = 0;
  for (;;) {
    let found: { token: string; next: number } | undefined;
    for (const place of places) {
      if (place.next !== -1 && place.next < start) place.next = text.indexOf(place.token, start);
      if (place.next === -1) continue;
      const isEarlier = found === undefined || place.next < found.next;
      const isLonger = place.next === found?.next && place.token.length > found.token.length;
      if (isEarlier || isLonger) found = place;
    }
    if (found === undefined) break;
    const end = found.next + found.token.length;
    if (found.next > start) yield { start, end: found.next, special: false };
    yield { start: found.next, end, special: true };
    start = end;
  }
  if (start < text.length) yield { start, end: text.length, special: false };
}
