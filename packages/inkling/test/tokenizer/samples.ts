/** What the tokenizer's tests share: the files they read, and texts of every sort. */
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";

const fixtures = new URL("../fixtures/tokenizer/", import.meta.url);
const sharedData = new URL("../../../../../shared/data/", import.meta.url);

/** Reference data beside the repository. Where it is absent, its tests are skipped. */
export const hasSharedData = existsSync(new URL("tokenizers", sharedData));

export const readFixture = (name: string): string => readFileSync(new URL(name, fixtures), "utf8");
export const readShared = (path: string): string => readFileSync(new URL(path, sharedData), "utf8");

/** A short text of our own with digits, contractions, accents, several scripts and emoji. */
export const corpus = readFixture("corpus.txt");

/** Any well-formed Unicode text: all code points but surrogates, assigned or not. */
export const anyText = fc.string({ unit: "binary", maxLength: 60 });

/** Any JavaScript string: lone surrogates too. */
export const anyString = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })), {
    maxLength: 40,
  })
  .map((units) => String.fromCharCode(...units));

/** Text as people write it, and what pre-tokenisers stumble over. */
export const proseLike = fc
  .array(
    fc.constantFrom(
      ..."the ink's I'd they'll 42 7 ½ é дождь 雨 🐙 <|endoftext|> <|im_start|> <unk>".split(" "),
      ...[" ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u3000", "'", "!", "...", "a", "ab", "aaa"],
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));
