import { describe, expect, it } from "vitest";
import type { BpeTokenizer } from "../../src/tokenizer/bpeTokenizer.ts";
import { trainCharacters } from "../../src/tokenizer/character.ts";
import { readTokenizerJson } from "../../src/tokenizer/readTokenizerJson.ts";
import { trainBpe } from "../../src/tokenizer/trainBpe.ts";
import { corpus } from "./samples.ts";

const write = (tokenizer: BpeTokenizer) => `${JSON.stringify(tokenizer, null, 1)}\n`;
const smollm = trainBpe([corpus], { vocabSize: 400, preTokeniser: "smollm" });
const character = trainCharacters([corpus]);
const gpt2 = trainBpe([corpus], { vocabSize: 400 });

describe("writing tokenizer.json", () => {
  // These two files are what huggingface-ids.json was made from. After a wanted change: vitest -u, and then
  // fixtures/tokenizer/make_tokenizer_fixtures.py.
  it("writes, byte for byte, the files that Hugging Face's answers were made from", async () => {
    await expect(write(smollm)).toMatchFileSnapshot("../fixtures/tokenizer/smollm.tokenizer.json");
    await expect(write(character)).toMatchFileSnapshot("../fixtures/tokenizer/character.tokenizer.json");
  });

  it("reads back what it wrote, unchanged", () => {
    for (const tokenizer of [gpt2, smollm, character]) {
      const again = readTokenizerJson(write(tokenizer));
      expect(write(again)).toBe(write(tokenizer));
      expect(again.encode(corpus)).toEqual(tokenizer.encode(corpus));
      expect(again.bos).toBe(0);
    }
  });

  it("keeps a token that is spelled __proto__", () => {
    const file = gpt2.toJSON();
    const text = JSON.stringify(file).replace('"vocab":{', '"vocab":{"__proto__":400,');
    const tokenizer = readTokenizerJson(text);
    expect(tokenizer.token(400)).toBe("__proto__");
    expect(readTokenizerJson(JSON.stringify(tokenizer)).token(400)).toBe("__proto__");
  });
});
