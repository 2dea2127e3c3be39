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
import type { AddedToken } from "./addedTokens.ts";
import { quoted } from "./quoted.ts";
import { isWellFormed } from "./utf8.ts";

/**
 * The special tokens of every vocabulary that Inkling trains, always first: ids 0, 1 and 2. The first begins and
 * separates documents; the other two are the marks around a turn in a chat (the "ChatML" convention).
 */
export const SPECIAL_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] as const;

/** What may begin a document in a vocabulary from elsewhere, best first. */
const BOS_CANDIDATES = ["<|endoftext|>", "<s>", "<|begin_of_text|>"];

/** Added tokens are looked for at every place of a text; so their length is what that may cost at worst. */
const LONGEST_ADDED = 512;

export interface Vocabulary {
  /** id → spelling */
  readonly spellings: readonly string[];
  /** spelling → id, of all tokens */
  readonly ids: ReadonlyMap<string, number>;
  /** spelling → id, without the tokens that only are added: what text can be encoded to, and merges may name */
  readonly modelIds: ReadonlyMap<string, number>;
  /** In order of id; the special tokens are among them. */
  readonly added: readonly AddedToken[];
  /** spelling → id, the special ones only, in order of id */
  readonly specialTokens: ReadonlyMap<string, number>;
  readonly specialIds: ReadonlySet<number>;
  readonly addedIds: ReadonlySet<number>;
  readonly bos: number | undefined;
}

/**
 * Builds the vocabulary from pairs [spelling, id]; the added tokens may be in `entries` too, with the same id.
 * Throws InklingError for ids that are not whole numbers, repeat, or leave holes, and for broken spellings.
 */
export function createVocabulary(
  entries: Iterable<readonly [spelling: string, id: number]>,
  addedTokens: Iterable<AddedToken>,
): Vocabulary {
  const modelIds = new Map<string, number>();
  for (const [spelling, id] of entries) giveId(modelIds, spelling, id);
  const ids = new Map(modelIds);
  const added = [...addedTokens].sort((a, b) => a.id - b.id);
  for (const { content, id } of added) {
    giveId(ids, content, id);
    if (content === "") throw new InklingError("An added token is an empty string. Give it a spelling.");
    if (content.length > LONGEST_ADDED)
      throw new InklingError(
        `The added token ${quoted(content)} has ${content.length} characters; ${LONGEST_ADDED} are the most. Is it a token?`,
      );
  }
  const specialTokens = new Map(
    added.filter(({ special }) => special).map(({ content, id }) => [content, id]),
  );
  const bosSpelling = BOS_CANDIDATES.find((spelling) => specialTokens.has(spelling));
  return {
    spellings: spellingsInOrder(ids),
    ids,
    modelIds,
    added,
    specialTokens,
    specialIds: new Set(specialTokens.values()),
    addedIds: new Set(added.map(({ id }) => id)),
    bos: bosSpelling === undefined ? undefined : specialTokens.get(bosSpelling),
  };
}

function giveId(ids: Map<string, number>, spelling: string, id: number): void {
  const earlier = ids.get(spelling);
  if (earlier !== undefined && earlier !== id)
    throw new InklingError(`The token ${quoted(spelling)} has two ids, ${earlier} and ${id}. Give it one.`);
  ids.set(spelling, id);
}

/** n tokens with n different ids below n: then there is no hole either. */
function spellingsInOrder(ids: ReadonlyMap<string, number>): string[] {
  const size = ids.size;
  const spellings = new Array<string>(size);
  for (const [spelling, id] of ids) {
    if (!Number.isInteger(id) || id < 0)
      throw new InklingError(
        `The token ${quoted(spelling)} has the id ${id}. An id is a whole number from 0 on.`,
      );
    if (id >= size)
      throw new InklingError(
        `The token ${quoted(spelling)} has the id ${id}, but there are only ${size} tokens: ids must run from 0 to ${size - 1} without holes.`,
      );
    if (spellings[id] !== undefined)
      throw new InklingError(
        `The id ${id} is given to two tokens, ${quoted(spellings[id])} and ${quoted(spelling)}. Each token needs its own.`,
      );
    if (!isWellFormed(spelling))
      throw new InklingError(
        `The token with the id ${id} is spelled ${quoted(spelling)}, which holds half a character (a lone surrogate). Spell it in whole ones.`,
      );
    spellings[id] = spelling;
  }
  return spellings;
}
