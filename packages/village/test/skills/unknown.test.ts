import { describe, expect, it } from "vitest";
import { strangers } from "../../src/phrases/names.ts";
import { topics } from "../../src/phrases/unknown.ts";
import { strangeBoats, strangePlaces } from "../../src/phrases/unknownInQuill.ts";
import { unknown, unknownInQuill } from "../../src/skills/unknown.ts";
import { subjects } from "../../src/world/subjects.ts";
import { bothSides, itTeaches, passes, shared, watched } from "../turns.ts";

describe("unknown", () => {
  itTeaches(unknown);

  it("keeps whole topics apart", () => {
    const { train, test } = bothSides((draw) => {
      const [topic] = watched(unknown)(draw).chosen;
      return topics.find((one) => one === topic)!.topic;
    });
    expect(new Set(test).size).toBeGreaterThan(10);
    expect(shared(train, test)).toEqual([]);
  });

  it("is not passed by a guess", () => {
    for (const { check } of bothSides(unknown).train) expect(passes(check, "It is Paris.")).toBe(false);
  });
});

describe("unknownInQuill", () => {
  itTeaches(unknownInQuill);

  it("has other strangers, places and boats on each side, none of them in the table", () => {
    const known = new Set(subjects.map(({ name }) => name.replace(/^the /, "")));
    const { train, test } = bothSides((draw) => unknownInQuill(draw).user);
    for (const list of [strangers, strangePlaces, strangeBoats]) {
      expect(list.filter((name) => known.has(name))).toEqual([]);
      const named = (side: readonly string[]) =>
        list.filter((name) => side.some((user) => new RegExp(`\\b${name}\\b`).test(user)));
      expect(named(test).length).toBeGreaterThan(2);
      expect(shared(named(train), named(test))).toEqual([]);
    }
  });

  it("is not passed by a guess", () => {
    for (const { check, user } of bothSides(unknownInQuill).train) {
      expect(passes(check, "Yes, it is the Wren, and Ada has it."), user).toBe(false);
    }
  });

  it("says of what somebody lacks that there is none, and takes no other's for it", () => {
    const others = { boat: "the Wren", pet: "Biscuit", instrument: "the fiddle", sister: "Milo" };
    const { train } = bothSides(unknownInQuill);
    for (const [what, other] of Object.entries(others)) {
      const lacking = train.filter(
        ({ reply }) => reply.startsWith("As far as I know") && reply.endsWith(` ${what}.`),
      );
      expect(lacking.length, what).toBeGreaterThan(2);
      for (const { reply, check } of lacking) {
        expect(passes(check, `${reply} But there is ${other}.`), reply).toBe(false);
      }
    }
  });
});
