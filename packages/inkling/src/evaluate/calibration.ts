/**
 * Does the model know how sure it may be? Of all guesses made with 80% confidence, 80% should be right.
 *
 *   ECE = Σ_b (n_b / n) · | share right in bin b − mean confidence in bin b |        Guo et al. 2017
 *
 * A guess is the likeliest token, its confidence the probability the model gave it; bins are equally wide.
 */
import { InklingError } from "../errors.ts";

export interface Guess {
  /** Probability of the likeliest token, 0 to 1. */
  readonly confidence: number;
  /** The text went on with it. */
  readonly right: boolean;
}

export interface ReliabilityBin {
  /** Confidences from `low` (excluded, but for the first bin) to `high`. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Means over the bin; 0 if it is empty. */
  readonly confidence: number;
  readonly accuracy: number;
}

export interface Calibration {
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error, 0 to 1. */
  readonly expectedCalibrationError: number;
  readonly accuracy: number;
  readonly confidence: number;
  readonly count: number;
}

const BINS = 15;

export class Calibrator {
  readonly #count: number[];
  readonly #confidence: number[];
  readonly #right: number[];

  constructor(bins = BINS) {
    [this.#count, this.#confidence, this.#right] = [0, 0, 0].map((zero) =>
      new Array<number>(bins).fill(zero),
    );
  }

  add({ confidence, right }: Guess): void {
    if (!(confidence >= 0 && confidence <= 1))
      throw new InklingError(`A confidence is ${confidence}, expected a probability from 0 to 1.`);
    const bins = this.#count.length;
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    this.#count[bin]++;
    this.#confidence[bin] += confidence;
    if (right) this.#right[bin]++;
  }

  result(): Calibration {
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const count = sum(this.#count);
    const mean = (total: number, of: number) => (of === 0 ? 0 : total / of);
    const bins = this.#count.map((n, i) => ({
      low: i / this.#count.length,
      high: (i + 1) / this.#count.length,
      count: n,
      confidence: mean(this.#confidence[i], n),
      accuracy: mean(this.#right[i], n),
    }));
    const gaps = bins.map((bin) => bin.count * Math.abs(bin.accuracy - bin.confidence));
    return {
      bins,
      expectedCalibrationError: mean(sum(gaps), count),
      accuracy: mean(sum(this.#right), count),
      confidence: mean(sum(this.#confidence), count),
      count,
    };
  }
}
