import { RandomStream } from "inkling";
import { describe, expect, it } from "vitest";
import { Draw } from "../../src/language/draw.ts";
import { clean, voiced, withoutPunctuation, withTypo } from "../../src/language/voices.ts";

const draw = () => new Draw(new RandomStream(1, "voices"), "train");

describe("clean", () => {
  it("compares by words alone, and keeps what sums are made of", () => {
    expect(clean("  What's THAT, Ada?! ")).toBe("what s that ada");
    expect(clean("17 + 25 = 42.")).toBe("17 + 25 = 42");
  });
});

describe("withoutPunctuation", () => {
  it("leaves what stands inside a word", () => {
    expect(withoutPunctuation("Ada's boat, the Wren: is it red?")).toBe("Ada's boat the Wren is it red");
  });
});

describe("withTypo", () => {
  it("changes one word, never a name or a word to keep", () => {
    const random = draw();
    let slips = 0;
    for (let i = 0; i < 300; i++) {
      const text = withTypo(random, "Where does Milo keep his donkey?", ["donkey"]);
      expect(text).toContain("Milo");
      expect(text).toContain("donkey?");
      const before = "Where does Milo keep his donkey?".split(" ");
      const changed = text.split(" ").filter((word, at) => word !== before[at]).length;
      expect(changed).toBeLessThanOrEqual(1);
      slips += changed;
    }
    expect(slips).toBeGreaterThan(250); // two equal letters may change places
  });
});

describe("voiced", () => {
  it("says the same in many ways", () => {
    const random = draw();
    const ways = new Set(
      Array.from({ length: 500 }, () => voiced(random, "What is a token?", { typos: false })),
    );
    expect(ways.size).toBeGreaterThan(30);
    for (const way of ways) expect(clean(way)).toContain("what is a token");
  });
});
