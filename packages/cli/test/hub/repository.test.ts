import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRepository } from "../../src/hub/repository.ts";

describe("parseRepository", () => {
  it("takes an owner and a name, and a branch, a tag or a commit", () => {
    const commit = "0123456789abcdef0123456789abcdef01234567";
    expect(parseRepository("HuggingFaceTB/SmolLM2-135M")).toEqual({
      id: "HuggingFaceTB/SmolLM2-135M",
      revision: "main",
    });
    expect(parseRepository("a/b.c_d-e@v1.0")).toEqual({ id: "a/b.c_d-e", revision: "v1.0" });
    expect(parseRepository(`a/b@${commit}`).revision).toBe(commit);
    expect(parseRepository("a/b@refs/pr/1").revision).toBe("refs/pr/1");
  });

  it("refuses what could lead out of the cache or to another address", () => {
    const bad = [
      "",
      "gpt2",
      "a/b/c",
      "../b",
      "a/..",
      "/a/b",
      "a/b--c",
      "a\\b/c",
      "a/b?c",
      "a/b#c",
      "a/.b",
      "a/b.git",
    ];
    for (const text of bad) expect(() => parseRepository(text), text).toThrow("is not the name of a model");
    for (const revision of [
      "",
      "..",
      "a/../b",
      "/a",
      "a//b",
      ".a",
      "a b",
      "a?b",
      "x.lock",
      "%2e%2e",
      "a".repeat(201),
    ])
      expect(() => parseRepository(`a/b@${revision}`), revision).toThrow("can't be a revision");
  });

  it("makes of whatever is typed a folder right inside the cache, or an error", () => {
    const typed = fc.oneof(fc.string(), fc.stringMatching(/^[a.\-_/@]{1,12}$/));
    fc.assert(
      fc.property(typed, (text) => {
        let parsed: ReturnType<typeof parseRepository>;
        try {
          parsed = parseRepository(text);
        } catch {
          return;
        }
        expect(parsed.id.replace("/", "")).toMatch(/^[\w.-]+$/);
        expect(`${parsed.id}/${parsed.revision}`.split("/")).not.toContain("..");
      }),
      { seed: 6, numRuns: 2_000 },
    );
  });

  it("knows a page's address for the model it shows", () => {
    expect(() => parseRepository("https://huggingface.co/openai-community/gpt2/tree/main")).toThrow(
      "Did you mean openai-community/gpt2?",
    );
  });
});
