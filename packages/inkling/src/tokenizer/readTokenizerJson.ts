/**
 * Reading tokenizer.json. The file may come from anywhere, so it is hostile until checked.
 *
 * Hugging Face's format can describe many tokenizers, and we have a few kinds (readLayout.ts). A setting that we can't
 * honour is refused, by its name and its value: a tokenizer that is nearly right gives a model nearly right ids, and
 * nobody sees why it babbles.
 *
 * Knows nothing about the file system: it takes the file's text. Try it:
 * `readTokenizerJson(JSON.stringify(tokenizer)).encode("Hello")`
 */
import { InklingError } from "../errors.ts";
import { type AddedToken, specialToken } from "./addedTokens.ts";
import { BpeTokenizer } from "./bpeTokenizer.ts";
import { list, object, onlyAllow, parseObject, refuse } from "./jsonChecks.ts";
import { quoted } from "./quoted.ts";
import { type Layout, readLayout } from "./readLayout.ts";
import { type SentencePieceRules, spellingOfByte } from "./sentencePiece.ts";
import { readTemplate } from "./template.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";

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
  onlyAllow(file, "", { version: ["1.0"], truncation: [null], padding: [null] });
  const layout = readLayout(file);
  const model = object(file["model"], "model");
  onlyAllow(model, "model.", {
    type: ["BPE"],
    dropout: [null, 0],
    continuing_subword_prefix: [null, ""],
    end_of_word_suffix: [null, ""],
    ignore_merges: layout.kind === "character" ? [false] : [false, true],
  });
  const unknown = model["unk_token"] ?? null;
  if (unknown !== null && typeof unknown !== "string") refuse("model.unk_token", unknown, "a string or null");
  const merges = readMerges(model["merges"], "model.merges");
  if (layout.kind === "character" && merges.length > 0)
    refuse("pre_tokenizer", null, "ByteLevel, since model.merges is not empty");
  const vocabulary = createVocabulary(
    readVocab(model["vocab"], "model.vocab"),
    readAddedTokens(file["added_tokens"]),
  );
  return new BpeTokenizer({
    kind: layout.kind,
    vocabulary,
    merges,
    unknownToken: unknown ?? undefined,
    sentencePiece: readSentencePiece(layout, model, vocabulary),
    ignoreMerges: model["ignore_merges"] === true,
    template: readTemplate(file["post_processor"], vocabulary.spellings.length),
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
  const special = entries.filter(([spelling]) => specialTokens.includes(spelling));
  return new BpeTokenizer({
    kind: "gpt-2",
    vocabulary: createVocabulary(
      entries,
      special.map(([spelling, id]) => specialToken(spelling, id)),
    ),
    merges: readMerges(merges, "merges.txt"),
    unknownToken: undefined,
  });
}

// ------------------------------------------------------------------------------ the parts of the file

/** SentencePiece's settings; for the other kinds, the settings of the model that only it may have. */
function readSentencePiece(
  { sentencePiece }: Layout,
  model: Record<string, unknown>,
  { modelIds }: Vocabulary,
): SentencePieceRules | undefined {
  if (sentencePiece === undefined) {
    onlyAllow(model, "model.", { fuse_unk: [false], byte_fallback: [false] });
    return undefined;
  }
  onlyAllow(model, "model.", { fuse_unk: [false, true], byte_fallback: [false, true] });
  const byteFallback = model["byte_fallback"] === true;
  for (let byte = 0; byteFallback && byte < 256; byte++)
    if (!modelIds.has(spellingOfByte(byte)))
      refuse("model.byte_fallback", true, `false, since ${spellingOfByte(byte)} is not in model.vocab`);
  return { ...sentencePiece, byteFallback, fuseUnknown: model["fuse_unk"] === true };
}

function readVocab(value: unknown, field: string): [spelling: string, id: number][] {
  return Object.entries(object(value, field)).map(([spelling, id]) => {
    if (typeof id !== "number") return refuse(`${field}[${quoted(spelling)}]`, id, "a whole number");
    return [spelling, id];
  });
}

function readAddedTokens(value: unknown): AddedToken[] {
  if (value === null || value === undefined) return [];
  return list(value, "added_tokens").map((entry, i) => {
    const field = `added_tokens[${i}]`;
    const token = object(entry, field);
    const { id, content } = token;
    if (typeof content !== "string") return refuse(`${field}.content`, content, "a string");
    if (typeof id !== "number") return refuse(`${field}.id`, id, "a whole number");
    const flag = (name: string): boolean => {
      onlyAllow(token, `${field}.`, { [name]: [false, true] });
      return token[name] === true;
    };
    onlyAllow(token, `${field}.`, { special: [false, true] }, true);
    return {
      id,
      content,
      special: flag("special"),
      normalized: flag("normalized"),
      singleWord: flag("single_word"),
      lstrip: flag("lstrip"),
      rstrip: flag("rstrip"),
    };
  });
}

/** Each merge is "left right", or ["left", "right"] in newer files. */
function readMerges(value: unknown, field: string): [left: string, right: string][] {
  return list(value, field).map((entry, i) => {
    const halves: unknown = typeof entry === "string" ? entry.split(" ") : entry;
    if (!Array.isArray(halves) || halves.length !== 2)
      return refuse(`${field}[${i}]`, entry, "two spellings with a blank between, or a list of two");
    const [left, right]: unknown[] = halves;
    if (typeof left !== "string" || typeof right !== "string" || left === "" || right === "")
      return refuse(`${field}[${i}]`, entry, "two spellings that are not empty");
    return [left, right];
  });
}
