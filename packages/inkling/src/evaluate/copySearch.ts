/**
 * Reads a training text past what a model said: which runs of words do they share, and which of its words are not there?
 *
 * First everything that was said is wanted, then the training text is read once, however long it is: memory follows what was
 * said. Words get numbers as they are wanted; all other words are 0, which no wanted run holds.
 *
 *   const search = new CopySearch([8, 16, 32]);
 *   search.want(wordsOf(answer)); search.read(wordsOf(trainingText)); search.copied()
 */
import { type Copied, RunFinder } from "./memorisation.ts";

export class CopySearch {
  readonly #finders: readonly RunFinder[];
  /** How many words a run can have before a border, and still cross it. */
  readonly #reach: number;
  readonly #numbers = new Map<string, number>();
  readonly #unmet = new Set<string>();
  #tail: readonly number[] = [];

  /** `lengths`: of the runs, in words. */
  constructor(lengths: readonly number[]) {
    this.#finders = lengths.map((length) => new RunFinder(length));
    this.#reach = Math.max(...lengths) - 1;
  }

  /** One answer, or another text whose runs don't cross into the next. */
  want(words: readonly string[]): void {
    for (const word of words) {
      if (this.#numbers.has(word)) continue;
      this.#numbers.set(word, this.#numbers.size + 1);
      this.#unmet.add(word);
    }
    const numbers = this.#numbered(words);
    for (const finder of this.#finders) finder.want(numbers);
  }

  /** Training text, after everything that is wanted. `continued`: it goes on where the text read before ended. */
  read(words: readonly string[], { continued = false }: { readonly continued?: boolean } = {}): void {
    this.meet(words);
    const numbers = [...(continued ? this.#tail : []), ...this.#numbered(words)];
    for (const finder of this.#finders) finder.read(numbers);
    this.#tail = this.#reach === 0 ? [] : numbers.slice(-this.#reach);
  }

  /** Training text that is seen but not learned, a user's message: its words are known, its runs are no model for an answer. */
  meet(words: readonly string[]): void {
    if (this.#unmet.size > 0) for (const word of words) this.#unmet.delete(word);
  }

  copied(): readonly Copied[] {
    return this.#finders.map((finder) => finder.result());
  }

  /** Whether a wanted word never came up in the training text. */
  isUnmet(word: string): boolean {
    return this.#unmet.has(word);
  }

  #numbered(words: readonly string[]): number[] {
    return words.map((word) => this.#numbers.get(word) ?? 0);
  }
}
