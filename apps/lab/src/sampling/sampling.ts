/** What the page shows of choosing a token: every candidate with its share before and after the cuts. */
import {
  defaultSamplingSettings,
  RandomStream,
  type SamplingSettings,
  type SamplingWork,
  sampleShowingWork,
} from "inkling";

export interface Shown {
  readonly id: number;
  /** By the model's own odds, and what is left of it behind all cuts; 0 where it is cut away. */
  readonly before: number;
  readonly after: number;
}

export interface Choice {
  /** The likeliest, the likeliest first. */
  readonly shown: readonly Shown[];
  /** How many tokens could still be drawn. */
  readonly left: number;
  /** What this seed draws. */
  readonly drawn: number;
  readonly work: SamplingWork;
}

/** The likeliest tokens by the model's own odds, the likeliest first. */
export function likeliestOf(logits: ArrayLike<number>, count: number) {
  const plain = { ...defaultSamplingSettings(), temperature: 0 };
  return sampleShowingWork(logits, plain, new Set(), () => 0).stages[0].candidates.slice(0, count);
}

/** The odds as the settings leave them; the same seed and path draw the same token. */
export function choose(
  logits: ArrayLike<number>,
  settings: SamplingSettings,
  { seen, seed, place, count }: { seen: ReadonlySet<number>; seed: number; place: number; count: number },
): Choice {
  const uniform = new RandomStream(seed, "page", place).uniform();
  const work = sampleShowingWork(logits, settings, seen, () => uniform);
  const own = likeliestOf(logits, count);
  const last = work.stages[work.stages.length - 1].candidates;
  const left = settings.temperature === 0 ? [{ id: work.id, probability: 1 }] : last;
  const after = new Map(left.map(({ id, probability }) => [id, probability]));
  const shown = own.map(({ id, probability }) => {
    return { id, before: probability, after: after.get(id) ?? 0 };
  });
  return { shown, left: left.length, drawn: work.id, work };
}
