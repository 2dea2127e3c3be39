/**
 * The list of tokens: id ⇄ spelling, and which of them are special.
 *
 * Ids are 0 … size - 1 without holes, since each is a row of the model's embedding. Whatever the file says,
 * that is checked here once, so that nothing after needs to doubt it.
 *
 * Knows nothing about how text is cut or merged. Try it:
 * `createVocabulary([["a", 0], ["b", 1]], []).spellings[1] // "b"`
 */
import { InklingError } from "../errors.ts";
import { isWellFormed } from "./utf8.ts";

/**
 * The special tokens of every vocabulary that Inkling trains, always first: ids 0, 1 and 2. The first begins and
 * separates documents; the other two are the marks around a turn in a chat (the "ChatML" convention).
 */
export const SPECIAL_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] as const;

/** What may begin a document in a vocabulary from elsewhere, best first. */
const BOS_CANDIDATES = ["<|endoftext|>", "<s>", "<|begin_of_text|>"];

export interface Vocabulary {
  /** id → spelling */
  readonly spellings: readonly string[];
  /** spelling → id */
  readonly ids: ReadonlyMap<string, number>;
  /** spelling → id, the special ones only, in order of id */
  readonly specialTokens: ReadonlyMap<string, number>;
  readonly specialIds: ReadonlySet<number>;
  readonly bos: number | undefined;
}

/**
 * Builds the vocabulary from pairs [spelling, id]; those in `special` may be in `entries` too, with the same id.
 * Throws InklingError for ids that are not whole numbers, repeat, or leave holes, and for broken spellings.
 */
export function createVocabulary(
  entries: Iterable<readonly [spelling: string, id: number]>,
  special: Iterable<readonly [spelling: string, id: number]>,
): Vocabulary {
  const ids = new Map<string, number>();
  const specials = [...special].sort(([, a], [, b]) => a - b);
  for (const [spelling, id] of [...entries, ...specials]) {
    const earlier = ids.get(spelling);
    if (earlier !== undefined && earlier !== id)
      throw new InklingError(
        `The token ${JSON.stringify(spelling)} has two ids, ${earlier} and ${id}. Give it one.`,
      );
    ids.set(spelling, id);
  }
  const specialTokens = new Map(specials);
  for (const spelling of specialTokens.keys())
    if (spelling === "") throw new InklingError("A special token is an empty string. Give it a spelling.");
  const bosSpelling = BOS_CANDIDATES.find((spelling) => specialTokens.has(spelling));
  return {
    spellings: spellingsInOrder(ids),
    ids,
    specialTokens,
    specialIds: new Set(specialTokens.values()),
    bos: bosSpelling === undefined ? undefined : specialTokens.get(bosSpelling),
  };
}

/** n tokens with n different ids below n: then there is no hole either. */
function spellingsInOrder(ids: ReadonlyMap<string, number>): string[] {
  const size = ids.size;
  const spellings = new Array<string>(size);
  for (const [spelling, id] of ids) {
    const name = JSON.stringify(spelling);
    if (!Number.isInteger(id) || id < 0)
      throw new InklingError(`The token ${name} has the id ${id}. An id is a whole number from 0 on.`);
    if (id >= size)
      throw new InklingError(
        `The token ${name} has the id ${id}, but there are only ${size} tokens: ids must run from 0 to ${size - 1} without holes.`,
      );
    if (spellings[id] !== undefined)
      throw new InklingError(
        `The id ${id} is given to two tokens, ${JSON.stringify(spellings[id])} and ${name}. Each token needs its own.`,
      );
    if (!isWellFormed(spelling))
      throw new InklingError(
        `The token with the id ${id} is spelled ${name}, which holds half a character (a lone surrogate). Spell it in whole ones.`,
      );
    spellings[id] = spelling;
  }
  return spellings;
}
