import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseDocumentRule } from "../../src/data/documents.ts";
import { sideOf } from "../../src/data/split.ts";
import { openCorpus } from "../../src/node/corpus.ts";
import { tokenizerFor } from "../../src/node/corpusTokenizer.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "inkling-tokenizer-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function corpusOf(text: string, rule: string) {
  const path = join(folder, "text.txt");
  await writeFile(path, text);
  return openCorpus([path], { documents: parseDocumentRule(rule) });
}

/** Documents that all look alike but for one that validates: that one repeats a word of its own. */
async function withHeldOutWord(word: string): Promise<string[]> {
  const documents = Array.from({ length: 40 }, (_, i) => `the ship ${i}`);
  for (let i = 0; ; i++) {
    const candidate = `${word} `.repeat(50) + i;
    if ((await sideOf({ text: candidate })) === "validation") return [...documents, candidate];
  }
}

describe("tokenizerFor", () => {
  it("gives every character of the corpus a token, of the held-out part too", async () => {
    const documents = await withHeldOutWord("zyx");
    const tokenizer = await tokenizerFor(await corpusOf(documents.join("\n"), "line"), { kind: "char" });
    expect(tokenizer.decode(tokenizer.encode("the zyx"))).toBe("the zyx");
  });

  it("learns merges from the training documents only", async () => {
    const documents = await withHeldOutWord("zyx");
    const corpus = await corpusOf(documents.join("\n"), "line");
    const tokenizer = await tokenizerFor(corpus, { kind: "bpe", vocabSize: 262 });
    const merged = [259, 260, 261].map((id) => tokenizer.token(id));
    expect(merged.join(" ")).not.toMatch(/[zyx]/); // though "zyx" is the most frequent word by far
    expect(merged).toContain("the");
  });

  it("learns merges from the first nine tenths of a single text", async () => {
    const text = `${"the ship ".repeat(100)}${"zyx ".repeat(20)}`;
    const tokenizer = await tokenizerFor(await corpusOf(text, "file"), { kind: "bpe", vocabSize: 266 });
    const merged = Array.from({ length: 7 }, (_, i) => tokenizer.token(259 + i));
    expect(merged.join(" ")).not.toMatch(/[zyx]/);
  });

  it("says when the size is too small to begin, or the text too small for it", async () => {
    const corpus = await corpusOf("the ship the ship", "file");
    await expect(tokenizerFor(corpus, { kind: "bpe", vocabSize: 100 })).rejects.toThrow(/from 259 on/);
    await expect(tokenizerFor(corpus, { kind: "bpe", vocabSize: 900 })).rejects.toThrow(/allows only/);
  });
});
