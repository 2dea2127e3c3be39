/**
 * Generation: one token at a time, each appended to what the next one is chosen from.
 *
 * It knows ids only: text is joined to it in the CLI, the server and the lab. Try it:
 *   for await (const { id } of generate(model, [1, 2, 3], { maxTokens: 20, seed: 7 })) …
 *
 * Beyond the context: a sliding window. When the model's context is full, the older half is forgotten and the newer
 * half is read again from position 0; the cache then fills up anew. (Re-reading at every token would keep a little
 * more in view, at contextLength times the cost.) A prompt longer than the context keeps its last contextLength ids.
 */
import { InklingError } from "../errors.ts";
import { RandomStream } from "../math/random.ts";
import { shareOf } from "../math/shares.ts";
import { checkIds } from "../model/ids.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { KvCache } from "./kvCache.ts";
import { sample } from "./sampler.ts";
import { defaultSamplingSettings, type SamplingSettings } from "./settings.ts";

export interface GenerateOptions extends Partial<SamplingSettings> {
  /** At most this many tokens; 256 unless told otherwise. */
  readonly maxTokens?: number;
  /** The same seed gives the same tokens, everywhere. */
  readonly seed?: number;
  /** A token that ends the text; it is not yielded. */
  readonly stopIds?: ReadonlySet<number>;
}

export interface GeneratedToken {
  readonly id: number;
  /** How likely the model itself found it: before temperature, cuts and penalties. */
  readonly probability: number;
  /** The logits it was chosen from, [V]. */
  readonly logits: ArrayLike<number>;
}

/** From this many tokens on, a packed copy of the weights saves more time than it takes to make. */
const WORTH_PACKING = 8;

class ChosenToken implements GeneratedToken {
  readonly id: number;
  readonly logits: ArrayLike<number>;

  constructor(id: number, logits: ArrayLike<number>) {
    this.id = id;
    this.logits = logits;
  }

  /** Computed for those who ask: a softmax over the vocabulary takes longer than choosing the token. */
  get probability(): number {
    return shareOf(this.logits, this.id);
  }
}

export async function* generate(
  model: LanguageModel,
  prompt: readonly number[],
  options: GenerateOptions = {},
): AsyncGenerator<GeneratedToken> {
  for await (const [token] of generateBatch(model, [prompt], options)) if (token) yield token;
}

/**
 * Several texts at once, a token of each per step: the weights are fetched once for all of them. Text i is what
 * `generate` gives for its prompt and seed + i. Where a text has ended, undefined is yielded until all have.
 *
 * All prompts must be equally long, so that all texts stand at the same position of one cache.
 */
export async function* generateBatch(
  model: LanguageModel,
  prompts: readonly (readonly number[])[],
  options: GenerateOptions = {},
): AsyncGenerator<readonly (GeneratedToken | undefined)[]> {
  const { maxTokens = 256, seed = 42, stopIds = new Set(), ...sampling } = options;
  const settings: SamplingSettings = { ...defaultSamplingSettings(), ...sampling };
  for (const prompt of prompts) checkPrompt(model, prompt);
  checkEqualLengths(prompts);
  if (!(maxTokens >= 0)) throw new InklingError(`maxTokens is ${maxTokens}, expected a number from 0 up.`);
  const { contextLength } = model.config;
  const capacity = Math.min(contextLength, prompts[0].length + maxTokens);
  const cache = new KvCache(model.engine, model.config, prompts.length, capacity);
  const texts = prompts.map((prompt, i) => ({
    ids: [...prompt],
    seen: new Set(prompt),
    random: new RandomStream(seed + i, "sample"),
    ended: false,
  }));
  let unread = Math.min(contextLength, prompts[0].length);
  const packed = maxTokens >= WORTH_PACKING;
  try {
    if (packed) model.parameters.packed.hold();
    for (let count = 0; count < maxTokens; count++) {
      if (cache.length + unread > contextLength) {
        cache.clear();
        unread = Math.max(1, Math.floor(contextLength / 2));
      }
      const logits = await nextLogits(
        model,
        texts.map(({ ids }) => ids.slice(-unread)),
        cache,
      );
      const tokens = texts.map((text, i) => {
        const id = text.ended ? 0 : sample(logits[i], settings, text.seen, () => text.random.uniform());
        text.ended ||= stopIds.has(id);
        text.ids.push(id); // an ended text goes on with something, which nobody sees
        text.seen.add(id);
        return text.ended ? undefined : new ChosenToken(id, logits[i]);
      });
      if (texts.every(({ ended }) => ended)) return;
      yield tokens;
      unread = 1;
    }
  } finally {
    if (packed) model.parameters.packed.letGo();
    cache.dispose();
  }
}

/** What the model makes of each text's next token, [V], after reading `rows` behind what the cache holds. */
async function nextLogits(
  model: LanguageModel,
  rows: readonly (readonly number[])[],
  cache: KvCache,
): Promise<ArrayLike<number>[]> {
  const { engine, config } = model;
  const shape = [rows.length, rows[0].length];
  const all = await engine.step(() =>
    model.forward(engine.ids(shape, rows.flat()), { cache, lastOnly: true }).read(),
  );
  return rows.map((_, i) => all.subarray(i * config.vocabSize, (i + 1) * config.vocabSize));
}

function checkPrompt({ config }: LanguageModel, prompt: readonly number[]): void {
  if (prompt.length === 0) {
    throw new InklingError(
      "There is no prompt to continue: give at least one id (a model's text begins with its BOS).",
    );
  }
  checkIds(prompt, config.vocabSize, "The prompt");
}

function checkEqualLengths(prompts: readonly (readonly number[])[]): void {
  const lengths = new Set(prompts.map(({ length }) => length));
  if (lengths.size === 1) return;
  throw new InklingError(
    lengths.size === 0
      ? "There are no prompts to continue: give at least one."
      : `The prompts are ${[...lengths].join(", ")} ids long; in one batch all must be equally long. Group them by length.`,
  );
}
