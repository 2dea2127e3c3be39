/** What the page shows of choosing a token: every candidate with its share before and after the cuts. */
import { RandomStream, type SamplingSettings, type SamplingWork, sampleShowingWork } from "inkling";

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

/** The odds as the settings leave them; the same seed and path draw the same token. */
export function choose(
  logits: ArrayLike<number>,
  settings: SamplingSettings,
  { seen, seed, place, count }: { seen: ReadonlySet<number>; seed: number; place: number; count: number },
): Choice {
  const uniform = new RandomStream(seed, "page", place).uniform();
  const work = sampleShowingWork(logits, settings, seen, () => uniform);
  const own = sampleShowingWork(
    logits,
    { ...settings, temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 },
    seen,
    () => uniform,
  ).stages[0].candidates;
  const last = work.stages[work.stages.length - 1].candidates;
  const left = settings.temperature === 0 ? [{ id: work.id, probability: 1 }] : last;
  const after = new Map(left.map(({ id, probability }) => [id, probability]));
  const shown = own.slice(0, count).map(({ id, probability }) => {
    return { id, before: probability, after: after.get(id) ?? 0 };
  });
  return { shown, left: left.length, drawn: work.id, work };
}
