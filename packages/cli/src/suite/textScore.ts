/** How a text's tokens are counted and scored: the counting models learn from windows, and are scored on the very targets a model is. */
import {
  type Calibration,
  Calibrator,
  type EvaluationWindow,
  InklingError,
  NgramModel,
  type Surprise,
} from "inkling";

/** How many tokens a counting model looks at, the one to be foreseen included. */
const orders = [
  { name: "unigram", order: 1 },
  { name: "bigram", order: 2 },
  { name: "5-gram", order: 5 },
] as const;
const LARGEST = 5;

export interface TextResult {
  readonly suite: "text";
  readonly tokens: number;
  readonly bytes: number;
  /** Tokens that the counting models learned from; 0 if there are none. */
  readonly trainTokens: number;
  /** There was more to learn from: they stopped at --train-tokens. */
  readonly trainCut: boolean;
  readonly bitsPerByte: { readonly model: number; readonly [baseline: string]: number };
  readonly calibration: Calibration;
}

/** What follows what in a training text, up to `most` tokens of it. */
export class Counts {
  readonly #ngrams: NgramModel;
  readonly #most: number;
  #tokens = 0;
  #cut = false;

  constructor(vocabSize: number, most: number) {
    this.#ngrams = new NgramModel(LARGEST, vocabSize);
    this.#most = most;
  }

  get tokens(): number {
    return this.#tokens;
  }

  /** Not all was counted that there was. */
  get cut(): boolean {
    return this.#cut;
  }

  add(window: EvaluationWindow): void {
    for (const { history, target } of scoredIn(window)) {
      this.#cut ||= this.#tokens === this.#most || this.#ngrams.isFull;
      if (this.#cut) return;
      this.#ngrams.learn(history, target);
      this.#tokens++;
    }
  }

  /** ln p of the target by each counting model, in the order of `orders`. */
  logProbabilities(history: readonly number[], target: number): number[] {
    return orders.map(({ order }) =>
      this.#ngrams.logProbability(history.slice(Math.max(0, history.length - order + 1)), target),
    );
  }
}

export class TextScore {
  tokens = 0;
  #bytes = 0;
  #nats = 0;
  readonly #counts: Counts | undefined;
  readonly #natsOfCounts: number[] = orders.map(() => 0);
  readonly #calibrator = new Calibrator();

  constructor(counts: Counts | undefined) {
    this.#counts = counts;
  }

  /** `found`: what the model thought of the window's scored targets, in order. */
  add(window: EvaluationWindow, found: readonly Surprise[]): void {
    let n = 0;
    for (const { history, target } of scoredIn(window)) {
      const { logProbability, best, bestProbability } = found[n++];
      this.#nats -= logProbability;
      this.#calibrator.add({ confidence: bestProbability, right: best === target });
      this.#counts?.logProbabilities(history, target).forEach((logP, i) => {
        this.#natsOfCounts[i] -= logP;
      });
    }
    this.tokens += n;
    this.#bytes += window.bytes;
  }

  result(): TextResult {
    if (this.#bytes === 0)
      throw new InklingError(
        "No scored token of this data stands for any text, so there are no bits per byte.",
      );
    const bits = (nats: number) => nats / Math.LN2 / this.#bytes;
    const baselines = orders.map(({ name }, i) => [name, bits(this.#natsOfCounts[i])] as const);
    return {
      suite: "text",
      tokens: this.tokens,
      bytes: this.#bytes,
      trainTokens: this.#counts?.tokens ?? 0,
      trainCut: this.#counts?.cut ?? false,
      bitsPerByte: { model: bits(this.#nats), ...(this.#counts ? Object.fromEntries(baselines) : {}) },
      calibration: this.#calibrator.result(),
    };
  }
}

/** Every target that is scored, with the few tokens before it in its window. */
function* scoredIn({ inputs, targets }: EvaluationWindow) {
  for (let t = 0; t < targets.length; t++) {
    if (targets[t] < 0) continue;
    yield { history: Array.from(inputs.subarray(Math.max(0, t + 2 - LARGEST), t + 1)), target: targets[t] };
  }
}
