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
import { exp } from "../math/float64.ts";
import { RandomStream } from "../math/random.ts";
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

class ChosenToken implements GeneratedToken {
  readonly id: number;
  readonly logits: ArrayLike<number>;

  constructor(id: number, logits: ArrayLike<number>) {
    this.id = id;
    this.logits = logits;
  }

  /** Computed for those who ask: a softmax over the vocabulary takes longer than choosing the token. */
  get probability(): number {
    return probabilityOf(this.logits, this.id);
  }
}

export async function* generate(
  model: LanguageModel,
  prompt: readonly number[],
  options: GenerateOptions = {},
): AsyncGenerator<GeneratedToken> {
  const { maxTokens = 256, seed = 42, stopIds = new Set(), ...sampling } = options;
  const settings: SamplingSettings = { ...defaultSamplingSettings(), ...sampling };
  checkPrompt(model, prompt);
  if (!(maxTokens >= 0)) throw new InklingError(`maxTokens is ${maxTokens}, expected a number from 0 up.`);
  const { contextLength } = model.config;
  const random = new RandomStream(seed, "sample");
  const cache = new KvCache(
    model.engine,
    model.config,
    1,
    Math.min(contextLength, prompt.length + maxTokens),
  );
  const text = [...prompt];
  const seen = new Set(prompt);
  let unread = text.slice(-contextLength);
  try {
    for (let count = 0; count < maxTokens; count++) {
      if (cache.length + unread.length > contextLength) {
        cache.clear();
        unread = text.slice(-Math.max(1, Math.floor(contextLength / 2)));
      }
      const logits = await nextLogits(model, unread, cache);
      const id = sample(logits, settings, seen, () => random.uniform());
      if (stopIds.has(id)) return;
      yield new ChosenToken(id, logits);
      text.push(id);
      seen.add(id);
      unread = [id];
    }
  } finally {
    cache.dispose();
  }
}

/** What the model makes of the next token, [V], after reading `ids` behind what the cache holds. */
function nextLogits(
  model: LanguageModel,
  ids: readonly number[],
  cache: KvCache,
): Promise<ArrayLike<number>> {
  const { engine } = model;
  return engine.step(() => model.forward(engine.ids([1, ids.length], ids), { cache, lastOnly: true }).read());
}

/** Softmax at one place. */
function probabilityOf(logits: ArrayLike<number>, id: number): number {
  let max = -Infinity;
  for (let i = 0; i < logits.length; i++) max = Math.max(max, logits[i]);
  let total = 0;
  for (let i = 0; i < logits.length; i++) total += exp(logits[i] - max);
  return exp(logits[id] - max) / total;
}

function checkPrompt({ config }: LanguageModel, prompt: readonly number[]): void {
  if (prompt.length === 0) {
    throw new InklingError(
      "There is no prompt to continue: give at least one id (a model's text begins with its BOS).",
    );
  }
  checkIds(prompt, config.vocabSize, "The prompt");
}
