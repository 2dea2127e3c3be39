/**
 * How sure, in words, and what being so sure was worth in the model's exam.
 *
 * The words follow what was right when the model was so sure (its measured calibration), not what it claimed, wherever its folder has
 * evaluation.json.
 */
import type { SpokenToken } from "inkling";
import { field, parsed } from "../parts/json.ts";

export interface CalibrationBin {
  readonly low: number;
  readonly high: number;
  /** Guesses that were so sure. */
  readonly count: number;
  /** How sure they were on average, and which share of them was right. */
  readonly confidence: number;
  readonly accuracy: number;
}

export type Confidence = "certain" | "sure" | "leaning" | "guessing";

/** A bin of fewer guesses says too little. */
const FEWEST = 30;

export function binOf(probability: number, bins: readonly CalibrationBin[]): CalibrationBin | undefined {
  // As the engine counts them: a bin holds its upper end, not its lower one.
  const bin = bins.find(({ low, high }) => probability > low && probability <= high);
  return bin && bin.count >= FEWEST ? bin : undefined;
}

export function confidenceOf(probability: number, bins: readonly CalibrationBin[]): Confidence {
  const worth = binOf(probability, bins)?.accuracy ?? probability;
  if (worth >= 0.97) return "certain";
  if (worth >= 0.8) return "sure";
  return worth >= 0.5 ? "leaning" : "guessing";
}

/** The bins of evaluation.json; none if it is something else. */
export function binsFrom(evaluation: Uint8Array): readonly CalibrationBin[] {
  const bins = field(field(field(parsed(evaluation), "text"), "calibration"), "bins");
  if (!Array.isArray(bins)) return [];
  return bins.filter((bin): bin is CalibrationBin =>
    ["low", "high", "count", "confidence", "accuracy"].every((name) => Number.isFinite(field(bin, name))),
  );
}

/** How sure a token was: what was measured are the likeliest tokens; another that was drawn is a guess of its own. */
export function confidenceIn({ id, probability, likeliest }: SpokenToken, bins: readonly CalibrationBin[]) {
  const measured = likeliest.at(0)?.id === id ? bins : [];
  return { confidence: confidenceOf(probability, measured), bin: binOf(probability, measured) };
}
