/** What has to hold of the table, so that whoever changes it hears of a slip at once and in words. */
import { InklingError } from "inkling";
import { animals, boats, feasts, inkling, people, places, things } from "./table.ts";

const quill = { animals, boats, feasts, inkling, people, places, things } as const;
export type Village = Omit<typeof quill, "inkling"> & {
  readonly inkling: Readonly<Record<keyof typeof inkling, string>>;
};

/** Throws, naming every entry that points at nothing, is there twice, or contradicts another. */
export function checkWorld({
  animals,
  boats,
  feasts,
  inkling,
  people,
  places,
  things,
}: Village = quill): void {
  const problems: string[] = [];
  const persons = new Set(people.map(({ name }) => name));
  const sites = new Set(places.map(({ name }) => name));
  const person = (who: string, field: string, name: string | undefined) => {
    if (name !== undefined && !persons.has(name))
      problems.push(`${who}: ${field} is "${name}", who is not in people.`);
  };
  const site = (who: string, field: string, name: string) => {
    if (!sites.has(name)) problems.push(`${who}: ${field} is "${name}", which is not in places.`);
  };

  for (const { name, friend, sibling, work } of people) {
    person(name, "friend", friend);
    person(name, "sibling", sibling);
    site(name, "work", work);
    const back = people.find((other) => other.name === sibling);
    if (back !== undefined && back.sibling !== name) {
      problems.push(`${name}: sibling is ${back.name}, whose sibling is ${back.sibling ?? "nobody"}.`);
    }
    if (friend === name) problems.push(`${name}: friend is the same person.`);
  }
  for (const { name, owner } of [...boats, ...animals]) person(name, "owner", owner);
  for (const list of [boats, animals]) {
    const owners = list.map(({ owner }) => owner);
    for (const owner of repeated(owners))
      problems.push(`${owner} owns two of a kind; there is room for one.`);
  }
  for (const { name, place, leader } of feasts) {
    site(name, "place", place);
    person(name, "leader", leader);
  }
  for (const { name, place, maker } of things) {
    site(name, "place", place);
    person(name, "maker", maker);
  }
  person("inkling", "friend", inkling.friend);
  site("inkling", "home", inkling.home);
  const names = [people, boats, animals, places, feasts, things].flatMap((list) =>
    list.map(({ name }) => name),
  );
  for (const name of repeated(names)) problems.push(`There are two of the name "${name}".`);
  if (problems.length > 0)
    throw new InklingError(`The village's table contradicts itself:\n  ${problems.join("\n  ")}`);
}

function repeated(names: readonly string[]): readonly string[] {
  return names.filter((name, i) => names.indexOf(name) !== i);
}
