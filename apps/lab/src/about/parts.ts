/** The numbers of a model, counted by what they are for. */
import type { ModelFacts } from "inkling";

export type PartKind = "embedding" | "position" | "attention" | "mlp" | "norm" | "unembedding";

export interface PartCount {
  readonly kind: PartKind;
  readonly count: number;
}

const kinds: readonly (readonly [RegExp, PartKind])[] = [
  [/^embed\./, "embedding"],
  [/^pos_embed\./, "position"],
  [/\.attn\./, "attention"],
  [/\.mlp\./, "mlp"],
  [/(^|\.)ln/, "norm"],
  [/^unembed\./, "unembedding"],
];

export function countsOf({ weights }: Pick<ModelFacts, "weights">): readonly PartCount[] {
  const counts = new Map<PartKind, number>();
  for (const { name, shape } of weights) {
    const kind = kinds.find(([pattern]) => pattern.test(name))?.[1];
    if (kind === undefined) continue;
    const size = shape.reduce((product, length) => product * length, 1);
    counts.set(kind, (counts.get(kind) ?? 0) + size);
  }
  return [...counts].map(([kind, count]) => ({ kind, count }));
}
