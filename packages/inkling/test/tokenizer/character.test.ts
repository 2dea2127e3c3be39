import { describe, expect, it } from "vitest";
import { characterTokenizer, collectCharacters, trainCharacters } from "../../src/tokenizer/character.ts";
import { corpus } from "./samples.ts";

describe("the character tokenizer", () => {
  it("lists the special tokens, <unk>, and the characters by code point", () => {
    const tokenizer = trainCharacters(["hello\n", "🐙"]);
    const tokens = Array.from({ length: tokenizer.vocabSize }, (_, id) => tokenizer.token(id));
    expect(tokens).toEqual([
      ..."<|endoftext|> <|im_start|> <|im_end|> <unk>".split(" "),
      ...["\n", "e", "h", "l", "o", "🐙"],
    ]);
    expect(tokenizer.bos).toBe(0);
    expect(trainCharacters(["hello"]).encode("hole")).toEqual([5, 7, 6, 4]);
  });

  it("gives back the text it was trained on", () => {
    const tokenizer = trainCharacters([corpus]);
    expect(tokenizer.encode(corpus).length).toBe([...corpus].length);
    expect(tokenizer.decode(tokenizer.encode(corpus))).toBe(corpus);
  });

  it("writes one <unk> for each unknown character, and none for those it knows", () => {
    const tokenizer = trainCharacters(["ab"]);
    expect(tokenizer.encode("aXY🐙b")).toEqual([4, 3, 3, 3, 5]);
    expect(tokenizer.decode([4, 3, 5])).toBe("a<unk>b");
    expect(tokenizer.decode([4, 3, 5], { special: "skip" })).toBe("ab");
    expect(tokenizer.encode("<unk>")).toEqual([3, 3, 3, 3, 3]);
    expect(tokenizer.encode("<unk>", { special: "parse" })).toEqual([3]);
  });

  it("collects characters as documents come; a lone surrogate is U+FFFD", () => {
    const characters = collectCharacters(["ab"]);
    collectCharacters(["b\ud83dc"], characters);
    expect([...characters]).toEqual([0x61, 0x62, 0xfffd, 0x63]);
    const tokenizer = characterTokenizer(characters);
    expect(tokenizer.decode(tokenizer.encode("a\ud83d"))).toBe("a\uFFFD");
  });

  it("spells even digits and __proto__ in its file in a way that survives", () => {
    const tokenizer = trainCharacters(["_proto0123456789"]);
    const { vocab } = JSON.parse(JSON.stringify(tokenizer)).model;
    expect(Object.keys(vocab).length).toBe(tokenizer.vocabSize);
    expect(vocab["7"]).toBe(tokenizer.encode("7")[0]);
  });
});
