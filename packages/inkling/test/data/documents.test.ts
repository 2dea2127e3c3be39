import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocumentRule, showDocumentRule, splitDocuments } from "../../src/data/documents.ts";
import { reach, splitAt } from "../../src/data/separators.ts";
import { chunked, collect, streamOf } from "./fakeTokenizer.ts";

const split = (text: string, rule: string, cuts: number[] = []) =>
  collect(splitDocuments(streamOf(...chunked(text, cuts)), parseDocumentRule(rule)));

describe("parseDocumentRule", () => {
  it("knows the three names and takes the rest for a regular expression, and spells them back", () => {
    for (const rule of ["file", "line", "blank-line", "^---$"]) {
      expect(showDocumentRule(parseDocumentRule(rule))).toBe(rule);
    }
    expect(parseDocumentRule("line")).toEqual({ kind: "line" });
    expect(parseDocumentRule("^---$")).toEqual({ kind: "pattern", pattern: "^---$" });
  });

  it("refuses what is not a regular expression, and says what to do", () => {
    expect(() => parseDocumentRule("(")).toThrow(/not a regular expression: .*Expected "file"/);
    expect(() => parseDocumentRule("")).toThrow(/empty/);
  });

  it("takes a misspelt name for a slip, and says how to mean it", () => {
    expect(() => parseDocumentRule("lines")).toThrow(/Did you mean "line"\?.*\(\?:lines\)/);
    expect(() => parseDocumentRule("blank_line")).not.toThrow();
    expect(parseDocumentRule("(?:lines)").kind).toBe("pattern");
  });
});

describe("splitDocuments", () => {
  it("by file keeps the text as it is", async () => {
    expect(await split("a\n\nb\n", "file", [1, 3])).toEqual(["a\n\nb\n"]);
    expect(await split(" \n\t\r\n", "file")).toEqual([]);
  });

  it("by line ends at LF, CRLF and CR, and drops blank lines", async () => {
    expect(await split("emma\r\nolivia\n\n  \nava\r", "line")).toEqual(["emma", "olivia", "ava"]);
  });

  it("by blank line keeps the line ends inside, whichever kind, and loses those around", async () => {
    expect(await split("\na\nb\n\n \t\n\nc\r\n\r\nd\n", "blank-line")).toEqual(["a\nb", "c", "d"]);
  });

  it("by expression: what matches stands between documents; ^ and $ are those of a line", async () => {
    expect(await split("one\n---\ntwo --- still\n---\n", "^---$")).toEqual(["one", "two --- still"]);
    expect(await split("a<|endoftext|>\nb<|endoftext|>", "<\\|endoftext\\|>")).toEqual(["a", "b"]);
  });

  it("an expression may match nothing at a place (lookahead), and look behind", async () => {
    expect(await split("CHAPTER 1\nx\nCHAPTER 2\ny", "(?=^CHAPTER)")).toEqual([
      "CHAPTER 1\nx",
      "CHAPTER 2\ny",
    ]);
    expect(await split("a\n\nb\nc\n\n\nd", "(?<!\\n)\\n(?!\\n)")).toEqual(["a\n\nb", "c\n\n\nd"]);
    expect(await split("a😀b", "(?:)")).toEqual(["a", "😀", "b"]);
  });

  it("gives the same documents however the stream is chunked", async () => {
    const text = fc.array(fc.constantFrom("a", "b", " ", "\n", "\r\n", "\r", "---", "😀"), { maxLength: 40 });
    const cuts = fc.array(fc.nat(200), { maxLength: 12 });
    const rules = fc.constantFrom("file", "line", "blank-line", "^-+$", "-+", "(?<=a)b", "\\n(?!\\n)");
    await fc.assert(
      fc.asyncProperty(text, cuts, rules, async (parts, at, rule) => {
        const whole = parts.join("");
        expect(await split(whole, rule, at)).toEqual(await split(whole, rule));
      }),
    );
  });

  it("loses nothing but separators and line ends", async () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "\n", "\n\n"), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom("line", "blank-line", "^c$"), async (parts, rule) => {
        const letters = (s: string) => s.replaceAll("\n", "");
        const whole = parts.join("");
        const kept = (await split(whole, rule)).join("");
        expect(letters(kept)).toBe(letters(rule === "^c$" ? whole.replace(/^c$/gm, "") : whole));
      }),
    );
  });
});

describe("splitAt over more text than its window", () => {
  // Longer than several windows, with separators on and around their borders.
  const filler = (n: number) => "x".repeat(n);
  const cases: [string, RegExp, string][] = [
    [
      "a separator across a border",
      /<<>>/gu,
      [filler(reach - 2), filler(reach - 2), "y", filler(3 * reach + 5), ""].join("<<>>"),
    ],
    [
      "a lookbehind across a border",
      /(?<=ab)c/gu,
      `${filler(reach - 2)}abc${filler(2 * reach - 3)}abc${filler(5)}`,
    ],
    ["a greedy run across a border", /\n+/gu, `${filler(reach - 3)}${"\n".repeat(10)}${filler(reach)}\n`],
    ["empty matches", /(?=C)/gu, `${filler(reach)}C${filler(4 * reach)}CC${filler(reach - 1)}C`],
    [
      "^ after a window has moved on",
      /^z/gmu,
      `z${filler(reach - 1)}z${filler(2 * reach)}\nz${filler(reach)}`,
    ],
  ];
  for (const [name, separator, text] of cases) {
    it(`finds what a search of the whole text finds: ${name}`, async () => {
      const expected = text.split(separator).filter((part) => part !== "");
      for (const cuts of [[], [1, reach, reach + 1], [reach - 1, 3 * reach - 1, 3 * reach]]) {
        const parts = await collect(splitAt(streamOf(...chunked(text, cuts)), separator));
        expect(parts.filter((part) => part !== "").map((part) => part.length)).toEqual(
          expected.map((p) => p.length),
        );
        expect(parts.filter((part) => part !== "").join("|") === expected.join("|")).toBe(true);
      }
    });
  }
});
