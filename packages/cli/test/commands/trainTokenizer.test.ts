import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTokenizerJson, trainBpe, trainCharacters } from "inkling";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inkling } from "../inkling.ts";
import { sampleText } from "../models.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "inkling-tokenizer-"));
  await writeFile(join(folder, "text.txt"), sampleText);
});
afterAll(() => rm(folder, { recursive: true }));

const path = (name: string) => join(folder, name);
const run = (...argv: string[]) => inkling(["train-tokenizer", "--data", path("text.txt"), ...argv]);

describe("inkling train-tokenizer", () => {
  it("writes the BPE that the library learns, and counts what the text becomes", async () => {
    const { code, lines, err } = await run("--vocab-size", "275", "--out", path("bpe.json"), "--json");
    const tokenizer = trainBpe([sampleText], { vocabSize: 275 });
    const [bytes, tokens] = [
      new TextEncoder().encode(sampleText).length,
      tokenizer.encode(sampleText).length,
    ];
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(lines()).toEqual([
      {
        out: path("bpe.json"),
        kind: "bpe",
        vocabSize: 275,
        bytes,
        tokens,
        bytesPerToken: bytes / tokens,
        longest: expect.arrayContaining([" the"]),
      },
    ]);
    const written = readTokenizerJson(await readFile(path("bpe.json"), "utf8"));
    expect(written.toJSON()).toEqual(tokenizer.toJSON());
  });

  it("makes a character tokenizer, in which a token is a character", async () => {
    const { code, out } = await run("--kind", "char", "--out", path("char.json"));
    expect(code).toBe(0);
    const written = readTokenizerJson(await readFile(path("char.json"), "utf8"));
    expect(written.toJSON()).toEqual(trainCharacters([sampleText]).toJSON());
    expect(out).toContain(`char.json: ${written.vocabSize} tokens\n1.00 bytes per token`);
  });

  it("splits digits where asked to", async () => {
    await writeFile(path("numbers.txt"), "1234 1234 1234");
    const size = ["--vocab-size", "259", "--pretokenizer", "smollm"];
    const argv = [
      "train-tokenizer",
      "--data",
      path("numbers.txt"),
      ...size,
      "--out",
      path("n.json"),
      "--json",
    ];
    const { lines } = await inkling(argv);
    expect(lines()).toMatchObject([{ tokens: 14 }]); // 12 digits and 2 blanks, each alone
  });

  it("draws a bar on a terminal", async () => {
    const argv = [
      "train-tokenizer",
      "--data",
      path("text.txt"),
      "--vocab-size",
      "270",
      "--out",
      path("t.json"),
    ];
    expect((await inkling(argv, { tty: true })).err).toContain("merging");
  });

  it("wants a size for bpe and none for char, within bounds", async () => {
    const out = ["--out", path("x.json")];
    expect(await run(...out)).toMatchObject({ code: 2, err: expect.stringContaining("--vocab-size N") });
    expect(await run(...out, "--kind", "char", "--vocab-size", "300")).toMatchObject({ code: 2 });
    expect(await run(...out, "--vocab-size", "258")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Expected a whole number from 259 to 1e6."),
    });
  });

  it("says when the text is too small for the vocabulary, and leaves an older file as it was", async () => {
    await writeFile(path("old.json"), "precious");
    const { code, err } = await run("--vocab-size", "5000", "--out", path("old.json"));
    expect(code).toBe(1);
    expect(err).toContain("this text allows only");
    expect(await readFile(path("old.json"), "utf8")).toBe("precious");
  });

  it("says before any work that the file can't be written, and leaves no crumbs", async () => {
    const nowhere = await run("--vocab-size", "270", "--out", path("no/such/t.json"));
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining("Check the path.") });
    const before = await readdir(folder);
    const onFolder = await inkling([
      ...["train-tokenizer", "--data", path("text.txt"), "--vocab-size", "270"],
      ...["--out", folder],
    ]);
    expect(onFolder).toMatchObject({
      code: 1,
      err: expect.stringContaining("could not be written (EISDIR)"),
    });
    expect(await readdir(folder)).toEqual(before);
  });
});
