/** Facts in one hop: asked for, asked back, confirmed, denied, and corrected where a question takes a wrong one for granted. */
import type { Check, Turn } from "../conversation/turn.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised, clause, named, pronounced, pronounOf } from "../language/grammar.ts";
import { type Fact, factsOf, valueSlots } from "../language/phraseBook.ts";
import { listOf, type Subject, subjects, subjectsWith, valuesOf } from "../world/subjects.ts";

export const facts: readonly Fact[] = subjects.flatMap(factsOf);

/** More than so many can't be told in one short answer. */
const MOST_LISTED = 6;

/** "Where does Ada live?" The baker may be called so; then the answer says who that is. */
export function fact(draw: Draw, one: Fact): Turn {
  const { subject, attribute, value, phrases } = one;
  const byTitle = subject.title !== undefined && attribute !== "job" && draw.chance(0.3);
  const asked = byTitle && subject.title ? subject.title : subject.name;
  const answered = byTitle ? `${subject.name} ${subject.title}` : subject.name;
  return {
    user: capitalised(draw.ask(phrases.ask, named(asked))),
    reply: capitalised(draw.say(phrases.tell, { ...named(answered), ...valueSlots(one, value) })),
    brief: capitalised(value),
    check: valueCheck(subject, attribute),
  };
}

/** "And what is her job?", when the talk was of Ada. */
export function followUp(draw: Draw, one: Fact): Turn {
  const { subject, attribute, value, phrases } = one;
  return {
    user: capitalised(pronounced((slots) => draw.ask(phrases.ask, slots), subject)),
    reply: told(draw, one),
    brief: capitalised(value),
    check: valueCheck(subject, attribute),
  };
}

/** The fact by itself: "Ada lives in Net Lane." */
export function told(draw: Draw, one: Fact): string {
  const { subject, value, phrases } = one;
  return capitalised(draw.say(phrases.tell, { ...named(subject.name), ...valueSlots(one, value) }));
}

/** "Who works at the inn?" All who do are named; undefined where they are too many, or nobody asks so. */
export function which(draw: Draw, one: Fact): Turn | undefined {
  const { subject, attribute, value, phrases } = one;
  const found = subjectsWith(subject.kind, attribute, value);
  if (phrases.which === undefined || found.length > MOST_LISTED) return undefined;
  const names = found.map(({ name }) => name);
  const tell = names.length > 1 ? phrases.tellMany : phrases.tell;
  if (tell === undefined) return undefined;
  const list = listOf(names);
  const reply = capitalised(draw.say(tell, { ...named(list), list, ...valueSlots(one, value) }));
  const others = subjects.filter(({ kind, name }) => kind === subject.kind && !names.includes(name));
  return {
    user: capitalised(draw.ask(phrases.which, { ...valueSlots(one, value), the: "the" })),
    reply,
    brief: capitalised(list),
    check: {
      accept: names.map((name) => [withoutArticle(name)]),
      reject: others
        .map(({ name }) => withoutArticle(name))
        .filter((name) => !reply.toLowerCase().includes(name)),
    },
  };
}

/** "Does Ada work at the mill?" The fact comes first: what it says, the model can then compare with the question. */
export function yesNo(draw: Draw, one: Fact): Turn {
  const { subject, attribute, value, phrases } = one;
  const isTrue = draw.chance(0.5);
  const guess = isTrue ? value : draw.choose(wrongValues(subject, attribute));
  const tell = told(draw, one);
  return {
    user: capitalised(draw.ask(phrases.confirm, { ...named(subject.name), ...valueSlots(one, guess) })),
    reply: `${clause(tell)}, so ${isTrue ? "yes" : "no"}.`,
    brief: isTrue ? "Yes" : "No",
    check: isTrue
      ? { accept: [["yes"]], reject: /\bno\b/.test(value) ? [] : ["no"] }
      : { accept: [["no"], [value.toLowerCase()]], reject: ["yes"] },
  };
}

/** "Why does Ada work at the mill?" She does not, and is said to work where she works. */
export function falsePremise(draw: Draw, one: Fact): Turn {
  const { subject, attribute, value, phrases } = one;
  const wrong = draw.choose(wrongValues(subject, attribute));
  const deny = draw.say(phrases.deny, { ...named(subject.name), ...valueSlots(one, wrong) });
  const tell = draw.say(phrases.tell, { ...pronounOf(subject), ...valueSlots(one, value) });
  return {
    user: capitalised(draw.ask(phrases.presume, { ...named(subject.name), ...valueSlots(one, wrong) })),
    reply: `${capitalised(deny)} ${capitalised(tell)}`,
    check: { accept: [[value.toLowerCase()]] },
  };
}

/** Right is the value; no other value of the attribute may be named. */
export function valueCheck(subject: Subject, attribute: string): Check {
  const value = subject.values[attribute].toLowerCase();
  const others = otherValues(subject, attribute).map((other) => other.toLowerCase());
  const whole = (text: string) => ` ${text} `;
  // "Pancakes" are in "cheese pancakes": whoever names these has named those as well.
  const distinct = others.filter((other) => !whole(value).includes(whole(other)));
  const own = subject.name.toLowerCase();
  return { accept: [[value]], reject: distinct.filter((other) => !own.includes(other)) };
}

/** "Blond hair" and "blond curls": who has the one might be said to have the other. */
export function alike(a: string, b: string): boolean {
  const [first, second] = [a, b].map((value) => value.replace(/^(the|a|an) /i, "").split(" ")[0]);
  return a !== b && first === second;
}

/** Values that could be taken for its own, and are not. */
function wrongValues(subject: Subject, attribute: string): readonly string[] {
  return otherValues(subject, attribute).filter((value) => !alike(value, subject.values[attribute]));
}

/** What others of its kind have there, and the subject itself is not. */
function otherValues(subject: Subject, attribute: string): readonly string[] {
  return valuesOf(subject.kind, attribute).filter(
    (value) => value !== subject.values[attribute] && value !== subject.name,
  );
}

function withoutArticle(name: string): string {
  return name.toLowerCase().replace(/^the /, "");
}
