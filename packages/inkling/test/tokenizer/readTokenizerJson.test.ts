import { describe, expect, it } from "vitest";
import { InklingError } from "../../src/errors.ts";
import { trainCharacters } from "../../src/tokenizer/character.ts";
import { fromGpt2Files, readTokenizerJson } from "../../src/tokenizer/readTokenizerJson.ts";
import { trainBpe } from "../../src/tokenizer/trainBpe.ts";

const valid = JSON.stringify(trainBpe(["the the then"], { vocabSize: 262 }));
const characters = JSON.stringify(trainCharacters(["the"]));

type Change = readonly [path: string, value: unknown];

/** The file with one or more fields changed: a path of names with dots; undefined removes the field. */
function changed(file: string, ...changes: Change[]): string {
  const root = JSON.parse(file);
  for (const [path, value] of changes) {
    const names = path.split(".");
    const last = names.pop()!;
    const parent = names.reduce((object, name) => object[name], root);
    parent[last] = value;
  }
  return JSON.stringify(root);
}

const refused = (text: string) => {
  try {
    readTokenizerJson(text);
  } catch (error) {
    expect(error).toBeInstanceOf(InklingError);
    return error instanceof Error ? error.message : "";
  }
  return "nothing was refused";
};

describe("reading tokenizer.json", () => {
  it("takes merges as strings and as lists of two", () => {
    const merges = [
      ["t", "h"],
      ["th", "e"],
      ["Ġ", "the"],
    ];
    const tokenizer = readTokenizerJson(changed(valid, ["model.merges", merges]));
    expect(JSON.stringify(tokenizer)).toBe(valid);
  });

  it("takes what older files leave out or write differently", () => {
    const older = changed(
      valid,
      ["model.type", undefined],
      ["model.continuing_subword_prefix", ""],
      ["model.end_of_word_suffix", ""],
      ["model.byte_fallback", undefined],
      ["model.ignore_merges", undefined],
      ["pre_tokenizer.use_regex", undefined],
      ["post_processor", { type: "ByteLevel", add_prefix_space: true, trim_offsets: false }],
      ["decoder", { type: "ByteLevel", add_prefix_space: true, trim_offsets: true }],
    );
    expect(JSON.stringify(readTokenizerJson(older))).toBe(valid);
  });

  it("takes a file as transformers 5 saves it: with a template of the text alone", () => {
    const single = [{ Sequence: { id: "A", type_id: 0 } }];
    const pair = [...single, { Sequence: { id: "B", type_id: 1 } }];
    const saved = { type: "TemplateProcessing", single, pair, special_tokens: {} };
    expect(JSON.stringify(readTokenizerJson(changed(valid, ["post_processor", saved])))).toBe(valid);
  });

  it("takes special tokens that are not in the vocabulary", () => {
    const extra = { id: 262, content: "<s>", special: true };
    const tokenizer = readTokenizerJson(changed(valid, ["added_tokens", [extra]]));
    expect(tokenizer.vocabSize).toBe(263);
    expect(tokenizer.encode("<s>", { special: "parse" })).toEqual([262]);
  });

  it.each([
    ["the <|endoftext|> of its own", ["<s>", "<|endoftext|>"], "<|endoftext|>"],
    ["else <s>", ["<|begin_of_text|>", "<s>"], "<s>"],
    ["else <|begin_of_text|>", ["<|begin_of_text|>", "<x>"], "<|begin_of_text|>"],
    ["else nothing", ["<x>"], undefined],
  ])("begins documents with %s", (_, contents, expected) => {
    const vocab = Object.fromEntries([..."abc"].map((letter, id) => [letter, id]));
    const added_tokens = contents.map((content, i) => ({ id: 3 + i, content, special: true }));
    const tokenizer = readTokenizerJson(
      changed(characters, ["model.vocab", vocab], ["model.unk_token", null], ["added_tokens", added_tokens]),
    );
    expect(tokenizer.bos === undefined ? undefined : tokenizer.token(tokenizer.bos)).toBe(expected);
  });

  it("leaves out what a vocabulary without <unk> can't spell, as Hugging Face does", () => {
    const tokenizer = readTokenizerJson(changed(characters, ["model.unk_token", null]));
    expect(tokenizer.decode(tokenizer.encode("tXhYe"))).toBe("the");
    expect(tokenizer.encodeShowingWork("tXh").tokens.map(({ start }) => start)).toEqual([0, 2]);
  });
});

