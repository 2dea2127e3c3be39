/** How fast a run is, and how long it will take: the only place of a run that looks at a clock. */
import { performance } from "node:perf_hooks";
import type { TrainReport, TrainSettings } from "inkling";
import type { Pace } from "./reporter.ts";

export class PaceKeeper {
  readonly #settings: TrainSettings;
  #step: number;
  #since = 0;
  #tokens = 0;
  readonly #spent = { step: { seconds: 0, times: 0 }, evaluation: { seconds: 0, times: 0 } };

  constructor(settings: TrainSettings, step: number) {
    this.#settings = settings;
    this.#step = step;
  }

  /** The trainer goes to work now. */
  begin(): void {
    this.#since = performance.now();
  }

  /** The trainer has done this since `begin`. */
  add(report: TrainReport): void {
    const spent = this.#spent[report.kind];
    spent.seconds += (performance.now() - this.#since) / 1000;
    spent.times++;
    this.#step = report.step;
    if (report.kind === "step") this.#tokens += report.tokens;
  }

  now(): Pace {
    const { step, evaluation } = this.#spent;
    const { steps, evalEvery } = this.#settings;
    const evaluationsLeft = Math.ceil(steps / evalEvery) - Math.floor(this.#step / evalEvery);
    return {
      tokensPerSecond: step.seconds > 0 ? this.#tokens / step.seconds : 0,
      secondsLeft: (steps - this.#step) * mean(step) + evaluationsLeft * mean(evaluation),
    };
  }
}

function mean({ seconds, times }: { seconds: number; times: number }): number {
  return times === 0 ? 0 : seconds / times;
}
