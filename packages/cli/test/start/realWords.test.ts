import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { judgeWords, wordsOf } from "../../src/start/realWords.ts";
import { useFolder } from "../train/harness.ts";

const at = useFolder();

describe("real words", () => {
  it("are those of the book, whatever their case, and painted where they stand", async () => {
    await writeFile(at("one.txt"), "Call me Ishmael.");
    await writeFile(at("two.txt"), "The WHALE, the sea");
    const book = wordsOf([at("one.txt"), at("two.txt")]);
    expect([...book].sort()).toEqual(["call", "ishmael", "sea", "the", "whale"]);
    expect(judgeWords("The whald, the Whale calls.", book, (word) => `<${word}>`)).toEqual({
      real: 3,
      all: 5,
      painted: "<The> whald, <the> <Whale> calls.",
    });
  });

  it("have three letters or more, and are not judged where the text is cut off", () => {
    const book = new Set(["of", "the", "sea"]);
    expect(judgeWords("of the sea", book)).toMatchObject({ real: 1, all: 1 });
    expect(judgeWords("of the sea…", book)).toMatchObject({ real: 1, all: 1 });
    expect(judgeWords("of the sea.", book)).toMatchObject({ real: 2, all: 2 });
  });
});
