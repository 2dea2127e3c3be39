/**
 * Stop strings in streamed text: text is passed on as soon as it can't be the beginning of a stop string any more.
 *
 * It knows nothing of ids: feed it what a tokenizer's decoder gives.
 */
export class StopStrings {
  readonly #stops: readonly string[];
  #held = "";
  #stopped = false;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop.length > 0);
  }

  /** True once a stop string has come by; nothing is passed on after it. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Takes the next piece of text; gives what may be shown now. The stop string itself never is. */
  push(piece: string): string {
    if (this.#stopped) return "";
    this.#held += piece;
    const places = this.#stops.map((stop) => this.#held.indexOf(stop)).filter((at) => at >= 0);
    if (places.length > 0) {
      this.#stopped = true;
      return this.#release(Math.min(...places));
    }
    return this.#release(this.#held.length - this.#suspicious());
  }

  /** The text has ended: gives what was held back. */
  end(): string {
    return this.#stopped ? "" : this.#release(this.#held.length);
  }

  /** How many characters at the end could be the beginning of a stop string. */
  #suspicious(): number {
    let most = 0;
    for (const stop of this.#stops) {
      for (let n = Math.min(stop.length - 1, this.#held.length); n > most; n--) {
        if (this.#held.endsWith(stop.slice(0, n))) most = n;
      }
    }
    return most;
  }

  #release(count: number): string {
    const shown = this.#held.slice(0, count);
    this.#held = this.#held.slice(count);
    return shown;
  }
}
