/**
 * How the learning rate moves: up in a straight line, then down along half a cosine (Loshchilov & Hutter 2017).
 *
 *   warm-up   η · (step + 1) / warmup
 *   after     ηmin + ½ (η − ηmin) (1 + cos(π · progress)),   progress from 0 to 1 over what is left
 */
import { cos } from "../math/float64.ts";
import type { TrainSettings } from "./settings.ts";

type Rates = Pick<TrainSettings, "steps" | "warmup" | "lr" | "minLr">;

/** The learning rate of step number `step`, counted from 0. */
export function learningRate(step: number, { steps, warmup, lr, minLr }: Rates): number {
  if (step < warmup) return (lr * (step + 1)) / warmup;
  const progress = Math.min(1, (step - warmup) / Math.max(1, steps - warmup));
  const lowest = Math.min(minLr, lr);
  return lowest + 0.5 * (lr - lowest) * (1 + cos(Math.PI * progress));
}
