/** Softmax at single places of a row of numbers, in float64 with our own exp: for eyes and choices, not for training. */
import { exp } from "./float64.ts";

/** Where the largest number stands; the first among equals. */
export function largestOf(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

/** exp(values[at]) / Σ exp(values) */
export function shareOf(values: ArrayLike<number>, at: number): number {
  const largest = values[largestOf(values)];
  let total = 0;
  for (let i = 0; i < values.length; i++) total += exp(values[i] - largest);
  return exp(values[at] - largest) / total;
}
