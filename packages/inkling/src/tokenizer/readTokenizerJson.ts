/**
 * Reading tokenizer.json. The file may come from anywhere, so it is hostile until checked.
 *
 * Hugging Face's format can describe many tokenizers, and we have three kinds. A setting that we can't honour
 * is refused, by its name and its value: a tokenizer that is nearly right gives a model nearly right ids, and
 * nobody sees why it babbles.
 *
 * Knows nothing about the file system: it takes the file's text. Try it:
 * `readTokenizerJson(JSON.stringify(tokenizer)).encode("Hello")`
 */
import { InklingError } from "../errors.ts";
import { BpeTokenizer } from "./bpeTokenizer.ts";
import type { TokenizerKind } from "./parts.ts";
import { createVocabulary } from "./vocabulary.ts";

/**
 * Throws InklingError for a broken file, a setting we can't honour, and ids or merges that make no sense. `name` is
 * what errors call the file.
 */
export function readTokenizerJson(text: string, name = "tokenizer.json"): BpeTokenizer {
  const file = parseObject(text, name);
  try {
    return tokenizerOf(file);
  } catch (error) {
    if (!(error instanceof InklingError)) throw error;
    throw new InklingError(`${name}: ${error.message}`, { cause: error });
  }
}

function tokenizerOf(file: Record<string, unknown>): BpeTokenizer {
  onlyAllow(file, "", {
    version: ["1.0"],
    truncation: [null],
    padding: [null],
    normalizer: [null],
  });
  const kind = readKind(file["pre_tokenizer"]);
  checkDecoder(file["decoder"], kind);
  checkPostProcessor(file["post_processor"]);

  const model = object(file["model"], "model");
  onlyAllow(model, "model.", {
    type: ["BPE"],
    dropout: [null, 0],
    continuing_subword_prefix: [null, ""],
    end_of_word_suffix: [null, ""],
    fuse_unk: [false],
    byte_fallback: [false],
    ignore_merges: [false],
  });
  const unknown = model["unk_token"] ?? null;
  if (unknown !== null && typeof unknown !== "string") refuse("model.unk_token", unknown, "a string or null");
  const merges = readMerges(model["merges"], "model.merges");
  if (kind === "character" && merges.length > 0)
    refuse("pre_tokenizer", null, "ByteLevel, since model.merges is not empty");

  return new BpeTokenizer({
    kind,
    vocabulary: createVocabulary(
      readVocab(model["vocab"], "model.vocab"),
      readAddedTokens(file["added_tokens"]),
    ),
    merges,
    unknownToken: unknown ?? undefined,
  });
}

/**
 * GPT-2's older pair of files: vocab.json (spelling → id) and merges.txt (a merge per line, after a line with
 * the version). Those of `specialTokens` that the vocabulary holds become special.
 */
export function fromGpt2Files(
  vocabJson: string,
  mergesTxt: string,
  specialTokens: readonly string[] = ["<|endoftext|>"],
): BpeTokenizer {
  const entries = readVocab(parseObject(vocabJson, "vocab.json"), "vocab.json");
  const lines = mergesTxt.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  const merges = lines.filter((line) => line !== "" && !line.startsWith("#version"));
  return new BpeTokenizer({
    kind: "gpt-2",
    vocabulary: createVocabulary(
      entries,
      entries.filter(([spelling]) => specialTokens.includes(spelling)),
    ),
    merges: readMerges(merges, "merges.txt"),
    unknownToken: undefined,
  });
}

// ------------------------------------------------------------------------------ the parts of the file

/** Which of our three kinds the pre-tokeniser asks for. */
function readKind(value: unknown): TokenizerKind {
  if (value === null || value === undefined) return "character";
  const { type, pretokenizers } = object(value, "pre_tokenizer");
  if (type === "ByteLevel") {
    checkByteLevel(value, "pre_tokenizer");
    return "gpt-2";
  }
  if (type === "Sequence" && Array.isArray(pretokenizers) && pretokenizers.length === 2) {
    const digits = object(pretokenizers[0], "pre_tokenizer.pretokenizers[0]");
    onlyAllow(
      digits,
      "pre_tokenizer.pretokenizers[0].",
      { type: ["Digits"], individual_digits: [true] },
      true,
    );
    checkByteLevel(pretokenizers[1], "pre_tokenizer.pretokenizers[1]");
    return "smollm";
  }
  return refuse("pre_tokenizer", value, "ByteLevel (as GPT-2), Digits and ByteLevel (as SmolLM), or null");
}

