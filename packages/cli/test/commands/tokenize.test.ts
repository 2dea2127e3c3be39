import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { trainBpe } from "inkling";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inkling } from "../inkling.ts";
import { type Folders, makeModels, sampleText } from "../models.ts";

let models: Folders;
const tokenizer = trainBpe([sampleText], { vocabSize: 270 });
beforeAll(async () => {
  models = await makeModels();
});
afterAll(() => models.remove());

const text = "The cät\n sat";
const expected = () => {
  const ids = tokenizer.encode(text);
  return { ids, tokens: ids.map((id) => tokenizer.token(id)) };
};

describe("inkling tokenize", () => {
  it("gives ids and tokens as JSON, from a model, a file, an argument or stdin", async () => {
    const file = join(models.bpe, "tokenizer.json");
    const one = await inkling(["tokenize", "--model", models.bpe, text, "--json"]);
    const two = await inkling(["tokenize", "--tokenizer", file, "--json"], { stdin: text });
    expect(one).toMatchObject({ code: 0, err: "" });
    expect(one.lines()).toEqual([expected()]);
    expect(two.lines()).toEqual([expected()]);
  });

  it("never takes typed text for a special token", async () => {
    const { lines } = await inkling(["tokenize", "--model", models.bpe, "<|endoftext|>", "--json"]);
    expect(lines()).toEqual([
      { ids: tokenizer.encode("<|endoftext|>"), tokens: expect.not.arrayContaining(["<|endoftext|>"]) },
    ]);
  });

  it("shows borders, ids and bytes, and makes white space visible", async () => {
    const { out } = await inkling(["tokenize", "--model", models.bpe, "cät\n"]);
    expect(out.split("\n")[0]).toBe("│c│<c3>│<a4>│t│⏎│");
    expect(out).toContain("5 tokens");
    expect(out).toMatch(/│<c3>│ +Ã +c3$/m);
    expect(out).toMatch(/│⏎│ +Ċ +0a$/m);
  });

  it("shows the work: every piece, and every merge with its place in the list", async () => {
    const { out } = await inkling(["tokenize", "--model", models.bpe, "the the", "--show-work"]);
    expect(out).toContain("│the│ the│");
    const { pieces } = tokenizer.encodeShowingWork("the the");
    const steps = pieces.flatMap(({ merges }) => merges);
    const shown = out.split("\n").filter((line) => /merge \d/.test(line));
    expect(shown.map((line) => line.trim().replace(/ {2,}/g, " "))).toEqual(
      steps.map(
        ({ left, right, rank, symbols }) => `${left} + ${right} merge ${rank + 1} ${symbols.join(" ")}`,
      ),
    );
    expect(steps.length).toBeGreaterThan(3);
    const { lines } = await inkling(["tokenize", "--model", models.bpe, "the the", "--show-work", "--json"]);
    expect(lines()).toMatchObject([{ pieces: [{ text: "the" }, { text: " the" }] }]);
  });

  it("takes an empty text, and an astronomical one, as they are", async () => {
    expect((await inkling(["tokenize", "--model", models.bpe, "", "--json"])).lines()).toEqual([
      { ids: [], tokens: [] },
    ]);
    expect((await inkling(["tokenize", "--model", models.bpe])).out).toContain("0 tokens");
  });

  it("explains what is wrong with the tokenizer or the text", async () => {
    const run = async (argv: string[], stdin: string | Uint8Array = "") => {
      const { code, err } = await inkling(["tokenize", ...argv], { stdin });
      return `${code} ${err}`;
    };
    expect(await run(["x"])).toContain("2 error: There is no tokenizer");
    expect(await run(["--model", "a", "--tokenizer", "b", "x"])).toContain("choose one");
    expect(await run(["--model", models.bare, "x"])).toContain("1 error: ");
    expect(await run(["--tokenizer", join(models.root, "no.json"), "x"])).toContain(
      "no.json could not be opened",
    );
    const bad = join(models.root, "bad.json");
    await writeFile(bad, "{");
    expect(await run(["--tokenizer", bad, "x"])).toMatch(/^1 error: .*JSON/);
    expect(await run(["--model", models.bpe], new Uint8Array([0xff]))).toContain(
      "1 error: stdin is not UTF-8 text",
    );
    expect(await run(["--model", models.bpe, "two", "words"])).toMatch(/^2 error: too many arguments/);
  });
});
