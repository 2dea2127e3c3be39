/** What switching parts off did, in one sentence. */
import { words } from "../words/en.ts";
import { percent, tokenText } from "../words/numbers.ts";
import type { Apart, Outcome } from "./apart.svelte.ts";

/** How likely a token was in an outcome. */
export function chance({ next }: Outcome, id: number): number {
  return next.find((token) => token.id === id)?.probability ?? 0;
}

/** Undefined where nothing was switched yet. */
export function resultOf({ before, after, off, moment, facts }: Apart): string | undefined {
  if (!before || !after || after.off !== off) return off.length === 0 ? undefined : words.apart.computing;
  if (off.length === 0) return words.apart.whole;
  const names = off.map(({ layer, head }) =>
    head === undefined ? words.look.parts.mlp(layer + 1) : words.look.parts.head(layer + 1, head + 1),
  );
  const said = tokenText(facts.vocabulary, moment.token);
  const [then, now] = [before, after].map((outcome) => percent(chance(outcome, moment.token)));
  return words.apart.result(words.apart.all(names), said, then, now);
}
