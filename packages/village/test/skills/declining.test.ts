import { describe, expect, it } from "vitest";
import { topics } from "../../src/phrases/declining.ts";
import { declining } from "../../src/skills/declining.ts";
import { bothSides, itTeaches, passes, shared, watched } from "../turns.ts";

describe("declining", () => {
  itTeaches(declining);

  it("keeps whole topics apart", () => {
    const { train, test } = bothSides((draw) => {
      const [topic] = watched(declining)(draw).chosen;
      return topics.find((one) => one === topic)!.topic;
    });
    expect(new Set(test).size).toBeGreaterThan(5);
    expect(shared(train, test)).toEqual([]);
  });

  it("is not passed by help, nor by a refusal that leaves the user alone", () => {
    for (const { check } of bothSides(declining).train) {
      expect(passes(check, "Take two of them, the doctor does too.")).toBe(false);
      expect(passes(check, "Sorry, I can't help with that.")).toBe(false);
    }
  });

  it("declines and names somebody in every answer there is", () => {
    for (const { kind } of topics) {
      for (const reply of kind.replies) {
        expect(passes({ accept: "decline", who: kind.who }, reply), reply).toBe(true);
      }
    }
  });
});
