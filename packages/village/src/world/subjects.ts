/**
 * The table seen from outside: whatever can be asked about, and the value of each of its attributes.
 *
 * A person's boat and pet are written down once, as the boat's and the animal's owner; here they stand on both sides.
 */
import {
  type Animal,
  animals,
  type Boat,
  boats,
  feasts,
  type Person,
  people,
  places,
  things,
} from "./table.ts";

export type Kind = "person" | "boat" | "animal" | "place" | "feast" | "thing";

export interface Subject {
  readonly kind: Kind;
  /** As it stands in a sentence: "Ada", "the Wren", "the bakery". */
  readonly name: string;
  readonly pronoun: "he" | "she" | "it";
  /** What else it is called: "the baker". */
  readonly title?: string;
  /** attribute → value, for those it has. */
  readonly values: Readonly<Record<string, string>>;
}

export const subjects: readonly Subject[] = [
  ...people.map(personSubject),
  ...boats.map(
    (boat): Subject => ({ kind: "boat", name: boatName(boat), pronoun: "it", values: texts(boat) }),
  ),
  ...animals.map(
    (animal): Subject => ({ kind: "animal", name: animal.name, pronoun: "it", values: texts(animal) }),
  ),
  ...places.map(
    (place): Subject => ({
      kind: "place",
      name: place.name,
      pronoun: "it",
      values: { ...texts(place), ...workers(place.name) },
    }),
  ),
  ...feasts.map(
    (feast): Subject => ({ kind: "feast", name: feast.name, pronoun: "it", values: texts(feast) }),
  ),
  ...things.map(
    (thing): Subject => ({ kind: "thing", name: thing.name, pronoun: "it", values: texts(thing) }),
  ),
];

const byName = new Map(subjects.map((subject) => [subject.name, subject]));

/** The subject of that name; undefined for what is only a word, such as a colour. */
export function subjectOf(name: string): Subject | undefined {
  return byName.get(name);
}

/** How many facts the table holds. */
export const factCount = subjects.reduce((count, { values }) => count + Object.keys(values).length, 0);

/** All values that an attribute takes, each once. */
export function valuesOf(kind: Kind, attribute: string): readonly string[] {
  return [
    ...new Set(
      subjects.flatMap((subject) => (subject.kind === kind ? (subject.values[attribute] ?? []) : [])),
    ),
  ];
}

/** Who or what has this value. */
export function subjectsWith(kind: Kind, attribute: string, value: string): readonly Subject[] {
  return subjects.filter((subject) => subject.kind === kind && subject.values[attribute] === value);
}

/** "Ada", "Ada and Bram", "Ada, Bram and Cora" */
export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

function personSubject(person: Person): Subject {
  const { name, pronoun, job } = person;
  const boat = boats.find(({ owner }) => owner === name);
  const animal = animals.find(({ owner }) => owner === name);
  const alone = people.filter((other) => other.job === job).length === 1;
  return {
    kind: "person",
    name,
    pronoun,
    ...(alone ? { title: `the ${job}` } : {}),
    values: {
      ...texts(person),
      ...(boat ? { boat: boatName(boat) } : {}),
      ...(animal ? { animal: animal.name } : {}),
    },
  };
}

function boatName({ name }: Boat): string {
  return `the ${name}`;
}

function workers(place: string): { worker?: string } {
  const names = people.filter(({ work, job }) => work === place && job !== "pupil").map(({ name }) => name);
  return names.length > 0 ? { worker: listOf(names) } : {};
}

/** All but the name and the pronoun, as text. */
function texts(entry: Person | Boat | Animal | object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entry).flatMap(([key, value]) =>
      key === "name" || key === "pronoun" ? [] : [[key, String(value)]],
    ),
  );
}
