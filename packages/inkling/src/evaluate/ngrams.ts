/**
 * Counting, the model before all models: how often did which token follow these n − 1 tokens?
 *
 *   p(w | h) = (c(h w) + T(h) · p(w | h')) / (c(h) + T(h))        interpolated Witten–Bell (Witten & Bell 1991)
 *
 * c(h w) counts w behind h, c(h) = Σ_w c(h w), T(h) is how many different tokens were seen behind h: the more there were,
 * the more is given to the shorter history h' (h without its oldest token). Behind the shortest stands 1/V for each token, so
 * every distribution sums to 1 and no token is impossible.
 *
 * Try it: `const bigram = new NgramModel(2, 300); bigram.learn([5, 6], 7); bigram.probability([5, 6], 7)`
 */
import { InklingError } from "../errors.ts";
import { log } from "../math/float64.ts";

/** A history is a node of a tree, the newest token next to the root. V8's maps hold at most 2^24 entries. */
const MOST_NODES = 1 << 24;

export class NgramModel {
  readonly order: number;
  readonly #vocabSize: number;
  /** parent · V + token → child */
  readonly #children = new Map<number, number>();
  /** node · V + token → how often the token followed that history */
  readonly #follows = new Map<number, number>();
  /** node → c(h) and T(h) */
  readonly #total: number[] = [0];
  readonly #kinds: number[] = [0];

  /** `order` 1 knows frequencies only, 2 looks one token back, … */
  constructor(order: number, vocabSize: number) {
    if (!Number.isSafeInteger(order) || order < 1)
      throw new InklingError(`The order of an n-gram model is ${order}, expected a whole number from 1 on.`);
    this.order = order;
    this.#vocabSize = vocabSize;
  }

  /** Counts `token` behind the end of `history`, of which the last n − 1 tokens matter. */
  learn(history: readonly number[], token: number): void {
    for (const node of this.#path(history, true)) {
      const key = node * this.#vocabSize + token;
      const before = this.#follows.get(key) ?? 0;
      this.#follows.set(key, before + 1);
      this.#total[node]++;
      if (before === 0) this.#kinds[node]++;
    }
  }

  /** ln p(token | history), the same bits in every runtime. */
  logProbability(history: readonly number[], token: number): number {
    return log(this.probability(history, token));
  }

  /** p(token | history), above 0 and summing to 1 over all tokens. A shorter history asks what a model of a lower order knows. */
  probability(history: readonly number[], token: number): number {
    let p = 1 / this.#vocabSize;
    for (const node of this.#path(history, false)) {
      const [total, kinds] = [this.#total[node], this.#kinds[node]];
      if (total === 0) break;
      p = ((this.#follows.get(node * this.#vocabSize + token) ?? 0) + kinds * p) / (total + kinds);
    }
    return p;
  }

  /** Whether a further token can be counted for certain. */
  get isFull(): boolean {
    return Math.max(this.#children.size, this.#follows.size) + this.order >= MOST_NODES;
  }

  /** The nodes of ever longer histories, from the empty one on; as far as they are known, unless they are made. */
  *#path(history: readonly number[], make: boolean): Generator<number> {
    let node = 0;
    yield node;
    const oldest = Math.max(0, history.length - (this.order - 1));
    for (let i = history.length - 1; i >= oldest; i--) {
      const key = node * this.#vocabSize + history[i];
      let child = this.#children.get(key);
      if (child === undefined) {
        if (!make) return;
        child = this.#total.push(0) - 1;
        this.#kinds.push(0);
        this.#children.set(key, child);
      }
      node = child;
      yield node;
    }
  }
}
