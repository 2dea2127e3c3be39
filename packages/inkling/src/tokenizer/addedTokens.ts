/**
 * Added tokens: spellings that are found in the text before anything else is done with it.
 *
 * Most are special: "<|endoftext|>" means "the document ends here", but only as a token. A user can type those 13
 * characters, so text from outside must never be searched for them; a chat template that we wrote ourselves must be.
 * The others (tokenizer.json calls them not special) are ordinary text that some fine-tuning gave an id of its own,
 * and are always found.
 *
 * Knows nothing about how the rest is encoded. Try it:
 * `[...createTokenFinder([specialToken("<s>", 1)]).split("a<s>b", "parse")]`
 */
import { classOf, isWordCharacter, SPACE } from "./unicode.ts";
import { codePointAt } from "./utf8.ts";

export interface AddedToken {
  readonly content: string;
  readonly id: number;
  readonly special: boolean;
  /** Look for it after the normaliser has been at work, not before. */
  readonly normalized: boolean;
  /** Only where no letter, digit or mark touches it. */
  readonly singleWord: boolean;
  /** The white space before it belongs to it; rstrip: the white space after it. */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
}

/** A special token as Inkling makes them: found as it is spelled, or not at all. */
export function specialToken(content: string, id: number): AddedToken {
  return { content, id, special: true, normalized: false, singleWord: false, lstrip: false, rstrip: false };
}

/** A stretch of text: either one added token, or what lies between two. Stretches tile the text. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly token: AddedToken | undefined;
}

export interface TokenFinder {
  split(text: string, special: "text" | "parse"): Iterable<Found>;
}

/**
 * Cuts texts at these tokens: the leftmost first, and of those that begin at the same place the longest, as Hugging
 * Face's tokenizers does. A token found where it does not count (a special one in "text", half a word where a whole
 * one is asked for) is text, and so is any other token inside it.
 *
 * The tokens lie in a sorted list: those that begin with the text's next letters stand side by side in it, and each
 * further letter narrows the range. So a million tokens cost no more than twenty times as much as two.
 *
 * @param spelledAs how the text spells a token, if not as its content
 */
export function createTokenFinder(
  tokens: readonly AddedToken[],
  spelledAs: (token: AddedToken) => string = ({ content }) => content,
): TokenFinder {
  const spelled = new Map(tokens.map((token) => [spelledAs(token), token]));
  const spellings = [...spelled.keys()].sort(); // by UTF-16 units, as the search compares them
  const inOrder = spellings.map((spelling) => spelled.get(spelling)!);
  const begins = new Uint8Array(spellings.length === 0 ? 0 : 0x10000);
  for (const spelling of spellings) begins[spelling.charCodeAt(0)] = 1;
  const isNeverText = tokens.some(({ special }) => !special);

  function* search(text: string, special: "text" | "parse"): Generator<Found> {
    let done = 0; // where the text that is not yet handed out begins
    let spacesEnd = 0; // of the last white space looked at, so that none is looked at twice
    for (let at = 0; at < text.length; ) {
      const index = begins[text.charCodeAt(at)] === 1 ? longestAt(spellings, text, at) : NONE;
      if (index === NONE) {
        at++;
        continue;
      }
      const token = inOrder[index];
      let start = at;
      let end = at + spellings[index].length;
      at = end;
      if (token.special && special === "text") continue;
      if (token.singleWord && !standsAlone(text, start, end)) continue;
      if (token.lstrip) while (start > done && isSpaceAt(text, start - 1)) start--;
      if (token.rstrip) {
        spacesEnd = Math.max(end, spacesEnd);
        while (isSpaceAt(text, spacesEnd)) spacesEnd++;
        end = spacesEnd;
      }
      if (start > done) yield { start: done, end: start, token: undefined };
      yield { start, end, token };
      done = end;
    }
    if (done < text.length) yield { start: done, end: text.length, token: undefined };
  }

  return {
    split(text, special) {
      if (text === "") return [];
      const nothingToFind = spellings.length === 0 || (special === "text" && !isNeverText);
      return nothingToFind ? [{ start: 0, end: text.length, token: undefined }] : search(text, special);
    },
  };
}

const NONE = -1;

/** The index of the longest spelling with which text[at …] begins. */
function longestAt(spellings: readonly string[], text: string, at: number): number {
  let longest = NONE;
  let from = 0;
  let to = spellings.length;
  // All of spellings[from … to) begin with the `depth` units of the text that have been compared.
  for (let depth = 0; from < to; depth++) {
    if (spellings[from].length === depth) longest = from++; // the shortest of them stands first
    const unit = text.charCodeAt(at + depth); // NaN at the end: then the range becomes empty
    from = firstNotBelow(spellings, depth, unit, from, to);
    to = firstNotBelow(spellings, depth, unit + 1, from, to);
  }
  return longest;
}

/** The first of spellings[from … to) whose unit at `depth` is not below `unit`, by halving. */
function firstNotBelow(
  spellings: readonly string[],
  depth: number,
  unit: number,
  from: number,
  to: number,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spellings[middle].charCodeAt(depth) < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSpaceAt(text: string, index: number): boolean {
  return index < text.length && classOf(text.charCodeAt(index)) === SPACE; // all white space is one unit
}

/** No word character before it, none after it. */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = start >= 2 && codePointAt(text, start - 2) > 0xffff ? start - 2 : start - 1;
  const touchesBefore = start > 0 && isWordCharacter(codePointAt(text, before));
  return !touchesBefore && !(end < text.length && isWordCharacter(codePointAt(text, end)));
}
