import { describe, expect, it } from "vitest";
import { judge } from "../../src/exam/judge.ts";
import { askChain, chainKey, chains, twoHops } from "../../src/skills/twoHops.ts";
import { bothSides, itTeaches, shared, watched } from "../turns.ts";

describe("twoHops", () => {
  itTeaches(twoHops);

  it("names the step between, which the bare answer does not", () => {
    const { train, test } = bothSides(twoHops);
    for (const { reply, brief = "", check } of [...train, ...test]) {
      expect(judge(check, reply).namesMiddle, reply).toBe(true);
      expect(judge(check, brief).namesMiddle, brief).toBe(false);
    }
  });

  it("never asks in training for a pair of hops that the test asks for", () => {
    const { train, test } = bothSides((draw) => {
      const [chain] = watched(twoHops)(draw).chosen;
      return chainKey(chains.find((one) => one === chain)!);
    });
    expect(new Set(train).size).toBeGreaterThan(200);
    expect(shared(train, test)).toEqual([]);
  });

  it("never leads back to where it came from", () => {
    for (const { first, middle, end } of chains) {
      expect(end.subject).toBe(middle);
      if (first.by === "link") expect([middle.name, end.value]).not.toContain(first.subject.name);
      else expect(end.value).not.toBe(first.value);
    }
  });

  it("answers as the table does", () => {
    const chain = chains.find((one) => chainKey(one) === "Ada|boat|colour")!;
    const { train } = bothSides((draw) => askChain(draw, chain));
    for (const { reply, check } of train) {
      expect(reply).toMatch(/^Ada( the baker)?'s boat is the Wren, and .*\bred\b/);
      expect(judge(check, "Ada's boat is the Wren, and it is blue.").right).toBe(false);
    }
  });

  it("finds somebody by what is true of nobody else", () => {
    const chain = chains.find((one) => chainKey(one) === "fear geese|street")!;
    const { train } = bothSides((draw) => askChain(draw, chain));
    for (const { reply } of train) {
      expect(reply).toMatch(/^Finn is the person who is afraid of geese, and .*\bGull Lane\b/);
    }
    const shared = chains.flatMap(({ first }) => (first.by === "description" ? [first.value] : []));
    expect(shared).not.toContain("cat"); // there are two
  });
});
