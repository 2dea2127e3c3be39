/** What each part of the model added to a logit, as the page lists it. */
import type { Attribution } from "inkling";

export interface Contribution {
  readonly name: string;
  readonly value: number;
}

/** How parts are called. */
export interface PartWords {
  readonly embed: string;
  readonly position: string;
  readonly finalBias: string;
  head(layer: number, head: number): string;
  mlp(layer: number): string;
  bias(layer: number): string;
}

/** "blocks.2.attn.head.1" → "layer 3, head 2"; layers and heads are counted from 1, as people do. */
export function contributionsOf({ parts }: Attribution, words: PartWords): readonly Contribution[] {
  return parts.map(({ part, value }) => {
    const head = /^blocks\.(\d+)\.attn\.head\.(\d+)$/.exec(part);
    if (head) return { name: words.head(Number(head[1]) + 1, Number(head[2]) + 1), value };
    const mlp = /^blocks\.(\d+)\.mlp$/.exec(part);
    if (mlp) return { name: words.mlp(Number(mlp[1]) + 1), value };
    const bias = /^blocks\.(\d+)\.attn\.b_O$/.exec(part);
    if (bias) return { name: words.bias(Number(bias[1]) + 1), value };
    const others: Readonly<Record<string, string>> = {
      embed: words.embed,
      pos_embed: words.position,
      "ln_final.b": words.finalBias,
    };
    return { name: others[part] ?? part, value };
  });
}

/** The largest first, whichever way they point; those beyond `count` as one sum. */
export function largest(all: readonly Contribution[], count: number, rest: string): readonly Contribution[] {
  const sorted = [...all].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const others = sorted.slice(count);
  if (others.length === 0) return sorted;
  return [
    ...sorted.slice(0, count),
    { name: rest, value: others.reduce((sum, { value }) => sum + value, 0) },
  ];
}
