import { describe, expect, it } from "vitest";
import type { Document } from "../../src/data/documents.ts";
import { evaluationWindows } from "../../src/data/evaluation.ts";
import { collect, fakeTokenizer, repeatable, streamOf } from "./fakeTokenizer.ts";

async function windowsOf(documents: AsyncIterable<Document>, contextLength: number, scoreEnd = false) {
  const tokenizer = fakeTokenizer();
  const windows = await collect(evaluationWindows(documents, tokenizer, contextLength, { scoreEnd }));
  const shown = windows.map(({ inputs, targets }) => [
    tokenizer.decode(inputs),
    Array.from(targets, (id) => (id < 0 ? "_" : tokenizer.token(id))).join(""),
  ]);
  return { windows, shown };
}

describe("evaluationWindows", () => {
  it("scores several documents each as BOS + text cropped to the context", async () => {
    const { windows, shown } = await windowsOf(repeatable([{ text: "a é b c d" }, { text: "e f" }]), 4);
    expect(shown).toEqual([
      ["<|endoftext|>a é", "a é b"],
      ["<|endoftext|>e", "e f"],
    ]);
    // The cropped document counts the bytes of its scored tokens only: é is two of them.
    expect(windows.map(({ counted, bytes }) => [counted, bytes])).toEqual([
      [3, 6],
      [2, 3],
    ]);
  });

  it("scores one text in consecutive windows: every token once, every byte once", async () => {
    const { windows, shown } = await windowsOf(repeatable([{ text: "a b c d e f g" }]), 3);
    expect(shown).toEqual([
      ["<|endoftext|>a b", "a b c"],
      [" c d e", " d e f"],
      [" f", " g"],
    ]);
    expect(windows.reduce((sum, { bytes }) => sum + bytes, 0)).toBe("a b c d e f g".length);
    expect(windows.reduce((sum, { counted }) => sum + counted, 0)).toBe(7);
  });

  it("makes no empty window when the text ends with one", async () => {
    const { shown } = await windowsOf(repeatable([{ text: "a b c" }]), 3);
    expect(shown).toEqual([["<|endoftext|>a b", "a b c"]]);
  });

  it("streams a text in pieces", async () => {
    const documents = { [Symbol.asyncIterator]: () => streamOf({ pieces: streamOf("a b", " c d") }) };
    const { shown } = await windowsOf(documents, 2);
    expect(shown.map(([, targets]) => targets).join("")).toBe("a b c d");
  });

  it("scores of a chat what the assistant says; its closing token counts, but has no bytes of text", async () => {
    const chat: Document = {
      messages: [
        { role: "user", content: "q" },
        { role: "assistant", content: "rs" },
      ],
    };
    const { windows, shown } = await windowsOf(repeatable([chat]), 50);
    expect(shown[0]?.[1]).toMatch(/^_+rs<\|im_end\|>_$/);
    expect(windows).toMatchObject([{ counted: 2, bytes: 2 }]);
  });

  it("with scoreEnd counts the end of each text that fits, which has no bytes, and no second end of a chat", async () => {
    const chat: Document = { messages: [{ role: "assistant", content: "r" }] };
    const { windows, shown } = await windowsOf(
      repeatable<Document>([{ text: "a b" }, { text: "c d e f g h i j k l m n o p q r" }, chat]),
      16,
      true,
    );
    expect(shown[0]).toEqual(["<|endoftext|>a b", "a b<|endoftext|>"]);
    expect(shown[1]?.[1]).toBe("c d e f g h i j k l m n o p q");
    expect(shown[2]?.[1]).toMatch(/r<\|im_end\|>_$/);
    expect(windows.map(({ counted, bytes }) => [counted, bytes])).toEqual([
      [3, 3],
      [15, 29],
      [2, 1],
    ]);
    const { shown: one } = await windowsOf(repeatable([{ text: "a b c" }]), 2, true);
    expect(one.map(([, targets]) => targets)).toEqual(["a b", " c<|endoftext|>"]);
  });

  it("refuses a context without room for a token, and data with nothing to score", async () => {
    await expect(windowsOf(repeatable([{ text: "a" }]), 1)).rejects.toThrow("The context is 1");
    await expect(windowsOf(repeatable<Document>([]), 4)).rejects.toThrow("nothing to score");
  });
});