describe("a setting that can't be honoured is refused by name and value", () => {
  it.each<[Change, string]>([
    [["version", "2.0"], 'version is "2.0"; Inkling can honour only "1.0"'],
    [["truncation", { max_length: 5 }], 'truncation is {"max_length":5}'],
    [["padding", { strategy: "BatchLongest" }], 'padding is {"strategy":"BatchLongest"}'],
    [["normalizer", { type: "NFC" }], 'normalizer is {"type":"NFC"}; Inkling can honour only null, or'],
    [["normalizer", { type: "Lowercase" }], 'normalizer is {"type":"Lowercase"}'],
    [
      ["pre_tokenizer", { type: "Whitespace" }],
      'pre_tokenizer is {"type":"Whitespace"}; Inkling can honour only',
    ],
    [["pre_tokenizer", { type: "Metaspace" }], "pre_tokenizer.replacement is missing"],
    [["pre_tokenizer", "ByteLevel"], 'pre_tokenizer is "ByteLevel"; Inkling can honour only an object'],
    [["pre_tokenizer.add_prefix_space", true], "pre_tokenizer.add_prefix_space is true"],
    [["pre_tokenizer.add_prefix_space", undefined], "pre_tokenizer.add_prefix_space is missing"],
    [["pre_tokenizer.use_regex", false], "pre_tokenizer.use_regex is false"],
    [
      [
        "pre_tokenizer",
        { type: "Sequence", pretokenizers: [{ type: "Punctuation" }, { type: "ByteLevel" }] },
      ],
      'pre_tokenizer.pretokenizers[0].type is "Punctuation"; Inkling can honour only "Digits"',
    ],
    [
      ["pre_tokenizer", { type: "Sequence", pretokenizers: [{ type: "Digits" }, { type: "ByteLevel" }] }],
      "pre_tokenizer.pretokenizers[0].individual_digits is missing",
    ],
    [["pre_tokenizer", null], "decoder is "],
    [["decoder", null], "decoder is null; Inkling can honour only ByteLevel"],
    [["decoder", { type: "WordPiece" }], 'decoder is {"type":"WordPiece"}'],
    [["post_processor", { type: "TemplateProcessing" }], "post_processor.single is missing"],
    [["post_processor", { type: "RobertaProcessing" }], 'post_processor is {"type":"RobertaProcessing"}'],
    [["model", undefined], "model is missing"],
    [["model.type", "Unigram"], 'model.type is "Unigram"; Inkling can honour only "BPE"'],
    [["model.dropout", 0.1], "model.dropout is 0.1"],
    [["model.unk_token", 7], "model.unk_token is 7"],
    [["model.continuing_subword_prefix", "##"], 'model.continuing_subword_prefix is "##"'],
    [["model.end_of_word_suffix", "</w>"], 'model.end_of_word_suffix is "</w>"'],
    [["model.fuse_unk", true], "model.fuse_unk is true"],
    [["model.byte_fallback", true], "model.byte_fallback is true"],
    [["model.ignore_merges", 1], "model.ignore_merges is 1; Inkling can honour only false or true"],
    [["model.vocab", []], "model.vocab is []"],
    [["model.vocab", null], "model.vocab is null"],
    [["model.merges", undefined], "model.merges is missing"],
    [["added_tokens", {}], "added_tokens is {}"],
    [["added_tokens.0.special", undefined], "added_tokens[0].special is missing"],
    [
      ["added_tokens.1.lstrip", "yes"],
      'added_tokens[1].lstrip is "yes"; Inkling can honour only false or true',
    ],
    [["added_tokens.1.content", 5], "added_tokens[1].content is 5"],
    [["added_tokens.1.id", "1"], 'added_tokens[1].id is "1"'],
  ])("%j", (change, message) => {
    expect(refused(changed(valid, change))).toContain(message);
  });

  it("and merges without a pre-tokeniser", () => {
    const file = changed(valid, ["pre_tokenizer", null], ["decoder", { type: "Fuse" }]);
    expect(refused(file)).toContain("pre_tokenizer is null; Inkling can honour only ByteLevel, since");
  });

  it("shows only the beginning of a huge value", () => {
    const message = refused(changed(valid, ["normalizer", "x".repeat(1_000_000)]));
    expect(message.length).toBeLessThan(400);
  });

  it("and a value that is nested too deeply to be shown", () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    expect(refused(valid.replace('"normalizer":null', `"normalizer":${deep}`))).toContain(
      "normalizer is nested",
    );
  });
});

