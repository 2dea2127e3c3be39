/** A little English: possessives, pronouns, capitals. */
import type { Subject } from "../world/subjects.ts";
import type { Slots } from "./phrases.ts";

const possessives = { he: "his", she: "her", it: "its" } as const;

/** Slots of a phrase about `name`: {s} and {s's}. */
export function named(name: string): Slots {
  return { s: name, "s's": `${name}${name.endsWith("s") ? "'" : "'s"}` };
}

/** The same with a pronoun. */
export function pronounOf({ pronoun }: Pick<Subject, "pronoun">): Slots {
  return { s: pronoun, "s's": possessives[pronoun] };
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Without the full stop at its end. */
export function clause(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