function checkByteLevel(value: unknown, field: string): void {
  const byteLevel = object(value, field);
  onlyAllow(byteLevel, `${field}.`, { type: ["ByteLevel"], add_prefix_space: [false] }, true);
  onlyAllow(byteLevel, `${field}.`, { use_regex: [true] }); // older files don't mention it
}

/** Bytes need ByteLevel; characters need Fuse. (A ByteLevel decoder's settings change nothing.) */
function checkDecoder(value: unknown, kind: TokenizerKind): void {
  const expected = kind === "character" ? "Fuse" : "ByteLevel";
  const type = value === null || value === undefined ? value : object(value, "decoder")["type"];
  if (type !== expected) refuse("decoder", value, `${expected}, to go with this pre_tokenizer`);
}

/**
 * ByteLevel here only tidies offsets, and a template of the text alone (which transformers 5 writes) adds nothing.
 * Others add tokens around the text, which in Inkling the caller does.
 */
function checkPostProcessor(value: unknown): void {
  if (value === null || value === undefined) return;
  const { type, single } = object(value, "post_processor");
  const addsNothing =
    type === "TemplateProcessing" &&
    Array.isArray(single) &&
    single.length === 1 &&
    isObject(single[0]) &&
    "Sequence" in single[0];
  if (type !== "ByteLevel" && !addsNothing) refuse("post_processor", value, "null or ByteLevel");
}

function readVocab(value: unknown, field: string): [spelling: string, id: number][] {
  return Object.entries(object(value, field)).map(([spelling, id]) => {
    if (typeof id !== "number") return refuse(`${field}[${JSON.stringify(spelling)}]`, id, "a whole number");
    return [spelling, id];
  });
}

function readAddedTokens(value: unknown): [spelling: string, id: number][] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) return refuse("added_tokens", value, "a list");
  return value.map((entry: unknown, i) => {
    const field = `added_tokens[${i}]`;
    const token = object(entry, field);
    onlyAllow(token, `${field}.`, { special: [true] }, true);
    onlyAllow(token, `${field}.`, { single_word: [false], lstrip: [false], rstrip: [false] });
    const { id, content } = token;
    if (typeof content !== "string") return refuse(`${field}.content`, content, "a string");
    if (typeof id !== "number") return refuse(`${field}.id`, id, "a whole number");
    return [content, id];
  });
}

/** Each merge is "left right", or ["left", "right"] in newer files. */
function readMerges(value: unknown, field: string): [left: string, right: string][] {
  if (!Array.isArray(value)) return refuse(field, value, "a list");
  return value.map((entry: unknown, i) => {
    const halves: unknown = typeof entry === "string" ? entry.split(" ") : entry;
    if (!Array.isArray(halves) || halves.length !== 2)
      return refuse(`${field}[${i}]`, entry, "two spellings with a blank between, or a list of two");
    const [left, right]: unknown[] = halves;
    if (typeof left !== "string" || typeof right !== "string" || left === "" || right === "")
      return refuse(`${field}[${i}]`, entry, "two spellings that are not empty");
    return [left, right];
  });
}

// ------------------------------------------------------------------------------ checking JSON

function parseObject(text: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InklingError(`${name} is not JSON (${reason}). It may be cut off or not that file at all.`);
  }
  return object(value, name);
}

function object(value: unknown, field: string): Record<string, unknown> {
  return isObject(value) ? value : refuse(field, value, "an object { … }");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Each field must have one of the values listed for it. A missing field is fine unless it is required. */
function onlyAllow(
  from: Record<string, unknown>,
  prefix: string,
  allowed: Record<string, readonly unknown[]>,
  required = false,
): void {
  for (const [name, values] of Object.entries(allowed)) {
    const value = from[name];
    if (value === undefined && !required) continue;
    if (!values.includes(value))
      refuse(prefix + name, value, values.map((value) => JSON.stringify(value)).join(" or "));
  }
}

/** A file can put a megabyte into any field; an error message shows its beginning. */
const SHOWN_LENGTH = 80;

function refuse(field: string, value: unknown, expected: string): never {
  const json = value === undefined ? "missing" : JSON.stringify(value);
  const shown = json.length > SHOWN_LENGTH ? `${json.slice(0, SHOWN_LENGTH)}…` : json;
  throw new InklingError(
    `${field} is ${shown}; Inkling can honour only ${expected}. Use a tokenizer of that kind, or train one of your own.`,
  );
}
