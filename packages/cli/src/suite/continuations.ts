/** Continues many prompts, those of one length together: a batch fetches the weights once for all its texts. */
import { type GenerateOptions, generateBatch, type LanguageModel, type Tokenizer } from "inkling";
import { breathe } from "../shared/interrupt.ts";

/** More texts in a batch gain little, and the short ones wait longer for the long. */
const MOST_TOGETHER = 32;

export interface Said {
  /** Without special tokens. */
  readonly text: string;
  readonly ids: readonly number[];
  /** By itself, not cut off. */
  readonly ended: boolean;
  /** It has special tokens, or ids that the tokenizer doesn't know. */
  readonly special: boolean;
}

export interface Speaker {
  readonly model: LanguageModel;
  readonly tokenizer: Tokenizer;
}

export interface ContinueOptions extends GenerateOptions {
  readonly maxTokens: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}

/**
 * What follows each prompt, in their order. A prompt's draws are those of `generate` with the seed `seed` + the prompt's place when
 * they are put in order of their lengths, those of one length as they come.
 */
export async function continueAll(
  { model, tokenizer }: Speaker,
  prompts: readonly (readonly number[])[],
  { maxTokens, seed, onProgress = () => {}, ...options }: ContinueOptions,
): Promise<readonly Said[]> {
  const order = prompts.map((_, i) => i).sort((a, b) => prompts[a].length - prompts[b].length || a - b);
  const said: Said[] = [];
  for (let start = 0; start < order.length; ) {
    const { length } = prompts[order[start]];
    let end = start + 1;
    while (end < order.length && end - start < MOST_TOGETHER && prompts[order[end]].length === length) end++;
    const places = order.slice(start, end);
    const texts: number[][] = places.map(() => []);
    const batch = places.map((place) => prompts[place]);
    for await (const tokens of generateBatch(model, batch, { ...options, maxTokens, seed: seed + start })) {
      tokens.forEach((token, i) => {
        if (token) texts[i].push(token.id);
      });
      await breathe();
    }
    places.forEach((place, i) => {
      said[place] = saidIn(texts[i], { tokenizer, maxTokens });
    });
    start = end;
    onProgress(end);
  }
  return said;
}

function saidIn(
  ids: readonly number[],
  { tokenizer, maxTokens }: { readonly tokenizer: Tokenizer; readonly maxTokens: number },
): Said {
  const specials = new Set(tokenizer.specialTokens.values());
  // A model's vocabulary may be padded beyond its tokenizer's: such an id has no text.
  const known = ids.filter((id) => id < tokenizer.vocabSize);
  return {
    text: tokenizer.decode(known, { special: "skip" }),
    ids,
    ended: ids.length < maxTokens,
    special: known.length < ids.length || ids.some((id) => specials.has(id)),
  };
}
