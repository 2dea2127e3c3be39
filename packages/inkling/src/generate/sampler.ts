/**
 * From logits to one token.
 *
 *   1. repetition penalty   logits of tokens that occurred: ÷ penalty if positive, × penalty if negative (Keskar 2019)
 *   2. temperature          logits ÷ temperature; 0 means: take the largest, nothing is drawn
 *   3. top-k                keep the k largest (Fan et al. 2018)
 *   4. top-p                keep the likeliest until their sum reaches p (Holtzman et al. 2020)
 *   5. min-p                keep what is at least p times as likely as the likeliest (Nguyen et al. 2024)
 *   6. draw                 one random number walks along what is left, in order of ids
 *
 * Each cut looks at the shares left by the one before, rescaled to sum to 1, as in Hugging Face's generate. Equal
 * logits: the lower id goes first. Everything is float64 with our own exp, so a seed gives the same text everywhere.
 * `sample` is the short way; `sampleShowingWork` keeps every stage for a reader's eyes, and a test holds them equal.
 */
import { InklingError } from "../errors.ts";
import { exp } from "../math/float64.ts";
import { checkSettings } from "../settings.ts";
import { type SamplingSettings, samplingSettings } from "./settings.ts";

/** One token still in the running, and its share of the probability. */
export interface Candidate {
  readonly id: number;
  readonly logit: number;
  readonly probability: number;
}

export type SamplingStage = "penalty" | "temperature" | "top-k" | "top-p" | "min-p";

export interface SamplingWork {
  /** The candidates after each stage, likeliest first. */
  readonly stages: readonly { readonly stage: SamplingStage; readonly candidates: readonly Candidate[] }[];
  /** The random number in [0, 1); undefined where temperature 0 left nothing to chance. */
  readonly draw: number | undefined;
  readonly id: number;
}

/** Picks a token. `seen`: ids that already occurred; `uniform`: the next random number in [0, 1). */
export function sample(
  logits: ArrayLike<number>,
  settings: SamplingSettings,
  seen: ReadonlySet<number>,
  uniform: () => number,
): number {
  checkSettings(samplingSettings, settings);
  const penalised = penalise(logits, settings.repetitionPenalty, seen);
  if (settings.temperature === 0) return largest(penalised);
  const { topK, topP, minP } = settings;
  let kept = shares(toCandidates(penalised, settings.temperature));
  if (topK > 0 || topP < 1) kept = likeliestFirst(kept);
  if (topK > 0) kept = cutTopK(kept, topK);
  if (topP < 1) kept = cutTopP(kept, topP);
  if (minP > 0) kept = cutMinP(kept, minP);
  return draw(topK > 0 || topP < 1 ? inIdOrder(kept) : kept, uniform());
}

/** The same choice with every stage kept. */
export function sampleShowingWork(
  logits: ArrayLike<number>,
  settings: SamplingSettings,
  seen: ReadonlySet<number>,
  uniform: () => number,
): SamplingWork {
  checkSettings(samplingSettings, settings);
  const { temperature, topK, topP, minP, repetitionPenalty } = settings;
  const penalised = penalise(logits, repetitionPenalty, seen);
  let candidates: readonly Candidate[] = likeliestFirst(shares(toCandidates(penalised, 1)));
  const stages: { stage: SamplingStage; candidates: readonly Candidate[] }[] = [];
  const keep = (stage: SamplingStage, after: readonly Candidate[]) => {
    candidates = after;
    stages.push({ stage, candidates });
  };
  keep("penalty", candidates);
  if (temperature === 0) return { stages, draw: undefined, id: largest(penalised) };
  keep("temperature", likeliestFirst(shares(toCandidates(penalised, temperature))));
  keep("top-k", topK > 0 ? cutTopK(candidates, topK) : candidates);
  keep("top-p", topP < 1 ? cutTopP(candidates, topP) : candidates);
  keep("min-p", minP > 0 ? cutMinP(candidates, minP) : candidates);
  const drawn = uniform();
  return { stages, draw: drawn, id: draw(inIdOrder(candidates), drawn) };
}

function penalise(logits: ArrayLike<number>, penalty: number, seen: ReadonlySet<number>): Float64Array {
  const result = new Float64Array(logits);
  if (!Number.isFinite(result[largest(result)])) {
    throw new InklingError(
      "The model's logits are not finite numbers, so no token can be chosen: its weights are damaged, or an edit is too strong.",
    );
  }
  if (penalty === 1) return result;
  for (const id of seen) {
    if (id < result.length) result[id] = result[id] > 0 ? result[id] / penalty : result[id] * penalty;
  }
  return result;
}

/** The likeliest token; the lowest id among equals; a NaN, if there is one. */
function largest(logits: Float64Array): number {
  let best = 0;
  for (let id = 0; id < logits.length; id++) if (!(logits[id] <= logits[best])) best = id;
  return best;
}

function toCandidates(logits: Float64Array, temperature: number): Candidate[] {
  // From the largest down, so that a tiny temperature gives −∞ for the others rather than ∞ − ∞.
  const top = logits[largest(logits)];
  return Array.from(logits, (logit, id) => ({ id, logit: (logit - top) / temperature, probability: 0 }));
}

/** Softmax over what is left. */
function shares(candidates: readonly Candidate[]): Candidate[] {
  const max = candidates.reduce((top, { logit }) => Math.max(top, logit), -Infinity);
  const weights = candidates.map(({ logit }) => exp(logit - max));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return candidates.map(({ id, logit }, i) => ({ id, logit, probability: weights[i] / total }));
}

function likeliestFirst(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => b.logit - a.logit || a.id - b.id);
}

/** candidates: likeliest first, here and in cutTopP. */
function cutTopK(candidates: readonly Candidate[], k: number): Candidate[] {
  return shares(candidates.slice(0, k));
}

/** The token that carries the sum over p is still kept, so at least one always is. */
function cutTopP(candidates: readonly Candidate[], p: number): Candidate[] {
  let reached = 0;
  let count = 0;
  while (count < candidates.length && (count === 0 || reached < p))
    reached += candidates[count++].probability;
  return shares(candidates.slice(0, count));
}

function cutMinP(candidates: readonly Candidate[], p: number): Candidate[] {
  const top = candidates.reduce((max, { probability }) => Math.max(max, probability), 0);
  return shares(candidates.filter(({ probability }) => probability >= p * top));
}

function inIdOrder(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => a.id - b.id);
}

/** Walks along the shares until the random number is used up. */
function draw(inOrder: readonly Candidate[], uniform: number): number {
  let left = uniform;
  for (const { id, probability } of inOrder) {
    left -= probability;
    if (left < 0) return id;
  }
  return inOrder[inOrder.length - 1].id; // rounding left a crumb
}