describe("a hostile file is refused", () => {
  it.each([
    ["nothing", "", "tokenizer.json is not JSON"],
    ["half a file", valid.slice(0, 500), "tokenizer.json is not JSON"],
    ["a list", "[]", "tokenizer.json is []"],
    ["null", "null", "tokenizer.json is null"],
    ["a deep nest", "[".repeat(100_000), "tokenizer.json is not JSON"],
  ])("%s", (_, text, message) => {
    expect(refused(text)).toContain(message);
  });

  it.each<[string, Change, string]>([
    ["two tokens with one id", ["model.vocab.h", 5], "The id 5 is given to two tokens,"],
    [
      "a negative id",
      ["model.vocab.h", -1],
      'The token "h" has the id -1. An id is a whole number from 0 on.',
    ],
    ["a fractional id", ["model.vocab.h", 7.5], 'The token "h" has the id 7.5.'],
    [
      "an id out of range",
      ["model.vocab.h", 4e9],
      'The token "h" has the id 4000000000, but there are only 262',
    ],
    ["a hole", ["model.vocab.new", 263], "ids must run from 0 to 262 without holes"],
    ["an id that is no number", ["model.vocab.h", "7"], 'model.vocab["h"] is "7"'],
    ["half a character", ["model.vocab.\ud83d", 262], "half a character (a lone surrogate)"],
    ["a token with two ids", ["added_tokens.0.id", 9], 'The token "<|endoftext|>" has two ids, 0 and 9'],
    [
      "an empty special token",
      ["added_tokens.0", { id: 262, content: "", special: true }],
      "is an empty string",
    ],
    [
      "an added token that is a text",
      ["added_tokens.0", { id: 262, content: "x".repeat(1_000_000), special: false }],
      "has 1000000 characters; 512 are the most",
    ],
    ["a merge that is no pair", ["model.merges.0", "th"], 'model.merges[0] is "th"'],
    ["a merge of three", ["model.merges.0", "t h e"], 'model.merges[0] is "t h e"'],
    ["a merge of nothing", ["model.merges.0", " h"], 'model.merges[0] is " h"'],
    ["a merge of numbers", ["model.merges.0", [1, 2]], "model.merges[0] is [1,2]"],
    ["a merge of unknown tokens", ["model.merges.1", "th x"], '"thx" is not in the vocabulary'],
    [
      "an unknown half",
      ["model.merges.1", "the日 x"],
      'Merge 1 joins "the日" and "x", but "the日" is not in',
    ],
    ["a merge twice", ["model.merges.1", "t h"], "Merge 1 repeats merge 0."],
    [
      "an unk_token that is none",
      ["model.unk_token", "<x>"],
      'The unknown token "<x>" is not in the vocabulary',
    ],
    [
      "a special token that is a letter",
      ["added_tokens.0", { id: 67, content: "a", special: true }],
      'The special token "a" is also an ordinary symbol',
    ],
    [
      "a special token that merges make",
      ["added_tokens.0", { id: 260, content: "the", special: true }],
      '"the" is a special token: plain text could forge it',
    ],
  ])("%s", (_, change, message) => {
    expect(refused(changed(valid, change))).toContain(message);
  });

  it("a special token that is a character of the character tokenizer", () => {
    const id = JSON.parse(characters).model.vocab.t;
    const file = changed(characters, ["added_tokens.0", { id, content: "t", special: true }]);
    expect(refused(file)).toContain('The special token "t" is also an ordinary symbol');
  });
});

describe("GPT-2's pair of files", () => {
  const vocab: Record<string, number> = JSON.parse(valid).model.vocab;

  it("is read, with or without the version line and Windows line ends", () => {
    for (const merges of ["#version: 0.2\nt h\nth e\nĠ the\n", "t h\r\nth e\r\nĠ the\r\n"]) {
      const tokenizer = fromGpt2Files(JSON.stringify(vocab), merges);
      expect([...tokenizer.specialTokens]).toEqual([["<|endoftext|>", 0]]);
      expect(tokenizer.encode(" the")).toEqual([261]);
    }
  });

  it("is refused by the name of the file", () => {
    expect(() => fromGpt2Files("{", "")).toThrow("vocab.json is not JSON");
    expect(() => fromGpt2Files("[]", "")).toThrow("vocab.json is []");
    expect(() => fromGpt2Files(JSON.stringify(vocab), "t h\nthe\n")).toThrow('merges.txt[1] is "the"');
  });
});
