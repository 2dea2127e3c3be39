/** What the changes did, in one sentence. */
import type { Edit } from "inkling";
import { words } from "../words/en.ts";
import { percent, tokenText } from "../words/numbers.ts";
import type { Apart, Outcome } from "./apart.svelte.ts";
import { placeName } from "./changes.ts";

/** How likely a token was in an outcome. */
export function chance({ next }: Outcome, id: number): number {
  return next.find((token) => token.id === id)?.probability ?? 0;
}

/** Undefined where nothing was changed yet. */
export function resultOf(apart: Apart): string | undefined {
  const { before, after, edits, moment, facts } = apart;
  if (!before || !after || keyOfAll(after.edits) !== keyOfAll(edits))
    return edits.length === 0 ? undefined : words.apart.computing;
  if (edits.length === 0) return words.apart.whole;
  const isOff = (edit: Edit) => edit.kind === "ablate" && edit.mean === undefined;
  const off = edits.filter(isOff).map((edit) => nameOf(apart, edit));
  const others = edits.filter((edit) => !isOff(edit)).map((edit) => changeName(apart, edit));
  const said = tokenText(facts.vocabulary, moment.token);
  const [then, now] = [before, after].map((outcome) => percent(chance(outcome, moment.token)));
  return words.apart.result(words.apart.changed(off, others), said, then, now);
}

const keyOfAll = (edits: readonly Edit[]) => JSON.stringify(edits);

/** Where an edit is, in words. */
export function nameOf({ facts, moment }: Apart, { at }: Pick<Edit, "at">): string {
  const tokenAt = (position: number) => tokenText(facts.vocabulary, moment.ids[position] ?? -1);
  return placeName(at, words.apart.places, tokenAt);
}

/** Where an edit is, and what it does there. */
export function changeName(apart: Apart, edit: Edit): string {
  const name = nameOf(apart, edit);
  switch (edit.kind) {
    case "ablate":
      return edit.mean === undefined ? words.apart.kinds.off(name) : words.apart.kinds.mean(name);
    case "scale":
      return words.apart.kinds.scale(name, edit.factor);
    case "set":
      return words.apart.kinds.set(name, edit.value);
    case "patch":
      return words.apart.kinds.patch(name);
    case "steer":
      return words.apart.kinds.steer(name);
  }
}
