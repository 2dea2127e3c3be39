import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document } from "../../src/data/documents.ts";
import { idOf, isLearned, memoryIds } from "../../src/data/idSource.ts";
import { documentIds, openingOf, StreamWriter } from "../../src/data/stream.ts";
import { collect, fakeTokenizer, streamOf } from "./fakeTokenizer.ts";

async function laid(documents: Document[], tokenizer = fakeTokenizer()): Promise<number[]> {
  const ids: number[] = [];
  const writer = new StreamWriter(tokenizer, (some) => void ids.push(...some));
  for (const document of documents) await writer.add(document);
  expect(writer.length).toBe(ids.length);
  return ids;
}

const chat: Document = {
  messages: [
    { role: "user", content: "q" },
    { role: "assistant", content: "r" },
  ],
};

describe("StreamWriter", () => {
  it("lays BOS before every document and loses nothing", async () => {
    const tokenizer = fakeTokenizer();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.stringMatching(/^[a-z ]{1,9}$/)), async (texts) => {
        const ids = await laid(
          texts.map((text) => ({ text })),
          tokenizer,
        );
        expect(tokenizer.decode(ids.map(idOf))).toBe(texts.map((text) => `<|endoftext|>${text}`).join(""));
      }),
    );
  });

  it("learns a BOS as the end of a text, but not the first, and not after a chat", async () => {
    const ids = await laid([{ text: "a" }, { text: "b" }, chat, { text: "c" }]);
    const bos = ids.filter((id) => idOf(id) === 0);
    expect(bos.map(isLearned)).toEqual([false, true, true, false]);
  });

  it("marks exactly the chat's answers as learned", async () => {
    const tokenizer = fakeTokenizer();
    const ids = await laid([chat], tokenizer);
    expect(tokenizer.decode(ids.filter(isLearned))).toBe("r<|im_end|>");
    expect(tokenizer.decode(ids.map(idOf))).toBe(
      "<|endoftext|><|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\nr<|im_end|>\n",
    );
  });

  it("gives a text in pieces the ids it has as a whole", async () => {
    const tokenizer = fakeTokenizer();
    const text = "The ink, it's dry.\n\n  Said I. ".repeat(9000);
    const whole = await collect(documentIds({ text }, tokenizer));
    const pieces = await collect(
      documentIds({ pieces: streamOf(text.slice(0, 100_001), text.slice(100_001)) }, tokenizer),
    );
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.flatMap((ids) => [...ids])).toEqual([...whole[0]]);
  });

  it("refuses a tokenizer without BOS", async () => {
    await expect(laid([{ text: "a" }], fakeTokenizer([]))).rejects.toThrow("no token that begins a document");
  });
});

describe("stored ids", () => {
  it("carry the mark in their sign, id 0 too", () => {
    for (const id of [0, 1, 50_256]) {
      expect([idOf(id), isLearned(id), idOf(~id), isLearned(~id)]).toEqual([id, true, id, false]);
    }
  });

  it("of a part cut out by position begin with BOS, once", () => {
    expect([...openingOf(7, 0)]).toEqual([~0]);
    expect([...openingOf(0, 0), ...openingOf(~0, 0)]).toEqual([]);
  });

  it("are read as copies, within bounds", async () => {
    const source = memoryIds(Int32Array.of(5, 6, 7));
    (await source.read(0, 3)).fill(0);
    expect([...(await source.read(1, 2))]).toEqual([6, 7]);
    await expect(source.read(2, 2)).rejects.toThrow("Cannot read 2 ids from position 2: there are 3.");
    await expect(source.read(-1, 1)).rejects.toThrow("Cannot read");
  });
});
