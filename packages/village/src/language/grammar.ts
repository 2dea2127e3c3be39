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

/** Words behind which "she" asks, and "her" would be asked about: "does she …", "where she …". */
const beforeSubject =
  /(^|[.,:;?!]|\b(is|isn't|does|did|was|has|would|could|can|will|do|if|when|where|what|who|that|how|which|since|until|because))$/i;
/** What she does: "makes", "is", "would". */
const behindSubject =
  /^(?!as\b|his\b|this\b)(is|isn't|was|has|does|would|will|can|could|did|took|[a-z]+s)\b/i;
const objects = { he: "him", she: "her", it: "it" } as const;
const owned = { he: "his", she: "hers", it: "its" } as const;

/**
 * A question about {s} with a pronoun in the form that its place wants: "What does she do?", "What do they pay her to do?",
 * "Where is her house?", "Where is hers?" `ask` fills the two slots.
 */
export function pronounced(ask: (slots: Slots) => string, { pronoun }: Pick<Subject, "pronoun">): string {
  return ask({ s: "@", "s's": "@'s" })
    .replace(/@'s(?= [a-z0-9])/gi, possessives[pronoun])
    .replace(/@'s/g, owned[pronoun])
    .replace(/\b(at|in) @/gi, (whole) => (pronoun === "it" ? "there" : whole))
    .replace(/@/g, (_, at: number, text: string) => {
      const isSubject =
        beforeSubject.test(text.slice(0, at).trimEnd()) || behindSubject.test(text.slice(at + 1).trimStart());
      return isSubject ? pronoun : objects[pronoun];
    });
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Without the full stop at its end. */
export function clause(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
